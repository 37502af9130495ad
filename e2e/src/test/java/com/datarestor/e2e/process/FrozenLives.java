package com.datarestor.e2e.process;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.health.Metrics;
import com.datarestor.app.operator.LeadingOperator;
import com.datarestor.app.operator.Settings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lives in the test's own process, which is warm: a start takes a fraction of what a process takes.
 * At a crash the whole process is frozen with SIGSTOP, and the files of the life are copied as they
 * are at that moment, which is what SIGKILL would leave of them: what the kernel was given, and
 * nothing of what was in memory. The next life begins with the copy. The one before is dead to the
 * cluster, which takes no change from it any more, and is then disposed of with its files.
 */
final class FrozenLives implements Lives {

  private static final Duration START = Duration.ofMinutes(2);

  private final CrashStory story;
  private final List<Future<?>> burials = new ArrayList<>();
  private int ended;
  private @Nullable Life life;

  FrozenLives(CrashStory story) {
    this.story = story;
  }

  private final class Life {

    private final Path data;
    private final Path kubeconfig;
    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Void> open = new CompletableFuture<>();
    private final FutureTask<Void> lived = new FutureTask<>(this::live, null);

    Life(Path data) {
      this.data = data;
      // its own token: by the time its thread runs, it may be dead and the next one alive
      this.kubeconfig = story.kubeconfig(token());
      Thread.ofPlatform().name(data.getFileName().toString()).start(lived);
    }

    private void live() {
      try (KubernetesClient client = Clients.working(Config.fromKubeconfig(kubeconfig.toFile()));
          LeadingOperator operator =
              LeadingOperator.prepare(
                  client, data, Settings.DEFAULTS, new Metrics(), story.clock())) {
        operator.start();
        open.complete(null);
        over.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** Waits until it has stopped, and fails if it could not live or stop. */
    void end() throws InterruptedException {
      over.countDown();
      try {
        lived.get();
      } catch (ExecutionException e) {
        throw new AssertionError("the operator with " + data + " failed", e.getCause());
      }
    }

    /** Nobody wants to know any more how a dead one took it that it is dead. */
    private Void dispose() throws InterruptedException {
      over.countDown();
      try {
        lived.get();
      } catch (ExecutionException e) {
        System.out.println("a dead life ended with " + e.getCause());
      }
      DeadFiles.delete(data);
      return null;
    }
  }

  @Override
  public void begin() {
    life = new Life(data());
  }

  @Override
  public String token() {
    return CrashStory.OPERATOR + "-" + ended;
  }

  @Override
  public Path data() {
    return story.directory().resolve("operator-" + ended);
  }

  @Override
  public void crash(Loss loss) {
    Life dead = life();
    ended++;
    DeadFiles.copyFrozen(dead.data, data());
    if (loss == Loss.JOURNAL) {
      DeadFiles.delete(data().resolve("journal"));
    }
    life = new Life(data());
    FutureTask<Void> burial = new FutureTask<>(dead::dispose);
    burials.add(burial);
    Thread.ofVirtual().start(burial);
  }

  private Life life() {
    return Objects.requireNonNull(life, "no life has begun");
  }

  @Override
  public void endInOrder() throws InterruptedException {
    try {
      life().open.get(START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the last life does not open its doors", e);
    }
    life().end();
  }

  @Override
  public void close() {
    try {
      if (life != null) {
        life.over.countDown();
        life.lived.get();
      }
      for (Future<?> burial : burials) {
        burial.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError("a life could not be ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
