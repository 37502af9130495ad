package com.datarestor.core.status;

import com.datarestor.core.status.AddedSince.Added;
import com.datarestor.core.status.ConfigView.Contact;
import com.datarestor.core.status.ConfigView.Outcome;
import com.datarestor.core.status.ConfigView.RepositoryLine;
import com.datarestor.events.Failure;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.StatusRestated;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Config's status as it is said again when the events go that it was folded from. */
final class RestatedStatus {

  private RestatedStatus() {}

  static StatusRestated of(ConfigView view) {
    return new StatusRestated(
        view.config,
        view.generation,
        listed(view.plan),
        view.problems,
        view.outcomes.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> of(each.getKey(), each.getValue()))
            .toList(),
        view.repositories.entrySet().stream()
            .sorted(Comparator.comparing(each -> each.getKey().value()))
            .map(each -> of(each.getKey(), each.getValue()))
            .toList(),
        List.copyOf(view.running),
        view.backupsSucceeded,
        view.backupsFailed,
        view.restoresSucceeded,
        view.restoresFailed);
  }

  private static Restated.VolumeOutcome of(String volume, Outcome outcome) {
    return new Restated.VolumeOutcome(volume, listed(outcome.lastBackup()), said(outcome.last()));
  }

  private static Restated.RepositoryLine of(RepositoryId repository, RepositoryLine line) {
    List<Failure> unavailable =
        line.contact instanceof Contact.Unavailable shut ? List.of(shut.failure()) : List.of();
    return new Restated.RepositoryLine(
        repository,
        line.contact instanceof Contact.Open,
        unavailable,
        line.catalogue,
        line.read,
        line.since.moments().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(RestatedStatus::added)
            .toList(),
        listed(line.createdAt),
        listed(line.lastBackup),
        listed(line.lastForget),
        said(line.lastError));
  }

  private static Restated.Added added(Map.Entry<Instant, Added> moment) {
    Added added = moment.getValue();
    return new Restated.Added(moment.getKey(), added.snapshots(), added.bytes());
  }

  private static List<Restated.Said> said(@Nullable Later later) {
    return later == null ? List.of() : List.of(new Restated.Said(later.at(), later.text()));
  }

  private static @Nullable Later later(List<Restated.Said> said) {
    return said.isEmpty() ? null : new Later(said.getFirst().at(), said.getFirst().text());
  }

  static ConfigView view(StatusRestated fact) {
    ConfigView view = new ConfigView(fact.config());
    view.generation = fact.generation();
    view.plan = only(fact.plan());
    view.problems = fact.problems();
    fact.volumes().forEach(each -> view.outcomes.put(each.volume(), outcome(each)));
    fact.repositories().forEach(line -> view.repositories.put(line.repository(), line(line)));
    view.running.addAll(fact.running());
    view.backupsSucceeded = fact.backupsSucceeded();
    view.backupsFailed = fact.backupsFailed();
    view.restoresSucceeded = fact.restoresSucceeded();
    view.restoresFailed = fact.restoresFailed();
    return view;
  }

  private static Outcome outcome(Restated.VolumeOutcome fact) {
    return new Outcome(only(fact.lastBackup()), later(fact.last()));
  }

  private static RepositoryLine line(Restated.RepositoryLine fact) {
    RepositoryLine line = new RepositoryLine();
    line.contact = contact(fact);
    line.catalogue = fact.catalogue();
    line.read = fact.read();
    fact.since()
        .forEach(added -> line.since.add(added.at(), new Added(added.snapshots(), added.bytes())));
    line.createdAt = only(fact.createdAt());
    line.lastBackup = only(fact.lastBackup());
    line.lastForget = only(fact.lastForget());
    line.lastError = later(fact.lastError());
    return line;
  }

  private static Contact contact(Restated.RepositoryLine fact) {
    if (fact.opens()) {
      return new Contact.Open();
    }
    return fact.unavailable().isEmpty()
        ? new Contact.Unknown()
        : new Contact.Unavailable(fact.unavailable().getFirst());
  }

  private static <T> List<T> listed(@Nullable T value) {
    return value == null ? List.of() : List.of(value);
  }

  private static <T> @Nullable T only(List<T> values) {
    return values.isEmpty() ? null : values.getFirst();
  }
}
