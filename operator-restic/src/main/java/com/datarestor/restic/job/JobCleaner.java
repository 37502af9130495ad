package com.datarestor.restic.job;

import com.datarestor.events.Operation;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Takes away what an ended operation leaves: credentials at once, Jobs when they must not go on.
 */
public final class JobCleaner {

  private final KubernetesClient client;

  public JobCleaner(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @param stopJobs whether its Jobs and pods go too; otherwise they stay for their logs until they
   *     expire
   */
  public void clean(Operation operation, boolean stopJobs) {
    String namespace = operation.about().namespace();
    for (Job job :
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .withLabel(JobLabels.OPERATION, operation.id().value())
            .list()
            .getItems()) {
      String name = job.getMetadata().getName();
      // By name: to look for Secrets is to read them. One whose Job is gone goes by itself.
      client.secrets().inNamespace(namespace).withName(JobFactory.secretName(name)).delete();
      if (stopJobs) {
        delete(client, job.getMetadata());
      }
    }
  }

  /** Deletes the Job and its pods. */
  static void delete(KubernetesClient client, ObjectMeta job) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(job.getNamespace())
        .withName(job.getName())
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }
}
