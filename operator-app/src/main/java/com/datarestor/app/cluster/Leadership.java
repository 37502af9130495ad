package com.datarestor.app.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer at a time, by a Lease. Who loses it must stop at once: another may be writing already,
 * so what comes after losing is the end of the process.
 *
 * <p>The elector notices a Lease that it could not renew only between two requests, and one on a
 * dead connection hangs; so a clock of our own ends the process when the renew deadline has passed,
 * however many requests hang.
 */
public final class Leadership implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);
  private static final String NAME = "datarestor-operator";

  private final KubernetesClient client;
  private final LeaderElectionConfig election;
  private final Runnable lost;
  private final Duration renewDeadline;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lease-deadline").daemon().factory());
  private @Nullable Future<?> deadline;
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
    this.lost = lost;
    this.renewDeadline = timing.renewDeadline();
    this.election =
        new LeaderElectionConfigBuilder()
            .withName(NAME)
            .withLock(new TimedLock(new LeaseLock(namespace, NAME, identity)))
            .withLeaseDuration(timing.lease())
            .withRenewDeadline(timing.renewDeadline())
            .withRetryPeriod(timing.retry())
            .withReleaseOnCancel(true)
            .withLeaderCallbacks(
                new LeaderCallbacks(
                    leading::countDown, this::end, now -> leader = now == null ? "" : now))
            .build();
  }

  private void end() {
    if (leading.getCount() == 0 && !closing.get()) {
      log.error("the Lease is lost: another process may lead now, so this ends");
      lost.run();
    }
  }

  /**
   * @param since nanoseconds, from before the request that renewed the Lease
   */
  private synchronized void mustRenew(long since) {
    forget();
    if (!clock.isShutdown()) {
      long passed = System.nanoTime() - since;
      deadline = clock.schedule(this::end, renewDeadline.toNanos() - passed, TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void forget() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  /**
   * The lock, with the deadline set at each request that renews it, and off when it is given back.
   */
  private final class TimedLock implements Lock {

    private final Lock lock;

    TimedLock(Lock lock) {
      this.lock = lock;
    }

    @Override
    public LeaderElectionRecord get(KubernetesClient client) {
      return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord record) {
      long before = System.nanoTime();
      lock.create(client, record);
      written(record, before);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord record) {
      long before = System.nanoTime();
      lock.update(client, record);
      written(record, before);
    }

    private void written(LeaderElectionRecord record, long before) {
      if (identity().equals(record.getHolderIdentity())) {
        mustRenew(before);
      } else {
        forget();
      }
    }

    @Override
    public String identity() {
      return lock.identity();
    }

    @Override
    public String describe() {
      return lock.describe();
    }
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
    clock.shutdownNow();
  }
}
