package com.datarestor.app.operator;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.cluster.Leadership;
import com.datarestor.app.config.OperatorConfig;
import com.datarestor.app.health.Health;
import com.datarestor.app.health.HealthServer;
import com.datarestor.app.health.Metrics;
import com.datarestor.app.process.Termination;
import com.datarestor.events.bus.DeadLetters;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the process: answer probes, wait for the Lease, lead, and on a signal stop in order.
 * A standby is ready: it is what it should be.
 */
public final class OperatorProcess {

  private static final Logger log = LoggerFactory.getLogger(OperatorProcess.class);
  private static final Duration LEASE_ROUND = Duration.ofSeconds(1);

  /** Exit status after the Lease was lost. */
  private static final int LOST = 75;

  private final OperatorConfig config;
  private final Clock clock;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Metrics metrics = new Metrics();
  private volatile @Nullable LeadingOperator leading;

  /**
   * @param clock tells when schedules come due
   */
  public OperatorProcess(OperatorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /** Runs until a signal; the exit status. */
  public int run() throws IOException, InterruptedException {
    return Termination.orderly(stop::countDown, this::untilStopped);
  }

  private int untilStopped() throws IOException, InterruptedException {
    Config cluster = Clients.found();
    try (KubernetesClient working = Clients.working(cluster);
        KubernetesClient leasing = Clients.leasing(cluster);
        Leadership leadership =
            new Leadership(
                leasing,
                config.namespace(),
                config.identity(),
                Leadership.Timing.DEFAULT,
                () -> Runtime.getRuntime().halt(LOST));
        HealthServer health =
            new HealthServer(
                new InetSocketAddress(config.port()),
                live(),
                ready(leadership),
                metrics,
                this::deadLetters)) {
      log.info("probes and metrics on port {}", health.port());
      metrics.gauge("datarestor_leader", "1 while this process leads.", () -> isOpen() ? 1 : 0);
      if (config.leaderElection()) {
        leadership.start();
        while (!leadership.await(LEASE_ROUND)) {
          if (stop.getCount() == 0) {
            return 0;
          }
        }
        log.info("leading as {}", config.identity());
      }
      lead(working);
      return 0;
    }
  }

  private void lead(KubernetesClient client) throws InterruptedException {
    try (LeadingOperator operator =
        LeadingOperator.prepare(
            client,
            config.dataDirectory(),
            new Settings(
                config.clusterName(),
                config.resticImage(),
                config.lanes(),
                config.limits(),
                config.hold()),
            metrics,
            clock)) {
      leading = operator;
      operator.start();
      // what only the start needed is given back at once, see operator.jvm
      System.gc();
      stop.await();
      log.info("stopping: finishing what is in hand");
    } finally {
      leading = null;
    }
  }

  /** What only another start mends: a full disk or an API server that is away is not that. */
  private Health live() {
    return new Health()
        .check("operator", () -> Optional.ofNullable(leading).flatMap(LeadingOperator::broken));
  }

  private Health ready(Leadership leadership) {
    return new Health()
        .check(
            "operator",
            () -> {
              LeadingOperator operator = leading;
              if (operator == null) {
                return leadership.leader().isEmpty() && config.leaderElection()
                    ? Optional.of("nobody is known to hold the Lease yet")
                    : Optional.empty();
              }
              return operator.trouble();
            });
  }

  private boolean isOpen() {
    LeadingOperator operator = leading;
    return operator != null && operator.operator().isOpen();
  }

  private Optional<DeadLetters> deadLetters() {
    return Optional.ofNullable(leading).map(LeadingOperator::deadLetters);
  }
}
