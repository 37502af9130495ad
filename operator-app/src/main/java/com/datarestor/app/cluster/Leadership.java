package com.datarestor.app.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time, by a Lease. Who loses it must stop at once: another may be writing already,
 * so what comes after losing is the end of the process.
 */
public final class Leadership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final String NAME = "datarestor-operator";

  private final KubernetesClient client;
  private final LeaderElectionConfig election;
  private final CountDownLatch leading = new CountDownLatch(1);
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile String leader = "";
  private @Nullable CompletableFuture<?> running;

  /** How long a Lease lasts, how long its holder tries to renew it, and how often. */
  public record Timing(Duration lease, Duration renewDeadline, Duration retry) {
    public static final Timing DEFAULT =
        new Timing(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));
  }

  /**
   * @param client a client of its own, see {@link Clients#leasing}
   * @param lost called when the Lease is lost, not when it is given back
   */
  public Leadership(
      KubernetesClient client, String namespace, String identity, Timing timing, Runnable lost) {
    this.client = client;
    this.election =
        new LeaderElectionConfigBuilder()
            .withName(NAME)
            .withLock(new LeaseLock(namespace, NAME, identity))
            .withLeaseDuration(timing.lease())
            .withRenewDeadline(timing.renewDeadline())
            .withRetryPeriod(timing.retry())
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    leading::countDown,
                    () -> {
                      if (leading.getCount() == 0 && !closing.get()) {
                        log.error("the Lease is lost: another process may lead now, so this ends");
                        lost.run();
                      }
                    },
                    now -> leader = now == null ? "" : now))
            .build();
  }

  /** Begins to compete for the Lease. */
  public synchronized void start() {
    running = client.leaderElector().withConfig(election).build().start();
  }

  /** Waits until this process leads, or the time is up. */
  public boolean await(Duration time) throws InterruptedException {
    return leading.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Who leads, as far as is known. */
  public String leader() {
    return leader;
  }

  /** Gives the Lease back, so that the next one need not wait for it to run out. */
  @Override
  public synchronized void close() {
    closing.set(true);
    if (running != null) {
      running.cancel(true);
    }
  }
}
