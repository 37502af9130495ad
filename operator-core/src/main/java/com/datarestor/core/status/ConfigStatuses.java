package com.datarestor.core.status;

import com.datarestor.core.api.v1alpha1.BackupConfigStatus;
import com.datarestor.core.api.v1alpha1.ConfigTotals;
import com.datarestor.core.api.v1alpha1.HoldCounts;
import com.datarestor.core.api.v1alpha1.RepositoryStatus;
import com.datarestor.core.api.v1alpha1.StatusCondition;
import com.datarestor.core.api.v1alpha1.UnprotectedVolume;
import com.datarestor.core.status.ConfigView.Contact;
import com.datarestor.core.status.ConfigView.RepositoryLine;
import com.datarestor.core.status.ConfigView.Shown;
import com.datarestor.core.status.ConfigView.VolumeLine;
import com.datarestor.core.status.Sighting.Stage;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryRef;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders a Config's status. Pure. */
final class ConfigStatuses {

  private ConfigStatuses() {}

  /**
   * @param before the conditions that stand in the cluster: one that does not change keeps its time
   */
  static BackupConfigStatus render(
      ConfigView view, NextRuns next, List<StatusCondition> before, Instant now) {
    Optional<Instant> nextBackup = next.backups().values().stream().min(Instant::compareTo);
    List<VolumeLine> lines = view.lines();
    Optional<Instant> lastBackup =
        lines.stream().map(VolumeLine::lastBackup).filter(Objects::nonNull).max(Instant::compareTo);
    List<UnprotectedVolume> unprotected = unprotected(lines);
    long bytes = view.shown().stream().mapToLong(each -> each.line().bytes()).sum();
    return new BackupConfigStatus(
        view.generation,
        keepTimes(conditions(view, now), before),
        view.volumes.size(),
        view.volumes.size() - unprotected.size(),
        view.running.size(),
        (int) lines.stream().filter(line -> line.lastFailure() != null).count(),
        second(lastBackup.orElse(null)),
        second(nextBackup.orElse(null)),
        nextBackup.map(moment -> Quantities.moment(moment, zone(view))).orElse(null),
        Quantities.bytes(bytes),
        bytes,
        new ConfigTotals(
            view.backupsSucceeded, view.backupsFailed, view.restoresSucceeded, view.restoresFailed),
        hold(view),
        repositories(view, next),
        unprotected.stream().limit(BackupConfigStatus.MAX_UNPROTECTED).toList(),
        unprotected.size());
  }

  /** Null while it holds none. */
  private static @Nullable HoldCounts hold(ConfigView view) {
    Map<Stage, Integer> counts = new EnumMap<>(Stage.class);
    for (Sighting seen : view.volumes.values()) {
      if (seen.heldBy().contains(view.config.uid())) {
        counts.merge(seen.stage(), 1, Integer::sum);
      }
    }
    return counts.isEmpty()
        ? null
        : new HoldCounts(
            counts.getOrDefault(Stage.HELD, 0),
            counts.getOrDefault(Stage.RESTORING, 0),
            counts.getOrDefault(Stage.WAITING, 0),
            counts.getOrDefault(Stage.RESTORED, 0),
            counts.getOrDefault(Stage.FRESH, 0),
            counts.getOrDefault(Stage.ADOPTED, 0),
            counts.getOrDefault(Stage.SKIPPED, 0));
  }

  private static ZoneId zone(ConfigView view) {
    ConfigPlan plan = view.plan;
    return plan == null ? ZoneOffset.UTC : ZoneId.of(plan.timeZone());
  }

  private static List<UnprotectedVolume> unprotected(List<VolumeLine> lines) {
    List<UnprotectedVolume> unprotected = new ArrayList<>();
    for (VolumeLine line : lines) {
      line.unprotectedBecause()
          .ifPresent(
              reason ->
                  unprotected.add(
                      new UnprotectedVolume(
                          line.volume().namespace(), line.volume().name(), reason)));
    }
    unprotected.sort(
        Comparator.comparing(UnprotectedVolume::namespace).thenComparing(UnprotectedVolume::name));
    return unprotected;
  }

  private static List<RepositoryStatus> repositories(ConfigView view, NextRuns next) {
    return view.shown().stream().map(each -> repository(each, next)).toList();
  }

  private static RepositoryStatus repository(Shown shown, NextRuns next) {
    RepositoryRef repository = shown.repository();
    RepositoryLine line = shown.line();
    @Nullable Later lastError = line.lastError;
    return new RepositoryStatus(
        repository.priority(),
        repository.target(),
        repository.id().value(),
        state(line.contact),
        message(line.contact),
        second(line.createdAt),
        line.snapshots(),
        line.bytes(),
        second(line.lastBackup),
        second(next.backups().get(repository.id())),
        second(line.lastForget),
        second(next.forgets().get(repository.id())),
        lastError == null ? null : lastError.text());
  }

  private static String state(Contact contact) {
    return switch (contact) {
      case Contact.Unknown ignored -> "Contacting";
      case Contact.Open ignored -> "Open";
      case Contact.Unavailable unavailable -> unavailable.failure().reason().camelCase();
    };
  }

  private static String message(Contact contact) {
    return switch (contact) {
      case Contact.Unknown ignored -> "first contact has not been made yet";
      case Contact.Open ignored -> "the repository opens with this Config's credentials";
      case Contact.Unavailable unavailable -> unavailable.failure().message();
    };
  }

  private static List<StatusCondition> conditions(ConfigView view, Instant now) {
    long generation = view.generation;
    if (!view.problems.isEmpty()) {
      String sentences =
          view.problems.stream().map(Problem::spoken).collect(Collectors.joining("; "));
      return Conditions.triple(generation, "False", "False", "True", "InvalidSpec", sentences, now);
    }
    List<String> unavailable = new ArrayList<>();
    List<Shown> repositories = view.shown();
    boolean contacting = repositories.isEmpty();
    for (Shown shown : repositories) {
      Contact contact = shown.line().contact;
      if (contact instanceof Contact.Unavailable down) {
        unavailable.add(shown.repository().spoken() + ": " + withoutStop(down.failure().message()));
      }
      contacting |= contact instanceof Contact.Unknown;
    }
    if (!unavailable.isEmpty()) {
      return Conditions.triple(
          generation,
          "False",
          "False",
          "True",
          "RepositoryUnavailable",
          String.join("; ", unavailable) + "; it is tried again by itself",
          now);
    }
    if (contacting && isSuspended(view)) {
      return Conditions.triple(
          generation,
          "False",
          "False",
          "False",
          "Suspended",
          "spec.suspend is set: the repositories are first contacted when it is taken away",
          now);
    }
    if (contacting) {
      return Conditions.triple(
          generation,
          "False",
          "True",
          "False",
          "Contacting",
          "first contact with the repositories is being made",
          now);
    }
    return Conditions.triple(
        generation, "True", "False", "False", readyReason(view), readyMessage(view), now);
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static boolean isSuspended(ConfigView view) {
    ConfigPlan plan = view.plan;
    return plan != null && plan.suspended();
  }

  private static String readyReason(ConfigView view) {
    if (!view.notice.isEmpty()) {
      return view.noticeReason;
    }
    if (isSuspended(view)) {
      return "Suspended";
    }
    return view.volumes.isEmpty() ? "NothingSelected" : "Watching";
  }

  private static String readyMessage(ConfigView view) {
    ConfigPlan plan = view.plan;
    String message =
        view.volumes.isEmpty()
            ? "the selectors match no PersistentVolumeClaim: check spec.selectors and the labels"
                + " of your claims"
            : Quantities.count(view.volumes.size(), "volume")
                + (view.volumes.size() == 1 ? " is selected" : " are selected");
    List<String> parts = new ArrayList<>();
    if (!view.notice.isEmpty()) {
      parts.add(view.notice);
    }
    if (isSuspended(view)) {
      parts.add("spec.suspend is set: nothing new starts");
    }
    parts.add(message);
    if (plan != null) {
      parts.addAll(plan.notices());
    }
    return String.join("; ", parts);
  }

  private static List<StatusCondition> keepTimes(
      List<StatusCondition> now, List<StatusCondition> before) {
    return now.stream()
        .map(
            condition ->
                before.stream()
                    .filter(old -> old.type().equals(condition.type()))
                    .filter(old -> old.status().equals(condition.status()))
                    .filter(old -> old.lastTransitionTime() != null)
                    .findFirst()
                    .map(
                        old ->
                            new StatusCondition(
                                condition.type(),
                                condition.status(),
                                condition.observedGeneration(),
                                old.lastTransitionTime(),
                                condition.reason(),
                                condition.message()))
                    .orElse(condition))
        .toList();
  }

  private static @Nullable Instant second(@Nullable Instant moment) {
    return moment == null ? null : moment.truncatedTo(ChronoUnit.SECONDS);
  }
}
