package com.datarestor.restic.command;

import com.datarestor.events.Identity;
import com.datarestor.restic.command.SnapshotSelector.AsOf;
import com.datarestor.restic.command.SnapshotSelector.NameOrId;
import com.datarestor.restic.command.SnapshotSelector.Newest;
import com.datarestor.restic.command.SnapshotSelector.Unclear;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides which snapshot a user's words mean. Never guesses: what could mean two things is refused
 * with a sentence that names both.
 *
 * <p>A snapshot is a volume's when its tags say so. One without such tags, made by another tool, is
 * taken by its host alone, and only as long as no other volume has that host.
 */
public sealed interface SnapshotChoice {

  /** This one. */
  record Found(Snapshot snapshot) implements SnapshotChoice {}

  /** The repository has no such snapshot; another repository may. */
  record None(String sentence) implements SnapshotChoice {}

  /** Nobody can tell what was meant, in no repository; the user must write it differently. */
  record Refused(String sentence) implements SnapshotChoice {}

  /** Whose snapshots are meant. */
  sealed interface Owner {
    String host();
  }

  /** This volume's. */
  record OfVolume(Identity identity) implements Owner {
    @Override
    public String host() {
      return identity.host();
    }
  }

  /** Those of the host that a user wrote. */
  record OfHost(String host) implements Owner {}

  Comparator<Snapshot> NEWEST_FIRST =
      Comparator.comparing(Snapshot::time).thenComparing(Snapshot::id).reversed();

  /**
   * Chooses.
   *
   * @param snapshots all of the repository, so that an id of another host can be explained
   * @param known the volumes there are; those of the same host matter
   * @param selector what was written: empty, {@code latest}, {@code true}, {@code now}, {@code
   *     latest-N}, {@code asof:<RFC 3339>}, a name, or at least four characters of an id
   */
  static SnapshotChoice of(
      Collection<Snapshot> snapshots, Owner owner, Collection<Identity> known, String selector) {
    SnapshotSelector wanted = SnapshotSelector.of(selector);
    SnapshotLineage lineage = SnapshotLineage.of(snapshots, owner, known);
    return switch (wanted) {
      case Unclear unclear -> new Refused(unclear.sentence());
      case NameOrId text -> nameOrId(text, owner, lineage, snapshots);
      case Newest newest -> lineage.refusal().orElseGet(() -> newest(newest, owner, lineage));
      case AsOf asOf -> lineage.refusal().orElseGet(() -> asOf(asOf, owner, lineage));
    };
  }

  private static SnapshotChoice newest(Newest newest, Owner owner, SnapshotLineage lineage) {
    List<Snapshot> own = lineage.snapshots();
    if (newest.back() < own.size()) {
      return new Found(own.get(newest.back()));
    }
    return new None(
        own.isEmpty()
            ? "The repository has no snapshot of %s.".formatted(owner.host())
            : "The repository has only %d snapshot(s) of %s, so there is no latest-%d."
                .formatted(own.size(), owner.host(), newest.back()));
  }

  private static SnapshotChoice asOf(AsOf asOf, Owner owner, SnapshotLineage lineage) {
    Optional<Snapshot> found =
        lineage.snapshots().stream()
            .filter(snapshot -> !snapshot.time().isAfter(asOf.moment()))
            .findFirst();
    if (found.isPresent()) {
      return new Found(found.get());
    }
    return new None(
        lineage.snapshots().isEmpty()
            ? "The repository has no snapshot of %s.".formatted(owner.host())
            : "The oldest snapshot of %s is of %s, after %s."
                .formatted(owner.host(), lineage.snapshots().getLast().time(), asOf.moment()));
  }

  private static SnapshotChoice nameOrId(
      NameOrId wanted, Owner owner, SnapshotLineage lineage, Collection<Snapshot> all) {
    List<Snapshot> named =
        lineage.candidates().stream()
            .filter(snapshot -> snapshot.tags().contains(SnapshotTags.NAME + "=" + wanted.text()))
            .toList();
    if (!named.isEmpty()) {
      return lineage.refusal().orElseGet(() -> new Found(named.getFirst()));
    }
    if (wanted.tooShortForId()) {
      // It may still be a name in another repository.
      return new None(
          "%s has no backup named \"%s\", and for an id that is too short; write at least four"
                  .formatted(owner.host(), wanted.text())
              + " characters of it.");
    }
    if (!wanted.mayBeId()) {
      return new None(
          "The repository has no snapshot of %s named \"%s\"."
              .formatted(owner.host(), wanted.text()));
    }
    return byId(wanted.text().toLowerCase(Locale.ROOT), owner, lineage, all);
  }

  /** An id is unambiguous even where a host is not, so a shared host does not matter here. */
  private static SnapshotChoice byId(
      String prefix, Owner owner, SnapshotLineage lineage, Collection<Snapshot> all) {
    List<Snapshot> own = starting(prefix, lineage.candidates());
    if (own.size() == 1) {
      return new Found(own.getFirst());
    }
    if (own.size() > 1) {
      return new Refused(
          "\"%s\" could be any of %s; write more of the id.".formatted(prefix, listed(own)));
    }
    List<Snapshot> foreign = starting(prefix, all);
    if (foreign.isEmpty()) {
      return new None(
          "The repository has no snapshot of %s named \"%s\" or with an id that begins so; one of"
                  .formatted(owner.host(), prefix)
              + " another volume needs its host in front, as in shop-data|%s.".formatted(prefix));
    }
    Snapshot first = foreign.getFirst();
    return new Refused(
        foreign.size() == 1
            ? "Snapshot %s is of %s, not of %s; to restore it here write %s|%s, with the repository"
                    .formatted(
                        first.shortId(), first.host(), owner.host(), first.host(), first.shortId())
                + " in front of it if you named one."
            : "\"%s\" is no snapshot of %s, and of others it could be any of %s; write the host and"
                    .formatted(prefix, owner.host(), listed(foreign))
                + " more of the id, as in %s|%s.".formatted(first.host(), first.shortId()));
  }

  private static List<Snapshot> starting(String prefix, Collection<Snapshot> snapshots) {
    return snapshots.stream()
        .filter(snapshot -> snapshot.id().startsWith(prefix))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  private static String listed(List<Snapshot> snapshots) {
    return snapshots.stream()
        .limit(5)
        .map(s -> "%s (%s, %s)".formatted(distinct(s, snapshots), s.host(), s.time()))
        .collect(Collectors.joining(", "));
  }

  /** As much of the id as tells it from the others, at least what restic shows. */
  private static String distinct(Snapshot snapshot, List<Snapshot> others) {
    int length = Math.min(8, snapshot.id().length());
    while (length < snapshot.id().length()
        && same(snapshot.id().substring(0, length), others) > 1) {
      length++;
    }
    return snapshot.id().substring(0, length);
  }

  private static long same(String prefix, List<Snapshot> snapshots) {
    return snapshots.stream().filter(snapshot -> snapshot.id().startsWith(prefix)).count();
  }
}
