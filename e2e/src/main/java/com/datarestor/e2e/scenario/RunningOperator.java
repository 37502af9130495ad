package com.datarestor.e2e.scenario;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.health.Metrics;
import com.datarestor.app.operator.LeadingOperator;
import com.datarestor.app.operator.Settings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;

/** The operator as it runs in its pod, with a journal and log in a directory that stays. */
public final class RunningOperator implements AutoCloseable {

  private final KubernetesClient client;
  private final Path directory;
  private final Settings settings;
  private final Clock clock;
  private LeadingOperator operator;

  private RunningOperator(Path kubeconfig, Path directory, Settings settings, Clock clock)
      throws InterruptedException {
    this.client = Clients.working(Config.fromKubeconfig(kubeconfig.toFile()));
    this.directory = directory;
    this.settings = settings;
    this.clock = clock;
    this.operator = started();
  }

  /** Starts it and returns when its doors are open. */
  public static RunningOperator start(Path kubeconfig, Path directory) throws InterruptedException {
    return start(kubeconfig, directory, Clock.systemUTC());
  }

  /** Starts it with a clock that tells it when schedules come due. */
  public static RunningOperator start(Path kubeconfig, Path directory, Clock clock)
      throws InterruptedException {
    return new RunningOperator(kubeconfig, directory, Settings.DEFAULTS, clock);
  }

  /** Starts it on a cluster, which can have an image of its own for Jobs. */
  public static RunningOperator start(Cluster cluster, Path directory, Clock clock)
      throws InterruptedException {
    return start(cluster, directory, clock, false);
  }

  /**
   * @param hold whether claims are to be settled before pods start on them
   */
  public static RunningOperator start(Cluster cluster, Path directory, Clock clock, boolean hold)
      throws InterruptedException {
    Settings defaults = Settings.DEFAULTS;
    return new RunningOperator(
        cluster.operatorKubeconfig(),
        directory,
        new Settings(
            defaults.clusterName(),
            cluster.resticImage(),
            defaults.lanes(),
            defaults.limits(),
            hold),
        clock);
  }

  private LeadingOperator started() throws InterruptedException {
    return LeadingOperator.prepare(client, directory, settings, new Metrics(), clock).start();
  }

  /** Stops it as a signal would, and starts it again. */
  public void restart() throws InterruptedException {
    restart(() -> {});
  }

  /** Stops it, lets something happen while it is down, and starts it again. */
  public void restart(Runnable meanwhile) throws InterruptedException {
    operator.close();
    meanwhile.run();
    operator = started();
  }

  public LeadingOperator operator() {
    return operator;
  }

  /** Where journal and log are, for the command line. */
  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    operator.close();
    client.close();
  }
}
