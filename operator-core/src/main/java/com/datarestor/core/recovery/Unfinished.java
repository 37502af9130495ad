package com.datarestor.core.recovery;

import com.datarestor.core.decide.Policies;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationId;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Restated;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.VolumeEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers of everything that calls for a consequence the newest occurrence, and tells which
 * consequences the deciders' states do not show. Asked at start, after the log was folded: what it
 * answers is sent again, under the ids that it had, so that one that is only late is not done
 * twice.
 *
 * <p>With the broker's files intact it finds what the broker is about to deliver anyway. Without
 * them it is all that is left of what was under way.
 */
public final class Unfinished {

  /** Ended operations whose consequences are remembered. */
  private static final int ENDED_KEPT = 2_000;

  /** What is told to people shows in no state: of so many events it is told again. */
  private static final int TOLD_AGAIN = 200;

  private final Policies policies;
  private final Map<String, EventEnvelope> causes = new LinkedHashMap<>();
  private final Map<String, EventEnvelope> gone = new Newest<>(ENDED_KEPT);
  private final Map<OperationId, EventEnvelope> ended = new Newest<>(ENDED_KEPT);
  private final Map<String, EventEnvelope> recent = new Newest<>(TOLD_AGAIN);

  /** Everything that is remembered, oldest first. */
  public record Memory(
      List<EventEnvelope> causes,
      List<EventEnvelope> gone,
      List<EventEnvelope> ended,
      List<EventEnvelope> recent) {}

  /** Forgets the oldest when there are too many. */
  private static final class Newest<K> extends LinkedHashMap<K, EventEnvelope> {
    private static final long serialVersionUID = 1L;
    private final int most;

    Newest(int most) {
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, EventEnvelope> eldest) {
      return size() > most;
    }
  }

  public Unfinished(Policies policies) {
    this.policies = policies;
  }

  /** What is remembered now; {@link #recall} remembers the same. */
  public synchronized Memory memory() {
    return new Memory(
        List.copyOf(causes.values()),
        List.copyOf(gone.values()),
        List.copyOf(ended.values()),
        List.copyOf(recent.values()));
  }

  /** Takes what {@link #memory} gave, instead of the events it was taken from. */
  public synchronized void recall(Memory memory) {
    memory.gone().forEach(this::take);
    memory.ended().forEach(this::take);
    memory.causes().forEach(this::take);
    // taking them made them look recent, in an order that never was
    recent.clear();
    memory.recent().forEach(event -> recent.put(event.metadata().id(), event));
  }

  /** Takes the next event of the log. */
  public synchronized void take(EventEnvelope envelope) {
    DomainEvent event = envelope.event();
    if (event instanceof Restated) {
      return;
    }
    recent.put(envelope.metadata().id(), envelope);
    switch (event) {
      case VolumeEvent volume -> volume(volume, envelope);
      case ConfigEvent config -> config(config, envelope);
      case OperationEvent operation -> operation(operation, envelope);
      case RepositoryEvent repository -> repository(repository, envelope);
      case QueueEvent queue -> queue(queue, envelope);
      case Restated ignored -> {}
    }
  }

  private void volume(VolumeEvent event, EventEnvelope envelope) {
    ObjectRef volume = event.volume();
    switch (event) {
      case VolumeEvent.ManualBackupAsked e -> put(ask(volume, e.ask()), envelope);
      case VolumeEvent.ManualRestoreAsked e -> put(ask(volume, e.ask()), envelope);
      case VolumeEvent.VolumeAskRefused e -> put(ask(volume, e.ask()), envelope);
      case VolumeEvent.BackupDue e ->
          put("due/" + volume.uid() + "/" + key(e.config(), e.repository()), envelope);
      case VolumeEvent.AutomatedRestoreDue ignored -> put("settling/" + volume.uid(), envelope);
      case VolumeEvent.AutomatedRestoreWaits ignored -> causes.remove("settling/" + volume.uid());
      case VolumeEvent.ClaimSettled ignored -> put("settling/" + volume.uid(), envelope);
      case VolumeEvent.VolumeGone ignored -> {
        // a deleted volume's UID never comes back: nothing that was asked of it matters any more
        causes.keySet().removeIf(key -> isOf(volume, key));
        gone.put(volume.uid(), envelope);
      }
      case VolumeEvent.VolumeAskCleared e -> causes.remove(ask(volume, e.key()));
      case VolumeEvent.VolumeObserved ignored -> {}
      case VolumeEvent.BackupEnded ignored -> {}
      case VolumeEvent.VolumeAskWaits ignored -> {}
      case VolumeEvent.VolumeAskRepeated ignored -> {}
      case VolumeEvent.VolumeAskRecalled ignored -> {}
      case VolumeEvent.BackupRunRecalled ignored -> {}
    }
  }

  private void config(ConfigEvent event, EventEnvelope envelope) {
    ObjectRef config = event.config();
    switch (event) {
      case ConfigEvent.ConfigAccepted ignored -> put("config/" + config.uid(), envelope);
      case ConfigEvent.ConfigRemoved ignored -> put("config/" + config.uid(), envelope);
      case ConfigEvent.ForgetDue e -> put("forget/" + key(config, e.repository()), envelope);
      case ConfigEvent.ConfigBackupAsked e -> put(ask(config, e.ask()), envelope);
      case ConfigEvent.ConfigRestoreAsked e -> put(ask(config, e.ask()), envelope);
      case ConfigEvent.ConfigAskRefused e -> put(ask(config, e.ask()), envelope);
      case ConfigEvent.ConfigAskCleared e -> causes.remove(ask(config, e.key()));
      case ConfigEvent.ForgetEnded ignored -> {}
      case ConfigEvent.ConfigRefused ignored -> {}
      case ConfigEvent.ConfigAskRepeated ignored -> {}
      case ConfigEvent.ConfigAskRecalled ignored -> {}
      case ConfigEvent.ForgetRunRecalled ignored -> {}
    }
  }

  private void operation(OperationEvent event, EventEnvelope envelope) {
    OperationId id = event.operation().id();
    switch (event) {
      case OperationEvent.Requested ignored -> put(requested(id), envelope);
      case OperationEvent.StepStarted ignored -> put(step(id), envelope);
      case OperationEvent.Ended ignored -> {
        causes.remove(requested(id));
        causes.remove(step(id));
        ended.put(id, envelope);
      }
      case OperationEvent.TaskPublished ignored -> {}
      case OperationEvent.RepositoryPassedOver ignored -> {}
      case OperationEvent.RepositoryUnanswered ignored -> {}
      case OperationEvent.JobLaunched ignored -> {}
      case OperationEvent.EndRecalled ignored -> {}
    }
  }

  private void repository(RepositoryEvent event, EventEnvelope envelope) {
    String user = key(event.config(), event.repository());
    switch (event) {
      case RepositoryEvent.ContactDue ignored -> put("contact/" + user, envelope);
      case RepositoryEvent.ScanDue ignored -> put("scan/" + user, envelope);
      case RepositoryEvent.RepositoryOpened ignored -> put("gate/" + user, envelope);
      case RepositoryEvent.RepositoryUnavailable ignored -> put("gate/" + user, envelope);
      case RepositoryEvent.RepositoryReleased ignored -> put("gate/" + user, envelope);
      case RepositoryEvent.ScanFailed ignored -> {}
      case RepositoryEvent.CatalogueRead ignored -> {}
      case RepositoryEvent.RepositoryRecalled ignored -> {}
    }
  }

  private void queue(QueueEvent event, EventEnvelope envelope) {
    switch (event) {
      case QueueEvent.OperationAdmitted e -> put(admitted(e.operation().id()), envelope);
      case QueueEvent.OperationEvicted e -> put(evicted(e.operation().id()), envelope);
      case QueueEvent.OperationLeft e -> {
        causes.remove(admitted(e.operation().id()));
        causes.remove(evicted(e.operation().id()));
      }
      case QueueEvent.OperationQueued ignored -> {}
      case QueueEvent.ConfigLimitsSet ignored -> {}
      case QueueEvent.GateOpened ignored -> {}
      case QueueEvent.GateClosed ignored -> {}
      case QueueEvent.GateRemoved ignored -> {}
    }
  }

  /** The newest of its kind stands last, so that answers come in the order of the log. */
  private void put(String key, EventEnvelope envelope) {
    causes.remove(key);
    causes.put(key, envelope);
  }

  private static boolean isOf(ObjectRef volume, String key) {
    return key.equals("settling/" + volume.uid())
        || key.startsWith("due/" + volume.uid() + "/")
        || key.startsWith(ask(volume, ""));
  }

  private static String ask(ObjectRef object, Ask ask) {
    return ask(object, ask.key());
  }

  private static String ask(ObjectRef object, String key) {
    return "ask/" + object.uid() + "/" + key;
  }

  private static String key(ObjectRef config, RepositoryRef repository) {
    return config.uid() + "/" + repository.id().value();
  }

  private static String requested(OperationId id) {
    return "requested/" + id.value();
  }

  private static String step(OperationId id) {
    return "step/" + id.value();
  }

  private static String admitted(OperationId id) {
    return "admitted/" + id.value();
  }

  private static String evicted(OperationId id) {
    return "evicted/" + id.value();
  }

  /** The commands that must follow from what happened and whose effect the states do not show. */
  public synchronized List<CommandEnvelope> missing(Known known) {
    List<CommandEnvelope> missing = new ArrayList<>();
    for (EventEnvelope cause : causes.values()) {
      wanted(cause, known, missing);
    }
    for (EventEnvelope end : gone.values()) {
      wanted(end, known, missing);
    }
    for (EventEnvelope end : ended.values()) {
      wanted(end, known, missing);
    }
    missing.addAll(tellings());
    return missing;
  }

  /** Of several outcomes on one object the newest alone: the older ones were overwritten. */
  private Collection<CommandEnvelope> tellings() {
    Map<String, CommandEnvelope> tellings = new LinkedHashMap<>();
    for (EventEnvelope event : recent.values()) {
      for (CommandEnvelope command : policies.handle(event).commands()) {
        switch (command.command()) {
          case WriteAnnotation write ->
              tellings.put(write.object().uid() + "/" + write.key(), command);
          case TellUser ignored -> tellings.put(command.id(), command);
          // A place that was given back does not show whether the credentials are gone.
          case CleanUp ignored -> tellings.put(command.id(), command);
          default -> {}
        }
      }
    }
    return tellings.values();
  }

  private void wanted(EventEnvelope cause, Known known, List<CommandEnvelope> missing) {
    for (CommandEnvelope command : policies.handle(cause).commands()) {
      if (Effect.isMissing(command.command(), cause, this, known)) {
        missing.add(command);
      }
    }
  }

  /** Whether an operation of this volume was asked for and has not ended. */
  boolean isWorkedOn(ObjectRef volume) {
    return causes.values().stream()
        .map(EventEnvelope::event)
        .anyMatch(
            event ->
                event instanceof OperationEvent.Requested requested
                    && requested.operation().about().uid().equals(volume.uid()));
  }

  /** The newest contact that was due for this user of a repository. */
  Optional<EventEnvelope> contact(ObjectRef config, RepositoryRef repository) {
    return Optional.ofNullable(causes.get("contact/" + key(config, repository)));
  }

  /** The newest scan that was due for this user of a repository. */
  Optional<EventEnvelope> scan(ObjectRef config, RepositoryRef repository) {
    return Optional.ofNullable(causes.get("scan/" + key(config, repository)));
  }

  /** The operation that a cause asks for. */
  Optional<OperationId> operationOf(EventEnvelope cause) {
    return policies.handle(cause).commands().stream()
        .map(CommandEnvelope::command)
        .filter(com.datarestor.events.OperationCommand.class::isInstance)
        .map(com.datarestor.events.OperationCommand.class::cast)
        .map(command -> command.operation().id())
        .findFirst();
  }
}
