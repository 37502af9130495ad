package com.datarestor.e2e.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A cluster with the operator on it, for all tests of a class. Tests share it and keep out of each
 * other's way by names of their own, see {@link #fresh}.
 */
final class Scene implements BeforeAllCallback, AfterAllCallback {

  static final String PASSWORD = "Zauberwort-4711-geheim";

  private final AtomicInteger count = new AtomicInteger();
  private final Clock clock;
  private final boolean hold;
  private @Nullable Cluster cluster;
  private @Nullable RunningOperator operator;
  private @Nullable User user;

  Scene() {
    this(Clock.systemUTC());
  }

  /** With a clock that tells the operator when schedules come due. */
  Scene(Clock clock) {
    this(clock, false);
  }

  private Scene(Clock clock, boolean hold) {
    this.clock = clock;
    this.hold = hold;
  }

  /** With an operator that settles claims before it lets pods start on them. */
  static Scene thatHolds() {
    return thatHolds(Clock.systemUTC());
  }

  /** The same, with a clock that tells the operator when schedules come due. */
  static Scene thatHolds(Clock clock) {
    return new Scene(clock, true);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    // below /tmp a container would hide it: it has a /tmp of its own
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "scenes")).toAbsolutePath(),
            context.getRequiredTestClass().getSimpleName());
    Cluster started = Cluster.start(directory);
    cluster = started;
    user = new User(started.client());
    operator = RunningOperator.start(started, directory.resolve("operator"), clock, hold);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (operator != null) {
      operator.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    // the class keeps the scene for as long as tests run, and need not keep what it was made of
    operator = null;
    cluster = null;
    user = null;
  }

  Cluster cluster() {
    return Objects.requireNonNull(cluster, "the scene has not begun");
  }

  RunningOperator operator() {
    return Objects.requireNonNull(operator, "the scene has not begun");
  }

  User user() {
    return Objects.requireNonNull(user, "the scene has not begun");
  }

  /** A name that no other test of the class has. */
  String fresh(String name) {
    return name + "-" + count.incrementAndGet();
  }

  /** A namespace of its own, with the Secret {@code restic} in it. */
  String namespace(String name) {
    String namespace = fresh(name);
    user().namespace(namespace, Map.of());
    cluster().allowConfigs(namespace);
    password(namespace, PASSWORD);
    return namespace;
  }

  /** Puts the repository password into the Secret {@code restic} of the namespace. */
  void password(String namespace, String password) {
    user()
        .apply(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: restic, namespace: %s}
            stringData: {password: "%s"}
            """
                .formatted(namespace, password));
  }

  /** The text of a Config in the namespace. */
  ConfigText config(String namespace, String name) {
    return new ConfigText(cluster(), namespace, name);
  }

  /** Looks into the repository of this name with restic itself. */
  Restic repository(String name) {
    return new Restic(Restic.onThisMachine(), cluster().repository(name), PASSWORD);
  }

  /** How often a test looks. */
  static final Duration LOOK = Duration.ofMillis(100);

  /** How long nothing must happen before a test believes that nothing does. */
  static final Duration QUIET = Duration.ofSeconds(3);
}
