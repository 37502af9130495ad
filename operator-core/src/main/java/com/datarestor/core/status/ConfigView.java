package com.datarestor.core.status;

import com.datarestor.core.status.AddedSince.Added;
import com.datarestor.events.Catalogue;
import com.datarestor.events.CatalogueEntry;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Failure;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One Config as its status shows it; changed by {@link ConfigProjection} only. Events of different
 * streams come in any order, so that what one says is kept also while another one that makes it
 * visible has not come yet.
 */
final class ConfigView {

  final ObjectRef config;
  long generation;
  @Nullable ConfigPlan plan;
  List<Problem> problems = List.of();

  /** The volumes that it selects, by UID. */
  final Map<String, Sighting> volumes = new LinkedHashMap<>();

  /** What became of its work on volumes, by UID. */
  final Map<String, Outcome> outcomes = new HashMap<>();

  /**
   * What is known of repositories, also of those that the plan does not name (yet, or any more).
   */
  final Map<RepositoryId, RepositoryLine> repositories = new HashMap<>();

  final Set<OperationId> running = new HashSet<>();
  String notice = "";
  String noticeReason = "";
  long backupsSucceeded;
  long backupsFailed;
  long restoresSucceeded;
  long restoresFailed;

  ConfigView(ObjectRef config) {
    this.config = config;
  }

  /**
   * What became of the work on a volume.
   *
   * @param lastBackup when one succeeded last
   * @param last how the newest backup or restore ended
   */
  record Outcome(@Nullable Instant lastBackup, @Nullable Later last) {
    static final Outcome NONE = new Outcome(null, null);

    Outcome backedUp(Instant at) {
      return new Outcome(Later.moment(lastBackup, at), last);
    }

    Outcome ended(Instant at, String failure) {
      return new Outcome(lastBackup, Later.of(last, new Later(at, failure)));
    }
  }

  /** A selected volume with all that is known of it. */
  record VolumeLine(
      ObjectRef volume,
      boolean bound,
      boolean block,
      @Nullable Instant lastBackup,
      @Nullable String lastFailure) {

    /** Why it has no backup; empty when it has one. */
    Optional<String> unprotectedBecause() {
      if (lastBackup != null) {
        return Optional.empty();
      }
      if (block) {
        return Optional.of("block device (volumeMode: Block)");
      }
      if (!bound) {
        return Optional.of("not bound yet");
      }
      return Optional.of(lastFailure == null ? "no backup yet" : lastFailure);
    }
  }

  /** What is known of a repository. */
  static final class RepositoryLine {
    Contact contact = new Contact.Unknown();

    /** What the newest reading found, and when that began. */
    Catalogue catalogue = Catalogue.EMPTY;

    Instant read = Instant.EPOCH;
    final AddedSince since = new AddedSince();
    @Nullable Instant createdAt;
    @Nullable Instant lastBackup;
    @Nullable Instant lastForget;
    @Nullable Later lastError;

    int snapshots() {
      return catalogue.snapshots() + since.all().snapshots();
    }

    long bytes() {
      return catalogue.bytes() + since.all().bytes();
    }

    void backedUp(Instant at, long bytes) {
      lastBackup = Later.moment(lastBackup, at);
      if (at.isAfter(read)) {
        since.add(at, new Added(1, bytes));
      }
    }

    /** A reading shows what was there when it began, whenever it is heard of. */
    void read(Instant begun, Catalogue found) {
      if (begun.isAfter(read)) {
        read = begun;
        catalogue = found;
        since.shown(begun);
      }
    }

    void failed(Instant at, String message) {
      lastError = Later.of(lastError, new Later(at, message));
    }
  }

  /** Whether the repository opens. */
  sealed interface Contact {
    /** Not contacted yet. */
    record Unknown() implements Contact {}

    /** It opens. */
    record Open() implements Contact {}

    /** It does not. */
    record Unavailable(Failure failure) implements Contact {}
  }

  /** A repository of the plan, as the plan names it. */
  record Shown(RepositoryRef repository, RepositoryLine line) {}

  /** Whether anything was heard of the Config itself; until then it is shown as it was. */
  boolean isSeen() {
    return plan != null || !problems.isEmpty();
  }

  RepositoryLine line(RepositoryRef repository) {
    return repositories.computeIfAbsent(repository.id(), id -> new RepositoryLine());
  }

  Outcome outcome(String volumeUid) {
    return outcomes.getOrDefault(volumeUid, Outcome.NONE);
  }

  /** The repositories of the plan, in its order. */
  List<Shown> shown() {
    ConfigPlan accepted = plan;
    return accepted == null
        ? List.of()
        : accepted.repositories().stream()
            .map(each -> new Shown(each.repository(), line(each.repository())))
            .toList();
  }

  /** The selected volumes. */
  List<VolumeLine> lines() {
    Map<String, Instant> found = found();
    return volumes.values().stream().map(selected -> line(selected, found)).toList();
  }

  private VolumeLine line(Sighting selected, Map<String, Instant> found) {
    ObjectRef volume = selected.volume();
    Outcome outcome = outcome(volume.uid());
    @Nullable Instant read = found.get(volume.path());
    @Nullable Later last = outcome.last();
    return new VolumeLine(
        volume,
        selected.bound(),
        selected.block(),
        read == null ? outcome.lastBackup() : Later.moment(outcome.lastBackup(), read),
        last == null || last.text().isEmpty() ? null : last.text());
  }

  /** A snapshot from before a rebuild protects the volume of the same name. */
  private Map<String, Instant> found() {
    Map<String, Instant> newest = new HashMap<>();
    for (RepositoryLine line : repositories.values()) {
      for (CatalogueEntry entry : line.catalogue.entries()) {
        String path = entry.identity().namespace() + "/" + entry.identity().volume();
        newest.merge(path, entry.newestTime(), Later::moment);
      }
    }
    return newest;
  }
}
