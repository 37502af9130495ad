package com.datarestor.restic.job;

import com.datarestor.events.ObjectRef;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;

/**
 * Brings a plan's Job into the cluster, once. It may be interrupted between any two steps and
 * called again: what is there already is taken as it is.
 *
 * <p>Of Secrets it needs the verbs create and delete only, which show nothing: whoever may get,
 * update or patch Secrets in every namespace can read all of them.
 */
public final class JobLauncher {

  private static final int UNPROCESSABLE = 422;
  private static final Set<String> ENDS = Set.of("Complete", "Failed");

  private final KubernetesClient client;
  private final JobFactory factory;

  public JobLauncher(KubernetesClient client, JobFactory factory) {
    this.client = client;
    this.factory = factory;
  }

  /**
   * The Job first, then the Secret that belongs to it from its beginning. A kubelet has a pod to
   * schedule and a volume to mount before it looks for the Secret; a pod that is quicker waits.
   *
   * @throws KubernetesClientException when the API server refuses or does not answer; never with a
   *     part of the credentials
   */
  public ObjectRef launch(JobPlan plan, Map<String, String> annotations) {
    Resource<Job> resource =
        client.batch().v1().jobs().inNamespace(plan.namespace()).withName(plan.jobName());
    Job found = resource.get();
    Job job = found == null ? create(factory.job(plan, annotations), resource) : found;
    ObjectRef launched =
        ObjectRef.job(plan.namespace(), plan.jobName(), job.getMetadata().getUid());
    // One that ended needs them no more, and may have lost them for that reason.
    if (found == null) {
      giveCredentials(plan, launched, true);
    } else if (!hasEnded(job)) {
      giveCredentials(plan, launched, false);
    }
    return launched;
  }

  /** Whether the API server would say the same again. */
  public static boolean isFinal(KubernetesClientException e) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_FORBIDDEN,
          HttpURLConnection.HTTP_NOT_FOUND,
          UNPROCESSABLE ->
          true;
      default -> false;
    };
  }

  private static boolean hasEnded(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    ENDS.contains(condition.getType()) && "True".equals(condition.getStatus()));
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

  /**
   * @param isNew whether the Job was made a moment ago, so that a Secret of its name is not its own
   */
  private void giveCredentials(JobPlan plan, ObjectRef job, boolean isNew) {
    Secret secret = factory.secret(plan, job);
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw refused(job, SecretEcho.without(secret, e));
      }
      if (isNew) {
        replace(secret, job);
      }
    }
  }

  /** What is left of an earlier Job of that name would be collected with it. */
  private void replace(Secret secret, ObjectRef job) {
    client.secrets().inNamespace(job.namespace()).withName(secret.getMetadata().getName()).delete();
    try {
      client.resource(secret).create();
    } catch (KubernetesClientException e) {
      throw refused(job, SecretEcho.without(secret, e));
    }
  }

  /** A Job without credentials would wait for them: if there will be none, it goes, too. */
  private KubernetesClientException refused(ObjectRef job, KubernetesClientException e) {
    if (isFinal(e)) {
      try {
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(job.namespace())
            .withName(job.name())
            .withPropagationPolicy(DeletionPropagation.BACKGROUND)
            .delete();
      } catch (KubernetesClientException another) {
        e.addSuppressed(another);
      }
    }
    return e;
  }
}
