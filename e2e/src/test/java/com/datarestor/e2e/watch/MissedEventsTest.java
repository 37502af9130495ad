package com.datarestor.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.app.operator.LiveStates;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.watch.ClusterObserver;
import com.datarestor.core.watch.NamespaceView;
import com.datarestor.core.watch.TaskWatcher;
import com.datarestor.core.watch.VolumeView;
import com.datarestor.core.watch.WatchedKind;
import com.datarestor.e2e.scenario.User;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the deciders are told of what happened while nobody looked. */
class MissedEventsTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private static final String CONFIG =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Config
      metadata: {name: nightly, namespace: default}
      spec:
        repositories: [{priority: 1, target: "s3:s3.example.com/backups"}]
        selectors: [{matchNamespaces: [default]}]
      """;

  private static final String TASK =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Task
      metadata:
        name: backup-manual-1
        namespace: default
        labels: {%s: %s}
      spec: {type: backup-manual, pvc: data, config: {name: nightly, namespace: default}}
      """
          .formatted(Annotations.MANAGED_BY, Annotations.OPERATOR);

  @TempDir private Path directory;

  private WatchedSandbox sandbox;
  private User user;
  private final RecordingCommands commands = new RecordingCommands();
  private final List<WatchedKind<?>> kinds = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    sandbox = new WatchedSandbox(directory);
    user = new User(sandbox.client());
    for (String definition : List.of("configs", "tasks")) {
      try (var yaml = getClass().getResourceAsStream("/crds/" + definition + ".yaml")) {
        sandbox.client().load(yaml).serverSideApply();
      }
    }
  }

  @AfterEach
  void stop() {
    kinds.forEach(WatchedKind::close);
    sandbox.close();
  }

  private void watch(WatchedKind<?>... watched) {
    for (WatchedKind<?> kind : watched) {
      kinds.add(kind);
      kind.start(NOON);
      WatchedSandbox.awaitSynced(kind);
    }
  }

  private void observing() {
    ClusterObserver observer =
        new ClusterObserver(commands, Clock.systemUTC(), uid -> Optional.empty(), false);
    watch(
        new WatchedKind<>(
            sandbox.client(), NamespaceView.class, Map.of(), observer.namespaceListener()),
        new WatchedKind<>(
            sandbox.client(), BackupConfig.class, Map.of(), observer.configListener()),
        new WatchedKind<>(sandbox.client(), VolumeView.class, Map.of(), observer.volumeListener()));
    observer.open(List.of());
    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(commands.of(ObserveConfig.class)).isNotEmpty();
              assertThat(commands.of(ObserveVolume.class)).isNotEmpty();
            });
    commands.forget();
  }

  private static List<String> asked(ObserveVolume observed) {
    return observed.annotations().stream().map(AnnotationValue::value).toList();
  }

  @Test
  void an_annotation_set_and_a_claim_deleted_during_a_gap_are_told_after_it() {
    user.apply(CONFIG);
    sandbox.claim("data");
    sandbox.claim("logs");
    observing();

    sandbox.whileCutOff(
        "persistentvolumeclaims",
        () -> {
          sandbox.ask("data", "before-upgrade");
          sandbox.deleteClaim("logs");
          sandbox.faults().forgetHistory();
        });

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(commands.of(ObserveVolume.class))
                  .anySatisfy(
                      seen -> {
                        assertThat(seen.volume().name()).isEqualTo("data");
                        assertThat(asked(seen)).containsExactly("before-upgrade");
                      });
              assertThat(commands.of(VolumeVanished.class))
                  .singleElement()
                  .satisfies(gone -> assertThat(gone.volume().name()).isEqualTo("logs"));
            });
  }

  @Test
  void a_claim_deleted_and_made_again_during_a_gap_is_another_one() {
    user.apply(CONFIG);
    sandbox.claim("data");
    String before = uid("data");
    observing();

    sandbox.whileCutOff(
        "persistentvolumeclaims",
        () -> {
          sandbox.deleteClaim("data");
          sandbox.claim("data");
          sandbox.faults().forgetHistory();
        });

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(commands.of(VolumeVanished.class))
                  .extracting(gone -> gone.volume().uid())
                  .containsExactly(before);
              assertThat(commands.of(ObserveVolume.class))
                  .extracting(seen -> seen.volume().uid())
                  .containsOnly(uid("data"));
            });
  }

  private String uid(String claim) {
    return sandbox
        .client()
        .persistentVolumeClaims()
        .inNamespace(WatchedSandbox.NAMESPACE)
        .withName(claim)
        .require()
        .getMetadata()
        .getUid();
  }

  @Test
  void a_config_deleted_during_a_gap_has_vanished() {
    user.apply(CONFIG);
    sandbox.claim("data");
    observing();

    sandbox.whileCutOff(
        "configs",
        () -> {
          sandbox
              .client()
              .resources(BackupConfig.class)
              .inNamespace("default")
              .withName("nightly")
              .delete();
          sandbox.faults().forgetHistory();
        });

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(commands.of(ConfigVanished.class)).hasSize(1);
              assertThat(commands.of(ObserveVolume.class))
                  .anySatisfy(seen -> assertThat(seen.selections()).isEmpty());
            });
  }

  @Test
  void a_task_deleted_during_a_gap_is_evicted() {
    user.apply(TASK);
    TaskWatcher watcher = taskWatcher();
    watch(TaskWatcher.kind(sandbox.client(), watcher));
    watcher.open(List.of());

    sandbox.whileCutOff(
        "tasks",
        () -> {
          deleteTask();
          sandbox.faults().forgetHistory();
        });

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(commands.of(Evict.class))
                    .singleElement()
                    .satisfies(
                        evict ->
                            assertThat(evict.message())
                                .isEqualTo("Task default/backup-manual-1 was deleted")));
  }

  @Test
  void a_task_deleted_while_the_watch_was_silent_is_evicted() {
    user.apply(TASK);
    TaskWatcher watcher = taskWatcher();
    WatchedKind<?> kind = TaskWatcher.kind(sandbox.client(), watcher);
    watch(kind);
    await().until(() -> kind.objects().size() == 1);
    kind.check(NOON);
    sandbox.silence("tasks");
    deleteTask();

    kind.check(NOON.plus(WatchedKind.SILENCE).plusSeconds(1));

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(() -> assertThat(commands.of(Evict.class)).hasSize(1));
  }

  @Test
  void a_task_that_no_watch_ever_showed_and_that_is_gone_is_evicted_and_one_that_is_there_is_not() {
    ObjectRef published = ObjectRef.task("default", "backup-manual-1", "");
    TaskWatcher watcher = taskWatcher();
    user.apply(TASK);

    watcher.miss(List.of(published), sandbox.client());
    assertThat(commands.of(Evict.class)).isEmpty();

    deleteTask();
    watcher.miss(List.of(published), sandbox.client());
    assertThat(commands.of(Evict.class))
        .singleElement()
        .satisfies(
            evict ->
                assertThat(evict.message()).isEqualTo("Task default/backup-manual-1 was deleted"));
  }

  /** With a log that knows nothing. */
  private TaskWatcher taskWatcher() {
    ConfigDecider configs = new ConfigDecider();
    VolumeDecider volumes = new VolumeDecider();
    OperationDecider operations = new OperationDecider();
    RepositoryDecider repositories = new RepositoryDecider();
    QueueDecider queue = new QueueDecider();
    CommandDispatcher dispatcher =
        new CommandDispatcher(
            List.of(configs, volumes, operations, repositories, queue), new WakeUps());
    return new TaskWatcher(
        commands,
        Clock.systemUTC(),
        new ClusterObserver(commands, Clock.systemUTC(), uid -> Optional.empty(), false),
        new LiveStates(dispatcher, configs, volumes, operations, repositories, queue));
  }

  private void deleteTask() {
    sandbox
        .client()
        .genericKubernetesResources("backup.datarestor-operator.com/v1alpha1", "Task")
        .inNamespace("default")
        .withName("backup-manual-1")
        .delete();
  }
}
