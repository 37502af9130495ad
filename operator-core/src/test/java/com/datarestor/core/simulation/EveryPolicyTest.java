package com.datarestor.core.simulation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.selection;
import static com.datarestor.core.simulation.OperationRows.BOTH;
import static com.datarestor.core.simulation.OperationRows.DUE;
import static com.datarestor.core.simulation.OperationRows.FAILURE;
import static com.datarestor.core.simulation.OperationRows.KEEP;
import static com.datarestor.core.simulation.OperationRows.row;
import static com.datarestor.core.simulation.OperationRows.tell;
import static com.datarestor.core.simulation.OperationRows.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.ConfigEvent.ConfigAskRepeated;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.ConfigEvent.ForgetDue;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestInit;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.RequestScan;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.Problem;
import com.datarestor.events.QueueCommand.CloseGate;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.QueueCommand.OpenGate;
import com.datarestor.events.QueueCommand.RemoveGate;
import com.datarestor.events.QueueCommand.SetConfigLimits;
import com.datarestor.events.RepositoryCommand.ReleaseRepository;
import com.datarestor.events.RepositoryCommand.UseRepository;
import com.datarestor.events.RepositoryEvent.ContactDue;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.ManualRestoreAsked;
import com.datarestor.events.VolumeEvent.VolumeAskCleared;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import com.datarestor.events.VolumeEvent.VolumeAskRepeated;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from each event: exactly these commands, in this order, with the same ids. */
class EveryPolicyTest {

  private static final Ask ON_VOLUME = Ask.seen(VOLUME, "manual-backup", "*|x", DUE);
  private static final Ask RESTORE_ON_VOLUME = Ask.seen(VOLUME, "manual-restore", "x", DUE);
  private static final Ask ON_CONFIG = Ask.seen(CONFIG, "manual-backup", "x", DUE);
  private static final Ask RESTORE_ON_CONFIG = Ask.seen(CONFIG, "manual-restore", "latest", DUE);

  private static Operation manual(
      Ask ask, OperationType type, ObjectRef volume, RepositoryRef repository, String... trigger) {
    return Operation.at(ask.firstSeen(), OperationId.of(trigger), type, volume, CONFIG, repository);
  }

  private static RequestBackup backupOf(Ask ask, ObjectRef volume, RepositoryRef repository) {
    return new RequestBackup(
        manual(
            ask,
            OperationType.BACKUP_MANUAL,
            volume,
            repository,
            "backup",
            ask.id(),
            volume.uid(),
            repository.id().value()),
        "x",
        true,
        List.of(),
        Trigger.annotation(ask.equals(ON_CONFIG) ? CONFIG : VOLUME, ask));
  }

  private static RequestRestore restoreOf(Ask ask, ObjectRef volume, String snapshot) {
    return new RequestRestore(
        manual(
            ask, OperationType.RESTORE_MANUAL, volume, PRIMARY, "restore", ask.id(), volume.uid()),
        BOTH,
        volume.host(),
        snapshot,
        Trigger.annotation(ask.equals(RESTORE_ON_CONFIG) ? CONFIG : VOLUME, ask));
  }

  /** The Tasks of these requests, as the requests' own events publish them. */
  private static List<PublishTask> shown(OperationCommand... requests) {
    return Stream.of(requests)
        .map(
            request ->
                switch (request) {
                  case RequestBackup r ->
                      new PublishTask(
                          r.operation(),
                          "",
                          "",
                          "x",
                          List.of(r.operation().repository().id()),
                          r.arguments(),
                          r.trigger());
                  case RequestRestore r ->
                      new PublishTask(
                          r.operation(),
                          r.snapshot(),
                          r.host(),
                          "",
                          r.repositories().stream().map(RepositoryRef::id).toList(),
                          List.of(),
                          r.trigger());
                  default -> throw new IllegalArgumentException(request.toString());
                })
        .toList();
  }

  private static Operation repositoryWork(OperationType type, String word) {
    return Operation.at(
        DUE,
        OperationId.of(word, CONFIG.uid(), PRIMARY.id().value(), DUE.toString()),
        type,
        CONFIG,
        CONFIG,
        PRIMARY);
  }

  static Stream<Arguments> ofConfigs() {
    return Stream.of(
        row(
            new ConfigAccepted(CONFIG, 3, plan(), List.of(SECONDARY)),
            new SetConfigLimits(CONFIG, false, Limits.NONE),
            new ReleaseRepository(CONFIG, SECONDARY),
            new UseRepository(CONFIG, PRIMARY, 3),
            new UseRepository(CONFIG, SECONDARY, 3)),
        row(
            new ConfigRefused(
                CONFIG, 3, List.of(new Problem("spec.a", "wrong"), new Problem("spec.b", "too"))),
            tell(CONFIG, true, "InvalidSpec", "spec.a: wrong; spec.b: too")),
        row(
            new ConfigRemoved(CONFIG, List.of(PRIMARY)),
            new Evict(CONFIG, "Config backup-system/nightly was deleted"),
            new ReleaseRepository(CONFIG, PRIMARY)),
        row(
            new ForgetDue(CONFIG, PRIMARY, DUE, KEEP),
            new RequestForget(
                repositoryWork(OperationType.FORGET, "forget"), KEEP, Trigger.schedule(DUE))),
        row(
            new ConfigBackupAsked(
                CONFIG, ON_CONFIG, List.of(VOLUME, OTHER_VOLUME), List.of(PRIMARY), "x"),
            new RemoveAnnotation(
                CONFIG,
                "manual-backup",
                "x",
                shown(
                    backupOf(ON_CONFIG, VOLUME, PRIMARY),
                    backupOf(ON_CONFIG, OTHER_VOLUME, PRIMARY))),
            backupOf(ON_CONFIG, VOLUME, PRIMARY),
            backupOf(ON_CONFIG, OTHER_VOLUME, PRIMARY),
            write(CONFIG, "last-backup", "Accepted tasks=2 time=2026-03-01T12:00:00Z")),
        row(
            new ConfigRestoreAsked(
                CONFIG, RESTORE_ON_CONFIG, List.of(VOLUME, OTHER_VOLUME), BOTH, "latest"),
            new RemoveAnnotation(
                CONFIG,
                "manual-restore",
                "latest",
                shown(
                    restoreOf(RESTORE_ON_CONFIG, VOLUME, "latest"),
                    restoreOf(RESTORE_ON_CONFIG, OTHER_VOLUME, "latest"))),
            restoreOf(RESTORE_ON_CONFIG, VOLUME, "latest"),
            restoreOf(RESTORE_ON_CONFIG, OTHER_VOLUME, "latest"),
            write(CONFIG, "last-restore", "Accepted tasks=2 time=2026-03-01T12:00:00Z")),
        row(
            new ConfigAskRefused(CONFIG, ON_CONFIG, "no such repository"),
            tell(CONFIG, true, "AnnotationRefused", "manual-backup: no such repository"),
            write(
                CONFIG,
                "last-backup",
                "Refused time=2026-03-01T12:00:00Z message=no such repository"),
            new RemoveAnnotation(CONFIG, "manual-backup", "x", List.of())),
        row(
            new ConfigAskRepeated(CONFIG, ON_CONFIG, "argocd-controller"),
            tell(
                CONFIG,
                false,
                "AlreadyDone",
                "manual-backup=x was put back by argocd-controller and is already done; change"
                    + " the value to repeat")));
  }

  static Stream<Arguments> ofVolumes() {
    return Stream.of(
        row(
            new VolumeObserved(VOLUME, true, true, List.of(selection()), "", List.of()),
            tell(
                VOLUME,
                true,
                "Unsupported",
                "this volume is a block device (volumeMode: Block); only file systems are backed"
                    + " up")),
        row(new VolumeObserved(VOLUME, true, true, List.of(), "excluded", List.of())),
        row(new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of())),
        row(
            new VolumeGone(VOLUME),
            new Evict(VOLUME, "PersistentVolumeClaim shop/data was deleted")),
        row(
            new BackupDue(VOLUME, CONFIG, PRIMARY, DUE, List.of("--exclude", "cache")),
            scheduledBackup()),
        row(
            new AutomatedRestoreDue(VOLUME, CONFIG, BOTH, 2, NOON, DUE),
            new RequestRestore(automated(), BOTH, VOLUME.host(), "latest", Trigger.hold(NOON))),
        row(
            new AutomatedRestoreWaits(VOLUME, automated().id(), FAILURE, 2, NOON, DUE),
            tell(
                VOLUME,
                true,
                "RestoreWaits",
                "not restored since 2026-03-01T12:00:00Z, and its pods wait: wrong password. It is"
                    + " tried again by itself. To start with an empty volume instead: kubectl -n"
                    + " shop annotate pvc data"
                    + " backup.datarestor-operator.com/start-fresh=volume-1")),
        row(
            new ClaimSettled(
                VOLUME,
                Settlement.of(Settlement.Kind.FRESH, "a person says so"),
                List.of(automated())),
            new CancelOperation(automated(), "not needed any more: a person says so"),
            write(VOLUME, "restore-state", "uid=volume-1 state=fresh at=2026-03-01T12:00:00Z"),
            tell(VOLUME, false, "StartsFresh", "a person says so")),
        row(
            new ManualBackupAsked(VOLUME, ON_VOLUME, CONFIG, BOTH, "x", List.of()),
            new RemoveAnnotation(
                VOLUME,
                "manual-backup",
                "*|x",
                shown(
                    backupOf(ON_VOLUME, VOLUME, PRIMARY), backupOf(ON_VOLUME, VOLUME, SECONDARY))),
            backupOf(ON_VOLUME, VOLUME, PRIMARY),
            backupOf(ON_VOLUME, VOLUME, SECONDARY)),
        row(
            new ManualRestoreAsked(VOLUME, RESTORE_ON_VOLUME, CONFIG, BOTH, VOLUME.host(), "x"),
            new RemoveAnnotation(
                VOLUME, "manual-restore", "x", shown(restoreOf(RESTORE_ON_VOLUME, VOLUME, "x"))),
            restoreOf(RESTORE_ON_VOLUME, VOLUME, "x")),
        row(
            new VolumeAskRefused(VOLUME, RESTORE_ON_VOLUME, "no such snapshot"),
            tell(VOLUME, true, "AnnotationRefused", "manual-restore: no such snapshot"),
            write(
                VOLUME,
                "last-restore",
                "Refused time=2026-03-01T12:00:00Z message=no such snapshot"),
            new RemoveAnnotation(VOLUME, "manual-restore", "x", List.of())),
        row(
            new VolumeAskRepeated(VOLUME, RESTORE_ON_VOLUME, "kustomize-controller"),
            tell(
                VOLUME,
                false,
                "AlreadyDone",
                "manual-restore=x was put back by kustomize-controller and is already done; change"
                    + " the value to repeat")),
        row(
            new VolumeAskWaits(VOLUME, ON_VOLUME, "no Config selects it"),
            tell(VOLUME, true, "NotSelected", "no Config selects it")),
        row(new VolumeAskCleared(VOLUME, "manual-backup")));
  }

  private static Operation automated() {
    return Operation.at(
        DUE,
        OperationId.of("automated-restore", VOLUME.uid(), CONFIG.uid(), NOON.toString(), "2"),
        OperationType.RESTORE_AUTOMATED,
        VOLUME,
        CONFIG,
        PRIMARY);
  }

  private static RequestBackup scheduledBackup() {
    Operation operation =
        Operation.at(
            DUE,
            OperationId.of(
                "backup", VOLUME.uid(), CONFIG.uid(), PRIMARY.id().value(), DUE.toString()),
            OperationType.BACKUP_SCHEDULED,
            VOLUME,
            CONFIG,
            PRIMARY);
    return new RequestBackup(
        operation,
        operation.taskName(),
        false,
        List.of("--exclude", "cache"),
        Trigger.schedule(DUE));
  }

  static Stream<Arguments> ofRepositories() {
    return Stream.of(
        row(
            new ContactDue(CONFIG, PRIMARY, 1, DUE, true),
            new RequestInit(repositoryWork(OperationType.INIT, "init"), true)),
        row(
            new ScanDue(CONFIG, PRIMARY, DUE),
            new RequestScan(repositoryWork(OperationType.SCAN, "scan"))),
        row(new RepositoryOpened(CONFIG, PRIMARY, true), new OpenGate(CONFIG, PRIMARY)),
        row(
            new RepositoryUnavailable(CONFIG, PRIMARY, FAILURE, 1, NOON),
            new CloseGate(CONFIG, PRIMARY, "wrong password"),
            tell(CONFIG, true, "WrongPassword", "repository 1 (s3:host/primary): wrong password")),
        row(
            new RepositoryReleased(CONFIG, PRIMARY),
            new RemoveGate(
                CONFIG,
                PRIMARY,
                "Config backup-system/nightly does not use this repository any more")));
  }

  private static Stream<Arguments> all() {
    return Stream.of(
            ofConfigs(),
            ofVolumes(),
            OperationRows.ofRequestsAndSteps(),
            OperationRows.ofOutcomes(),
            ofRepositories())
        .flatMap(rows -> rows);
  }

  private static EventEnvelope envelope(DomainEvent event) {
    return new EventEnvelope(
        new EventMetadata(
            "event-1", StreamId.QUEUE, 1, NOON, "user:annotation", "story-1", "command-1"),
        event);
  }

  @ParameterizedTest
  @MethodSource({
    "ofConfigs",
    "ofVolumes",
    "com.datarestor.core.simulation.OperationRows#ofRequestsAndSteps",
    "com.datarestor.core.simulation.OperationRows#ofOutcomes",
    "ofRepositories"
  })
  void exactlyTheseCommandsFollow(DomainEvent event, List<Command> expected) {
    List<CommandEnvelope> commands = AllPolicies.inOrder().handle(envelope(event)).commands();
    assertThat(commands).extracting(CommandEnvelope::command).isEqualTo(expected);
    assertThat(AllPolicies.inOrder().handle(envelope(event)).commands()).isEqualTo(commands);
    assertThat(commands).extracting(CommandEnvelope::id).doesNotHaveDuplicates();
    assertThat(commands)
        .allSatisfy(
            command -> {
              assertThat(command.time()).isEqualTo(NOON);
              assertThat(command.actor()).isEqualTo("user:annotation");
              assertThat(command.correlation()).isEqualTo("story-1");
              assertThat(command.causation()).isEqualTo("event-1");
            });
  }

  @Test
  void theListHasEveryPolicyOfTheModule() throws Exception {
    Set<String> compiled = new HashSet<>(CompiledPolicies.names());
    assertThat(compiled).hasSizeGreaterThan(20);
    assertThat(AllPolicies.list())
        .extracting(policy -> policy.getClass().getName())
        .containsExactlyInAnyOrderElementsOf(compiled);
  }

  @Test
  void theTableHasARowForEveryPolicy() {
    List<DomainEvent> events = all().map(row -> row.get()[0]).map(DomainEvent.class::cast).toList();
    for (Policy<?> policy : AllPolicies.list()) {
      assertThat(events)
          .as("an event for %s", policy.getClass().getSimpleName())
          .anyMatch(event -> policy.event().isInstance(event));
    }
  }
}
