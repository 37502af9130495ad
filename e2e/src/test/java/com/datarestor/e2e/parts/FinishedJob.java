package com.datarestor.e2e.parts;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;

/** Plays the Job controller and the kubelet: the pod of a Job, and its end. */
final class FinishedJob {

  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  private FinishedJob() {}

  /** Ends the Job as a pod of this status would; restic's words are its termination message. */
  static void end(KubernetesClient client, Job job, int status, String said) {
    pod(client, job, status, said);
    condition(client, job, status == 0 ? "Complete" : "Failed", status == 0 ? "" : "BackoffLimit");
  }

  static Pod pod(KubernetesClient client, Job job, int status, String said) {
    Pod created =
        client
            .resource(
                new PodBuilder()
                    .withNewMetadata()
                    .withNamespace(job.getMetadata().getNamespace())
                    .withName(job.getMetadata().getName() + "-x7k2p")
                    .addToLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                    .addToLabels(JOB_NAME, job.getMetadata().getName())
                    .endMetadata()
                    .withSpec(job.getSpec().getTemplate().getSpec())
                    .build())
            .create();
    return client
        .resource(
            new PodBuilder(created)
                .withNewStatus()
                .withPhase(status == 0 ? "Succeeded" : "Failed")
                .withContainerStatuses(
                    new ContainerStatusBuilder()
                        .withName("restic")
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(status)
                        .withMessage(said)
                        .endTerminated()
                        .endState()
                        .build())
                .endStatus()
                .build())
        .updateStatus();
  }

  static void condition(KubernetesClient client, Job job, String type, String reason) {
    client
        .resource(
            new JobBuilder(job)
                .editMetadata()
                .withResourceVersion(null)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .endCondition()
                .endStatus()
                .build())
        .updateStatus();
  }
}
