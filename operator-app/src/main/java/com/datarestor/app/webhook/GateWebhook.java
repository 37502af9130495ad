package com.datarestor.app.webhook;

import com.datarestor.core.watch.NamespaceView;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook's life: get its keys, make itself known to the API server, and answer, until it is
 * told to stop.
 */
public final class GateWebhook implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GateWebhook.class);
  private static final Duration FIRST_ROUND = Duration.ofSeconds(1);
  private static final Duration ROUND = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final KeySecret secret;
  private final KnownAuthority authority;
  private final InetSocketAddress address;
  private final ServingKeys keys = new ServingKeys();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch serving = new CountDownLatch(1);
  private volatile boolean known;
  private volatile int port;

  /**
   * What it is called.
   *
   * @param namespace of the Secret and the Service
   * @param service through which the API server calls it
   * @param secret with its keys
   * @param configuration the MutatingWebhookConfiguration
   */
  public record Names(String namespace, String service, String secret, String configuration) {

    List<String> hosts() {
      String host = service + "." + namespace + ".svc";
      return List.of(host, host + ".cluster.local");
    }
  }

  public GateWebhook(KubernetesClient client, Names names, InetSocketAddress address, Clock clock) {
    this.client = client;
    this.address = address;
    this.secret = new KeySecret(client, names.namespace(), names.secret(), names.hosts(), clock);
    this.authority = new KnownAuthority(client, names.configuration());
  }

  /** Runs until it is closed. It answers as soon as it has keys, and is ready when it is known. */
  public void run() throws IOException, InterruptedException {
    while (!look()) {
      if (stop.await(FIRST_ROUND.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    try (ReviewServer server =
        new ReviewServer(address, keys, new GateReviews(this::settled), () -> known)) {
      port = server.port();
      serving.countDown();
      log.info("the webhook answers on port {}", port);
      while (!stop.await((known ? ROUND : FIRST_ROUND).toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    }
  }

  /**
   * Looks after keys and configuration: levels, so that whatever was changed is put right.
   *
   * @return whether it has keys
   */
  private boolean look() throws InterruptedException {
    boolean served = false;
    try {
      ServingKeys.Pair pair = secret.current();
      keys.use(pair);
      served = true;
      authority.write(pair.authority());
      known = true;
    } catch (IOException | KubernetesClientException e) {
      log.warn("the webhook's keys, or what the API server knows of them: {}", e.getMessage());
    }
    return served;
  }

  private Optional<Set<String>> settled(String namespace) {
    try {
      NamespaceView found = client.resources(NamespaceView.class).withName(namespace).get();
      return Optional.ofNullable(found)
          .map(there -> Set.copyOf(Arrays.asList(there.settledClaims().split(" "))));
    } catch (KubernetesClientException e) {
      log.warn("a pod gets the gate, since the namespace {} cannot be read", namespace, e);
      return Optional.empty();
    }
  }

  /** Waits until it answers; the port. */
  public int awaitPort() throws InterruptedException {
    serving.await();
    return port;
  }

  /** Makes {@link #run} end. */
  @Override
  public void close() {
    stop.countDown();
  }
}
