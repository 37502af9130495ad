package com.datarestor.restic.job;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets claims go that somebody deleted. Kubernetes keeps a claim for as long as a pod mounts it,
 * and counts pods that ended; so an ended Job, which otherwise stays for its logs until it expires,
 * goes as soon as its claim is to go. A Job whose end is still to be read stays until it was read;
 * one that runs is for others to stop.
 */
public final class GoingClaims {

  private static final Logger log = LoggerFactory.getLogger(GoingClaims.class);

  private final KubernetesClient client;
  private final JobWatcher watcher;
  private final Map<String, String> going = new ConcurrentHashMap<>();

  public GoingClaims(KubernetesClient client, JobWatcher watcher) {
    this.client = client;
    this.watcher = watcher;
  }

  /** The claim is there, and like this. */
  public void seen(ObjectMeta claim) {
    if (claim.getDeletionTimestamp() == null) {
      going.remove(claim.getUid());
    } else {
      going.put(claim.getUid(), claim.getNamespace() + "/" + claim.getName());
      look();
    }
  }

  /** The claim is not there any more. */
  public void gone(ObjectMeta claim) {
    going.remove(claim.getUid());
  }

  /** These are all claims there are. */
  public void listed(Collection<ObjectMeta> all) {
    going.clear();
    all.forEach(this::seen);
  }

  /** Takes away the ended Jobs that keep a claim; to be called every few seconds. */
  public void look() {
    if (going.isEmpty()) {
      return;
    }
    for (JobView job : watcher.settled()) {
      String namespace = job.getMetadata().getNamespace();
      if (job.claims().anyMatch(claim -> going.containsValue(namespace + "/" + claim))) {
        remove(job);
      }
    }
  }

  private void remove(JobView job) {
    try {
      JobCleaner.delete(client, job.getMetadata());
    } catch (KubernetesClientException e) {
      log.warn(
          "Job {}/{} keeps a claim that is to be deleted, and is deleted again later: {}",
          job.getMetadata().getNamespace(),
          job.getMetadata().getName(),
          e.getMessage());
    }
  }
}
