package com.datarestor.events;

import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Instant;
import java.util.List;

/**
 * What a stream's events, or a status, came to, said again when old events go. Compaction alone
 * writes these, into the log and never to the bus: nothing happens because of them. A list of at
 * most one stands for what may be missing.
 */
public sealed interface Restated extends DomainEvent {

  /**
   * Old events went, and the records that follow this one are kept of them.
   *
   * @param events how many were covered, from the beginning of the log
   * @param kept how many records follow
   * @param until when the newest of the covered ones happened
   * @param forgotten when the newest operation ended whose events went; the epoch when none did
   * @param damage what was wrong with the covered part, in sentences
   */
  record LogCompacted(long events, long kept, Instant until, Instant forgotten, List<String> damage)
      implements Restated {
    public LogCompacted {
      damage = List.copyOf(damage);
    }
  }

  /**
   * A volume.
   *
   * @param seen what was last seen of it; empty when it was never seen or is gone
   * @param gone whether it was deleted
   * @param hold how far its settlement is; empty when nothing was decided
   */
  record VolumeRestated(
      List<VolumeObserved> seen,
      boolean gone,
      Asks asks,
      List<ScheduleStand> schedules,
      List<HoldStand> hold)
      implements Restated {
    public VolumeRestated {
      seen = List.copyOf(seen);
      schedules = List.copyOf(schedules);
      hold = List.copyOf(hold);
    }
  }

  /**
   * How far a claim's settlement is.
   *
   * @param settled how it was settled
   * @param asking the try under way
   * @param attempt the last try
   * @param since when it was first asked for
   * @param retryAt when it is tried again
   * @param unknowing UIDs of Configs whose repositories have no snapshot of it
   */
  record HoldStand(
      List<Settlement> settled,
      List<Operation> asking,
      int attempt,
      Instant since,
      Instant retryAt,
      List<String> unknowing) {
    public HoldStand {
      settled = List.copyOf(settled);
      asking = List.copyOf(asking);
      unknowing = List.copyOf(unknowing);
    }
  }

  /**
   * A Config.
   *
   * @param accepted the plan that is acted upon
   * @param removed whether it was deleted
   * @param generation the one that was seen last
   * @param problems what is wrong with that one
   */
  record ConfigRestated(
      List<AcceptedPlan> accepted,
      boolean removed,
      long generation,
      List<Problem> problems,
      Asks asks,
      List<ScheduleStand> forgets)
      implements Restated {
    public ConfigRestated {
      accepted = List.copyOf(accepted);
      problems = List.copyOf(problems);
      forgets = List.copyOf(forgets);
    }
  }

  /** A repository, with the Configs that use it; known when it ever opened. */
  record RepositoryRestated(List<User> users, boolean known) implements Restated {
    public RepositoryRestated {
      users = List.copyOf(users);
    }
  }

  /** The queue. */
  record QueueRestated(
      List<Place> waiting,
      List<Place> running,
      List<Gate> gates,
      List<Allowance> allowances,
      List<String> lastAdmitted)
      implements Restated {
    public QueueRestated {
      waiting = List.copyOf(waiting);
      running = List.copyOf(running);
      gates = List.copyOf(gates);
      allowances = List.copyOf(allowances);
      lastAdmitted = List.copyOf(lastAdmitted);
    }
  }

  /** What a Config's status shows, with its counts since the beginning. */
  record StatusRestated(
      ObjectRef config,
      long generation,
      List<ConfigPlan> plan,
      List<Problem> problems,
      List<VolumeOutcome> volumes,
      List<RepositoryLine> repositories,
      List<OperationId> running,
      long backupsSucceeded,
      long backupsFailed,
      long restoresSucceeded,
      long restoresFailed)
      implements Restated {
    public StatusRestated {
      plan = List.copyOf(plan);
      problems = List.copyOf(problems);
      volumes = List.copyOf(volumes);
      repositories = List.copyOf(repositories);
      running = List.copyOf(running);
    }
  }

  /** A Config and its plan. */
  record AcceptedPlan(ObjectRef config, ConfigPlan plan) {}

  /**
   * Which annotations were acted upon.
   *
   * @param spent answered, and still on the object as far as is known
   * @param waiting seen, not answered yet
   * @param cleared answered, then seen to be gone
   * @param answered the values that were answered last, the newest last
   */
  record Asks(
      List<Written> spent, List<Waiting> waiting, List<Written> cleared, List<Answered> answered) {
    public Asks {
      spent = List.copyOf(spent);
      waiting = List.copyOf(waiting);
      cleared = List.copyOf(cleared);
      answered = List.copyOf(answered);
    }

    /** An annotation's short key and its value. */
    public record Written(String key, String value) {}

    /** An annotation that waits for an answer. */
    public record Waiting(String key, String value, Instant firstSeen) {}

    /** The values of one key. */
    public record Answered(String key, List<String> values) {
      public Answered {
        values = List.copyOf(values);
      }
    }
  }

  /**
   * How far a schedule is.
   *
   * @param config UID
   * @param since occurrences after this moment are due
   * @param outstanding the operation of the last occurrence, while it has not ended
   */
  record ScheduleStand(
      String config, RepositoryId repository, Instant since, List<OperationId> outstanding) {
    public ScheduleStand {
      outstanding = List.copyOf(outstanding);
    }
  }

  /**
   * A Config that uses a repository.
   *
   * @param attempt which one it is, 0 when it opens
   * @param next when it is contacted or read again; the epoch while that is under way
   */
  record User(
      ObjectRef config, RepositoryRef repository, Contact contact, int attempt, Instant next) {}

  /** How a Config and a repository get on. */
  enum Contact implements Named {
    TRYING("trying"),
    FAILED("failed"),
    READING("reading"),
    OPEN("open");

    private final String wireName;

    Contact(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** An operation in the queue and the repositories it needs. */
  record Place(Operation operation, List<RepositoryId> repositories) {
    public Place {
      repositories = List.copyOf(repositories);
    }
  }

  /**
   * A Config's way into a repository.
   *
   * @param config UID
   * @param message why it is shut; empty when it is open
   */
  record Gate(String config, RepositoryId repository, Way way, String message) {}

  /** Whether a gate lets work through. */
  enum Way implements Named {
    OPEN("open"),
    CLOSED("closed"),
    REMOVED("removed");

    private final String wireName;

    Way(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** What a Config, by its UID, allows. */
  record Allowance(String config, boolean suspended, Limits limits) {}

  /**
   * What became of a Config's work on a volume.
   *
   * @param volume UID
   * @param last how the newest backup or restore ended
   */
  record VolumeOutcome(String volume, List<Instant> lastBackup, List<Said> last) {
    public VolumeOutcome {
      lastBackup = List.copyOf(lastBackup);
      last = List.copyOf(last);
    }
  }

  /**
   * What was said at a moment.
   *
   * @param text empty when it says that all is well
   */
  record Said(Instant at, String text) {}

  /** What backups of one moment added to a repository. */
  record Added(Instant at, int snapshots, long bytes) {}

  /**
   * A repository of a Config.
   *
   * @param opens whether it opens; meaningless before the first contact
   * @param unavailable why it does not open
   * @param read when the reading began that found the catalogue; the epoch when there was none
   * @param since what was added since
   * @param createdAt when it was created, if it was not there before
   */
  record RepositoryLine(
      RepositoryId repository,
      boolean opens,
      List<Failure> unavailable,
      Catalogue catalogue,
      Instant read,
      List<Added> since,
      List<Instant> createdAt,
      List<Instant> lastBackup,
      List<Instant> lastForget,
      List<Said> lastError) {
    public RepositoryLine {
      unavailable = List.copyOf(unavailable);
      since = List.copyOf(since);
      createdAt = List.copyOf(createdAt);
      lastBackup = List.copyOf(lastBackup);
      lastForget = List.copyOf(lastForget);
      lastError = List.copyOf(lastError);
    }
  }
}
