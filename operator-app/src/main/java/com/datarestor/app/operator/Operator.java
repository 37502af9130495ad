package com.datarestor.app.operator;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.snapshot.FoldedState;
import com.datarestor.app.snapshot.Snapshots;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.status.ClusterCommandHandler;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.status.StatusWriter;
import com.datarestor.core.status.TaskView;
import com.datarestor.core.watch.ClusterObserver;
import com.datarestor.core.watch.FoundJob;
import com.datarestor.core.watch.NamespaceView;
import com.datarestor.core.watch.PodView;
import com.datarestor.core.watch.TaskWatcher;
import com.datarestor.core.watch.VolumeView;
import com.datarestor.core.watch.WatchedKind;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.Subscription;
import com.datarestor.events.store.EventRecord;
import com.datarestor.restic.handler.ResticCommandHandler;
import com.datarestor.restic.job.GoingClaims;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.RunningJobs;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Stage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leading operator. Its start is ordered: bring the log up to date, fold it, see the whole
 * cluster, and only then open the doors; its stop is the same backwards.
 */
public final class Operator implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Operator.class);
  private static final int ARCHIVE_BATCH = 256;
  private static final Duration CLOCK_ROUND = Duration.ofMillis(250);
  private static final Duration STATUS_ROUND = Duration.ofMillis(250);
  private static final Duration JOB_ROUND = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN_ROUND = Duration.ofSeconds(15);
  private static final Duration SNAPSHOT_ROUND = Duration.ofSeconds(15);
  private static final Duration RETENTION_ROUND = Duration.ofSeconds(30);
  private static final Duration WATCH_ROUND = Duration.ofSeconds(30);
  private static final Duration NOTICE_ROUND = Duration.ofSeconds(10);
  private static final Duration MEMORY_ROUND = Duration.ofMinutes(5);

  private static final Duration SAY_AGAIN = Duration.ofSeconds(10);
  private static final String OPEN = "open";

  private final Injector injector;
  private final Transport transport;
  private final Settings settings;
  private final Metrics metrics;
  private final Rounds rounds;
  private final Notices notices;
  private final Clock clock;
  private final List<AutoCloseable> running = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile List<WatchedKind<?>> kinds = List.of();
  private volatile String state = "starting";

  public Operator(
      KubernetesClient client,
      Transport transport,
      Settings settings,
      Metrics metrics,
      Clock clock) {
    this.transport = transport;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    this.rounds = new Rounds(clock);
    this.injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new StrictModule(),
            new EnvironmentModule(
                client, transport, ClusterName.of(settings.clusterName(), client), settings, clock),
            new CoreModule(),
            new ResticModule());
    this.notices =
        new Notices(get(StatusBoard.class), transport.commands(), transport.disk()::warning, clock);
  }

  /**
   * Starts in order and returns when the doors are open.
   *
   * @throws InterruptedException when it is stopped while it waits for the cluster
   */
  public void start() throws InterruptedException {
    state = "reading the log";
    int drained = transport.events().drain(ConsumerGroup.ARCHIVE, ARCHIVE_BATCH, this::archive);
    fold(drained);
    // stopped last of all, once nothing is archived any more
    running.add(transport.snapshots()::writeAtStop);
    running.add(
        transport.events().subscribeBatches(ConsumerGroup.ARCHIVE, ARCHIVE_BATCH, this::archive));

    state = "seeing the cluster";
    kinds = watch();
    awaitFirstLists();

    state = "opening";
    // what the log knew before anybody works: a Task made from now on is not in the list that was
    // seen
    List<CommandEnvelope> unfinished = get(Unfinished.class).missing(get(Known.class));
    List<ObjectRef> known = known();
    List<ObjectRef> tasks = openTasks();
    get(StatusWriter.class).open();
    // the first that is asked of the deciders, should the log not know what is there
    get(TaskWatcher.class).recall(this::jobs);
    serve();
    resume(unfinished);
    get(ClusterObserver.class).open(known);
    get(TaskWatcher.class).open(tasks);
    rounds();
    state = OPEN;
    log.info("open: volumes, Configs, Tasks and Jobs are watched");
  }

  /** What was under way goes on, also when the broker's files did not survive. */
  private void resume(List<CommandEnvelope> unfinished) {
    if (unfinished.isEmpty()) {
      return;
    }
    log.info("{} commands of before the start are sent again", unfinished.size());
    transport.commands().send(unfinished);
  }

  private void awaitFirstLists() throws InterruptedException {
    Instant said = clock.instant();
    for (WatchedKind<?> kind : kinds) {
      while (!kind.isSynced()) {
        if (stopping.await(20, TimeUnit.MILLISECONDS)) {
          throw new InterruptedException("stopped while waiting for the cluster");
        }
        if (Duration.between(said, clock.instant()).compareTo(SAY_AGAIN) > 0) {
          said = clock.instant();
          state = "waiting for the first list of " + kind.name();
          log.warn(
              "still waiting for the first list of {}: are the definitions (CRDs) of this release"
                  + " installed, and may this service account list it?",
              kind.name());
        }
      }
    }
  }

  /** Whether the doors are open. */
  public boolean isOpen() {
    return state.equals(OPEN);
  }

  /** Which round hangs: only another start of the process mends that. */
  public Optional<String> stuck() {
    return rounds.stuck();
  }

  /** Why it does not do its work now: on its way, blind to a kind, or failing again and again. */
  public Optional<String> trouble() {
    if (!state.equals(OPEN)) {
      return Optional.of(state);
    }
    return kinds.stream()
        .filter(kind -> !kind.isSynced())
        .findFirst()
        .map(kind -> "waiting for a list of " + kind.name())
        .or(rounds::failing);
  }

  /** A part of the composition, for those who measure it. */
  public <T> T get(Class<T> part) {
    return injector.getInstance(part);
  }

  private void fold(int drained) {
    FoldedState folded =
        new FoldedState(
            get(CommandDispatcher.class), get(StatusBoard.class), get(Unfinished.class), metrics);
    Snapshots.Start start = transport.snapshots().fold(folded);
    folded.complaints(
        (error, sentence) -> {
          if (error) {
            log.error("the event log is damaged: {}", sentence);
            notices.logDamaged(sentence);
          } else {
            log.warn("an event is kept and passed over: {}", sentence);
          }
        });
    log.info(
        "the log has {} events, {} of them in a snapshot and {} new from the broker",
        start.snapshot() + start.folded(),
        start.snapshot(),
        drained);
  }

  private void archive(List<EventRecord> records) {
    transport.log().append(records);
    transport.snapshots().appended(records.size());
  }

  private List<WatchedKind<?>> watch() {
    KubernetesClient client = get(KubernetesClient.class);
    ClusterObserver observer = get(ClusterObserver.class);
    List<WatchedKind<?>> kinds =
        List.of(
            new WatchedKind<>(client, NamespaceView.class, Map.of(), observer.namespaceListener()),
            new WatchedKind<>(client, BackupConfig.class, Map.of(), observer.configListener()),
            new WatchedKind<>(
                client, VolumeView.class, Map.of(), observer.volumeListener().and(goingListener())),
            new WatchedKind<>(client, PodView.class, Map.of(), observer.podListener()),
            TaskWatcher.kind(client, get(TaskWatcher.class).and(get(StatusWriter.class))),
            new WatchedKind<>(client, JobView.class, JobLabels.OWN, jobListener()));
    for (WatchedKind<?> kind : kinds) {
      running.add(kind);
      kind.start(clock.instant());
    }
    return kinds;
  }

  private List<FoundJob> jobs() {
    return get(JobWatcher.class).all().stream()
        .map(
            job ->
                new FoundJob(
                    job.operation(), job.step(), job.repository(), job.ref(), job.snapshot()))
        .toList();
  }

  private WatchedKind.Listener<VolumeView> goingListener() {
    GoingClaims going = get(GoingClaims.class);
    return WatchedKind.Listener.of(
        claim -> going.seen(claim.getMetadata()),
        claim -> going.gone(claim.getMetadata()),
        all -> going.listed(all.stream().map(VolumeView::getMetadata).toList()));
  }

  private WatchedKind.Listener<JobView> jobListener() {
    JobWatcher watcher = get(JobWatcher.class);
    return WatchedKind.Listener.of(watcher::seen, watcher::gone, watcher::listed);
  }

  private void serve() {
    running.add(transport.events().subscribe(ConsumerGroup.STATUS, this::show));
    running.add(transport.events().subscribe(ConsumerGroup.POLICIES, get(Policies.class)));
    running.add(serve(CommandRoute.CLUSTER, settings.lanes()));
    running.add(serve(CommandRoute.RESTIC, settings.lanes()));
    running.add(serve(CommandRoute.DECISIONS, 1));
  }

  private Reaction show(EventEnvelope event) {
    metrics.happened(event);
    return get(StatusBoard.class).handle(event);
  }

  private Subscription serve(CommandRoute route, int lanes) {
    return transport
        .commands()
        .serve(
            route,
            lanes,
            switch (route) {
              case DECISIONS -> get(CommandDispatcher.class);
              case RESTIC -> get(ResticCommandHandler.class);
              case CLUSTER -> get(ClusterCommandHandler.class);
            });
  }

  /** Volumes and Configs that the log knows. */
  private List<ObjectRef> known() {
    List<ObjectRef> known = new ArrayList<>(get(KnownVolumes.class).refs());
    for (ConfigState config :
        get(CommandDispatcher.class).states(get(ConfigDecider.class)).values()) {
      if (config.sight() instanceof ConfigState.Sight.Accepted accepted) {
        known.add(accepted.config());
      }
    }
    return known;
  }

  /** Tasks of operations that have not ended, as far as they were published. */
  private List<ObjectRef> openTasks() {
    return get(StatusBoard.class).open().stream()
        .filter(TaskView::published)
        .map(
            view ->
                ObjectRef.task(
                    view.operation().about().namespace(), view.operation().taskName(), ""))
        .toList();
  }

  private void rounds() {
    WakeUps wakeUps = get(WakeUps.class);
    StatusWriter statuses = get(StatusWriter.class);
    RunningJobs jobs = get(RunningJobs.class);
    JobWatcher watcher = get(JobWatcher.class);
    metrics.gauge(
        "datarestor_dead_letters",
        "Messages that were given up and wait for a person.",
        () -> transport.deadLetters().count());
    metrics.gauge(
        "datarestor_operations_open",
        "Operations that wait or run.",
        () -> get(StatusBoard.class).open().size());
    metrics.gauge(
        "datarestor_claims_unsettled",
        "Claims that no pod may start on yet.",
        () -> get(StatusBoard.class).unsettled());
    metrics.gauge(
        "datarestor_disk_free_kibibytes",
        "Space left on the disk of journal and log.",
        () -> transport.disk().free() / 1024);
    rounds.every(CLOCK_ROUND, "clock", () -> wake(wakeUps));
    rounds.every(NOTICE_ROUND, "notices", notices::look);
    rounds.every(STATUS_ROUND, "statuses", statuses::writeChanges);
    rounds.every(JOB_ROUND, "running-jobs", jobs::look);
    rounds.every(JOB_ROUND, "going-claims", get(GoingClaims.class)::look);
    rounds.every(LOOK_AGAIN_ROUND, "ended-jobs", watcher::lookAgain);
    rounds.every(LOOK_AGAIN_ROUND, "tasks", () -> lookAtTasks(get(TaskWatcher.class)));
    rounds.every(LOOK_AGAIN_ROUND, "gates", get(ClusterObserver.class)::lookAtGates);
    rounds.every(SNAPSHOT_ROUND, "snapshots", transport.snapshots()::writeIfDue);
    rounds.every(RETENTION_ROUND, "retention", transport.retention()::keepWithinLimits);
    rounds.every(WATCH_ROUND, "watches", () -> kinds.forEach(kind -> kind.check(clock.instant())));
    // only a full collection gives memory back that a start, a list or a busy night needed
    rounds.every(MEMORY_ROUND, "memory", System::gc);
    running.add(rounds);
  }

  private void lookAtTasks(TaskWatcher watcher) {
    watcher.lookAgain();
    watcher.miss(openTasks(), get(KubernetesClient.class));
  }

  private void wake(WakeUps wakeUps) {
    List<CommandEnvelope> due =
        wakeUps.takeDue(clock.instant()).stream()
            .map(
                wakeUp ->
                    CommandEnvelope.first(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        CommandEnvelope.OPERATOR,
                        wakeUp.command()))
            .toList();
    if (!due.isEmpty()) {
      transport.commands().send(due);
    }
  }

  /** Stops in the opposite order; work in hand is finished, the rest stays for the next leader. */
  @Override
  public void close() {
    state = "stopping";
    stopping.countDown();
    for (AutoCloseable part : running.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        // Every part gets its chance to stop.
        log.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.toString(), e);
      }
    }
    get(JobWatcher.class).close();
    state = "stopped";
  }
}
