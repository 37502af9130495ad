package com.datarestor.e2e.architecture.wrong.core.queue;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A drawer that asks the clock, the cluster and the log while it decides. */
final class ManagerImpl {

  private static final Logger LOG = LoggerFactory.getLogger(ManagerImpl.class);

  Instant ask(KubernetesClient client) {
    LOG.info("{}", client.getMasterUrl());
    return Instant.now();
  }
}
