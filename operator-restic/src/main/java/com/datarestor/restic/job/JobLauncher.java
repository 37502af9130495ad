package com.datarestor.restic.job;

import com.datarestor.events.ObjectRef;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Brings a plan's Job into the cluster, once. It may be interrupted between any two steps and
 * called again: what is there already is taken as it is.
 */
public final class JobLauncher {

  private final KubernetesClient client;
  private final JobFactory factory;

  public JobLauncher(KubernetesClient client, JobFactory factory) {
    this.client = client;
    this.factory = factory;
  }

  /**
   * The Secret first, so that the pod never waits for it; then the Job, to which it then belongs.
   *
   * @throws KubernetesClientException when the API server refuses or does not answer; never with a
   *     part of the credentials
   */
  public ObjectRef launch(JobPlan plan, Map<String, String> annotations) {
    Resource<Job> resource =
        client.batch().v1().jobs().inNamespace(plan.namespace()).withName(plan.jobName());
    Job job = resource.get();
    if (job == null) {
      keep(factory.secret(plan));
      job = create(factory.job(plan, annotations), resource);
    }
    own(plan, job);
    return ObjectRef.job(plan.namespace(), plan.jobName(), job.getMetadata().getUid());
  }

  private void keep(Secret secret) {
    try {
      create(secret);
    } catch (KubernetesClientException e) {
      throw SecretEcho.without(secret, e);
    }
  }

  private void create(Secret secret) {
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      client.resource(secret).update();
    }
  }

  private Job create(Job job, Resource<Job> resource) {
    try {
      return client.resource(job).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return resource.require();
    }
  }

  private void own(JobPlan plan, Job job) {
    Resource<Secret> resource =
        client.secrets().inNamespace(plan.namespace()).withName(JobFactory.secretName(plan));
    Secret secret = resource.get();
    if (secret == null || !secret.getMetadata().getOwnerReferences().isEmpty()) {
      return;
    }
    UnaryOperator<Secret> owned =
        found -> {
          found
              .getMetadata()
              .setOwnerReferences(
                  List.of(
                      new OwnerReferenceBuilder()
                          .withApiVersion("batch/v1")
                          .withKind("Job")
                          .withName(job.getMetadata().getName())
                          .withUid(job.getMetadata().getUid())
                          .withController(true)
                          .withBlockOwnerDeletion(false)
                          .build()));
          return found;
        };
    resource.edit(owned);
  }
}
