package com.datarestor.app.explain;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.core.volume.VolumeState.ScheduleKey;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Selection;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Answers "why did this happen?" and "why did nothing happen?" from the log alone. Each answer is a
 * text for somebody who knows kubectl and restic, and nothing of the operator's code.
 */
public final class Explanations {

  private final Chronicle chronicle;
  private final Telling telling;
  private final int most;

  /**
   * @param most how many operations are told at most, the newest
   */
  public Explanations(Chronicle chronicle, int most) {
    this.chronicle = chronicle;
    this.telling = new Telling(chronicle);
    this.most = most;
  }

  /** About a PersistentVolumeClaim, by {@code namespace/name}; empty when the log has none. */
  public Optional<String> ofVolume(String path) {
    Optional<ObjectRef> found = newest(path, ObjectRef.VOLUME);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectRef volume = found.get();
    List<String> lines = new ArrayList<>();
    lines.add("PersistentVolumeClaim " + path + " (uid " + volume.uid() + ")");
    VolumeState state =
        chronicle.history().volumes().getOrDefault(StreamId.volume(volume), unseen());
    switch (state.sight()) {
      case VolumeState.Sight.Seen seen -> lines.addAll(volumeNow(seen.facts(), state));
      case VolumeState.Sight.Gone ignored ->
          lines.add("It was deleted. Nothing more is done for it; its snapshots stay.");
      case VolumeState.Sight.Never ignored -> lines.add("Only its operations are known.");
    }
    lines.addAll(newest(Answers.withoutWork(chronicle.events(), volume)));
    lines.addAll(told(chronicle.storiesAbout(volume)));
    return Optional.of(text(lines));
  }

  private static VolumeState unseen() {
    return new VolumeDecider().initial();
  }

  private List<String> volumeNow(VolumeObserved facts, VolumeState state) {
    List<String> lines = new ArrayList<>();
    if (facts.selections().isEmpty()) {
      lines.add(
          facts.unselectedBecause().startsWith("excluded")
              ? "Not protected: it is " + facts.unselectedBecause() + "."
              : "Not protected, because no Config selects it: " + facts.unselectedBecause() + ".");
    }
    for (Selection selection : facts.selections()) {
      lines.add(
          "Selected by Config " + selection.config().path() + ": " + selection.because() + ".");
    }
    if (facts.block()) {
      lines.add("It is a block device (volumeMode: Block): restic cannot back it up.");
    } else if (!facts.bound()) {
      lines.add("It is not bound yet: it is backed up once its status is Bound.");
    }
    settling(facts, state).ifPresent(lines::add);
    lines.addAll(lastBackups(facts.volume()));
    lines.addAll(nextBackups(facts, state));
    state
        .asks()
        .entries()
        .forEach(
            (key, entry) -> {
              if (entry instanceof com.datarestor.core.annotation.AskLedger.Entry.Waiting) {
                lines.add(
                    key
                        + "=\""
                        + entry.value()
                        + "\" waits until "
                        + (facts.selections().isEmpty()
                            ? "a Config selects it."
                            : "it is settled."));
              }
            });
    return lines;
  }

  /** Whether pods may start on it; nothing when no Config restores by itself. */
  private static Optional<String> settling(VolumeObserved facts, VolumeState state) {
    if (!facts.hold().wanted()) {
      return Optional.empty();
    }
    return switch (state.settling()) {
      case VolumeState.Settling.Settled s ->
          Optional.of(
              "Settled (" + s.settlement().kind().wireName() + "): " + s.settlement().message());
      case VolumeState.Settling.Asking s ->
          Optional.of(
              "Not settled yet, and its pods wait: Task "
                  + s.operation().taskName()
                  + " looks for its backup (try "
                  + s.attempt()
                  + ").");
      case VolumeState.Settling.Waiting s ->
          Optional.of(
              "Not settled since "
                  + Words.moment(s.since())
                  + ", and its pods wait: try "
                  + (s.attempt() + 1)
                  + " at "
                  + Words.moment(s.retryAt())
                  + ".");
      case VolumeState.Settling.Undecided ignored ->
          facts.hold().marked()
              ? Optional.empty()
              : Optional.of("Not settled yet: it is looked for when a pod waits for it.");
    };
  }

  private List<String> lastBackups(ObjectRef volume) {
    Map<RepositoryId, String> last = new LinkedHashMap<>();
    for (EventEnvelope event : chronicle.events()) {
      if (event.event() instanceof OperationEvent.BackupSucceeded done
          && done.operation().about().uid().equals(volume.uid())) {
        last.put(
            done.operation().repository().id(),
            "Last good backup in "
                + done.operation().repository().spoken()
                + ": "
                + Words.moment(event)
                + ", snapshot "
                + Words.shortId(done.summary().snapshot())
                + " (Task "
                + done.operation().taskName()
                + ").");
      }
    }
    return last.isEmpty()
        ? List.of("No backup of it is in this log.")
        : new ArrayList<>(last.values());
  }

  private List<String> nextBackups(VolumeObserved facts, VolumeState state) {
    List<String> lines = new ArrayList<>();
    Map<ScheduleKey, Instant> next = VolumeDecider.nextBackups(state);
    for (Map.Entry<ScheduleKey, Schedule> each : state.schedules().entrySet()) {
      Schedule schedule = each.getValue();
      String what =
          "backup to "
              + schedule.repository().spoken()
              + " by schedule \""
              + schedule.expression()
              + "\" ("
              + schedule.timeZone()
              + ")";
      Instant moment = next.get(each.getKey());
      if (schedule.suspended()) {
        lines.add("No " + what + ": Config " + schedule.config().path() + " is suspended.");
      } else if (schedule.outstanding()) {
        lines.add("No further " + what + " comes due before the one of now has ended.");
      } else if (moment != null) {
        lines.add("Next " + what + ": " + Words.moment(moment) + ".");
      }
      if (!schedule.suspended()) {
        gate(schedule.config(), schedule.repository().id()).ifPresent(lines::add);
      }
    }
    if (state.schedules().isEmpty() && !facts.selections().isEmpty()) {
      lines.add("No backup by schedule: no repository of its Configs has a backupSchedule.");
    }
    return lines;
  }

  private Optional<String> gate(ObjectRef config, RepositoryId repository) {
    QueueState.Gate gate =
        chronicle
            .history()
            .queue()
            .gate(new QueueState.GateKey(config.uid(), repository))
            .orElse(null);
    if (gate == null) {
      return Optional.of("  It will wait: the repository was not contacted yet.");
    }
    if (gate instanceof QueueState.Gate.Removed removed) {
      return Optional.of("  It cannot run: " + removed.message() + ".");
    }
    return gate instanceof QueueState.Gate.Closed closed
        ? Optional.of(
            "  It will wait, because the repository does not open: "
                + Words.sentence(closed.message()))
        : Optional.empty();
  }

  /** About a Task, by {@code namespace/name}; empty when the log has none. */
  public Optional<String> ofTask(String path) {
    return chronicle
        .ofTask(path)
        .map(
            story -> {
              List<String> lines = new ArrayList<>();
              lines.add("Task " + path);
              lines.add(
                  "About "
                      + (story.operation().about().isVolume()
                          ? "claim " + story.operation().about().path() + ", for "
                          : "")
                      + "Config "
                      + story.operation().config().path()
                      + ".");
              selected(story).ifPresent(lines::add);
              lines.add("");
              lines.addAll(telling.of(story));
              return text(lines);
            });
  }

  private Optional<String> selected(OperationStory story) {
    Optional<String> because = Optional.empty();
    for (EventEnvelope event : chronicle.events()) {
      if (event.event() instanceof VolumeObserved seen
          && seen.volume().uid().equals(story.operation().about().uid())
          && !event.metadata().time().isAfter(story.asked())) {
        because =
            seen.selections().stream()
                .filter(
                    selection -> selection.config().uid().equals(story.operation().config().uid()))
                .map(selection -> "That Config selects it: " + selection.because() + ".")
                .findFirst();
      }
    }
    return because;
  }

  /** About a Config, by {@code namespace/name}; empty when the log has none. */
  public Optional<String> ofConfig(String path) {
    Optional<ObjectRef> found = newest(path, ObjectRef.CONFIG);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectRef config = found.get();
    List<String> lines = new ArrayList<>();
    lines.add("Config " + path + " (uid " + config.uid() + ")");
    ConfigState state =
        chronicle
            .history()
            .configs()
            .getOrDefault(StreamId.config(config), new ConfigDecider().initial());
    if (!state.problems().isEmpty()) {
      lines.add(
          "Generation "
              + state.generation()
              + " cannot be acted upon: "
              + state.problems().stream().map(Problem::spoken).collect(Collectors.joining("; ")));
    }
    switch (state.sight()) {
      case ConfigState.Sight.Accepted accepted -> lines.addAll(configNow(accepted, state));
      case ConfigState.Sight.Removed ignored -> lines.add("It was deleted.");
      case ConfigState.Sight.Never ignored -> lines.add("No generation of it was accepted yet.");
    }
    lines.addAll(newest(Answers.withoutWork(chronicle.events(), config)));
    lines.addAll(told(chronicle.storiesOf(config)));
    return Optional.of(text(lines));
  }

  private List<String> configNow(ConfigState.Sight.Accepted accepted, ConfigState state) {
    List<String> lines = new ArrayList<>();
    lines.add(
        state.problems().isEmpty()
            ? "Generation " + state.generation() + " is acted upon."
            : "The generation before goes on being acted upon.");
    if (accepted.plan().suspended()) {
      lines.add("spec.suspend is set: nothing new starts.");
    }
    lines.addAll(accepted.plan().notices());
    Map<RepositoryId, Instant> forgets = ConfigDecider.nextForgets(state);
    for (RepositoryPlan plan : accepted.plan().repositories()) {
      lines.add(repository(accepted.config(), plan, forgets.get(plan.repository().id())));
    }
    List<String> selected =
        chronicle.history().volumes().values().stream()
            .filter(volume -> selects(accepted.config(), volume))
            .flatMap(volume -> name(volume).stream())
            .sorted()
            .toList();
    lines.add(
        selected.isEmpty()
            ? "Its selectors select no claim. Check spec.selectors against the labels and namespaces"
                + " of your claims; explain pvc NAMESPACE/NAME says why one is not selected."
            : "Its selectors select "
                + Words.count(selected.size(), "claim")
                + ": "
                + String.join(", ", selected));
    return lines;
  }

  private static boolean selects(ObjectRef config, VolumeState volume) {
    return volume.selections().stream()
        .anyMatch(selection -> selection.config().uid().equals(config.uid()));
  }

  private static Optional<String> name(VolumeState volume) {
    return volume.sight() instanceof VolumeState.Sight.Seen seen
        ? Optional.of(seen.facts().volume().path())
        : Optional.empty();
  }

  private String repository(
      ObjectRef config, RepositoryPlan plan, @org.jspecify.annotations.Nullable Instant forget) {
    StringBuilder line = new StringBuilder();
    String spoken = plan.repository().spoken();
    line.append(Character.toUpperCase(spoken.charAt(0))).append(spoken, 1, spoken.length());
    line.append(": ").append(contact(config, plan.repository().id()));
    line.append(
        plan.backupSchedule().isEmpty()
            ? " No backups by schedule."
            : " Backups by schedule \"" + plan.backupSchedule() + "\".");
    if (forget != null) {
      line.append(" Next forget ").append(Words.moment(forget)).append('.');
    }
    return line.toString();
  }

  private String contact(ObjectRef config, RepositoryId repository) {
    String text = "not contacted yet.";
    for (EventEnvelope event : chronicle.events()) {
      if (event.event() instanceof RepositoryEvent said
          && said.config().uid().equals(config.uid())
          && said.repository().id().equals(repository)) {
        text =
            switch (said) {
              case RepositoryEvent.RepositoryOpened e ->
                  (e.created() ? "created " : "open since ") + Words.moment(event) + ".";
              case RepositoryEvent.RepositoryUnavailable e ->
                  "does NOT open (attempt "
                      + e.attempt()
                      + " at "
                      + Words.moment(event)
                      + "): "
                      + Words.sentence(e.failure().message())
                      + " It is tried again at "
                      + Words.moment(e.retryAt())
                      + ".";
              default -> text;
            };
      }
    }
    return text;
  }

  private List<String> told(List<OperationStory> stories) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (stories.isEmpty()) {
      lines.add("No operation of it is in this log.");
      return lines;
    }
    List<OperationStory> shown = newest(stories);
    lines.add(
        shown.size() < stories.size()
            ? "The newest "
                + shown.size()
                + " of its "
                + stories.size()
                + " operations (--last N shows more):"
            : "Its operations, the newest last:");
    for (OperationStory story : shown) {
      lines.add("");
      lines.addAll(telling.of(story));
    }
    return lines;
  }

  private <T> List<T> newest(List<T> all) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** The object that has this name, or had it last. */
  private Optional<ObjectRef> newest(String path, String kind) {
    Optional<ObjectRef> found = Optional.empty();
    for (EventEnvelope event : chronicle.events()) {
      ObjectRef about = About.of(event.event(), kind);
      if (about.path().equals(path)) {
        found = Optional.of(about);
      }
    }
    return found;
  }

  private static String text(List<String> lines) {
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }
}
