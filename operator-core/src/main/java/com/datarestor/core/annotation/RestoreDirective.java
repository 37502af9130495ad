package com.datarestor.core.annotation;

import com.datarestor.core.annotation.Parsed.Refused;
import com.datarestor.core.annotation.Parsed.Understood;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code manual-restore = [[repository|]host|]snapshot}.
 *
 * @param host restic host of the snapshot's volume, or empty for the volume's own
 */
public record RestoreDirective(
    RepositorySelector repository, String host, SnapshotSelector snapshot) {

  private static final Pattern LATEST_MINUS = Pattern.compile("latest-([0-9]{1,6})");
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9][a-z0-9-]*-[a-z0-9]([-a-z0-9.]*[a-z0-9])?");

  /** restic's own way to name a part of a snapshot. */
  private static final Pattern PART_OF_SNAPSHOT =
      Pattern.compile("(?:[0-9a-fA-F]{4,64}|latest|true|now):.*|.*:/.*");

  /** Which of a volume's snapshots. */
  public sealed interface SnapshotSelector {

    /** As it is written in an annotation. */
    String text();

    /** The newest. */
    record Latest() implements SnapshotSelector {
      @Override
      public String text() {
        return "latest";
      }
    }

    /** So many before the newest. */
    record LatestMinus(int back) implements SnapshotSelector {
      @Override
      public String text() {
        return "latest-" + back;
      }
    }

    /** The newest that is not younger. */
    record AsOf(Instant moment) implements SnapshotSelector {
      @Override
      public String text() {
        return "asof:" + moment;
      }
    }

    /** The newest of this name, else the one whose id begins so. */
    record NameOrId(String text) implements SnapshotSelector {}
  }

  /**
   * Reads the value on a volume. White space around its parts does not count, upper and lower case
   * does: {@code latest} is a word, {@code Latest} is a name.
   */
  public static Parsed<RestoreDirective> parse(String value) {
    Optional<String> complaint = Text.complaint(value);
    if (complaint.isPresent()) {
      return new Refused<>(complaint.get());
    }
    String[] parts = value.split("\\|", -1);
    if (parts.length > 3) {
      return new Refused<>("there are more than two | in it; write [[repository|]host|]snapshot");
    }
    String snapshot = parts[parts.length - 1].strip();
    String host = parts.length > 1 ? parts[parts.length - 2].strip() : "";
    String repository = parts.length > 2 ? parts[0].strip() : "";
    if (repository.equals("*")) {
      return new Refused<>(
          "* is no repository to restore from; leave the repository out to ask all by priority");
    }
    if (!host.isEmpty() && !HOST.matcher(host).matches()) {
      return new Refused<>(complaintAboutHost(host));
    }
    return switch (snapshot(snapshot)) {
      case Refused<SnapshotSelector> refused -> new Refused<>(refused.message());
      case Understood<SnapshotSelector> understood ->
          new Understood<>(
              new RestoreDirective(Text.repository(repository), host, understood.value()));
    };
  }

  /** Reads the value on a Config, where each volume restores its own snapshot. */
  public static Parsed<RestoreDirective> parseForConfig(String value) {
    Parsed<RestoreDirective> parsed = parse(value);
    if (parsed instanceof Understood<RestoreDirective> understood
        && !understood.value().host().isEmpty()) {
      return new Refused<>(
          "a host has no meaning on a Config: each volume restores its own snapshot; write"
              + " repository||snapshot or the snapshot alone");
    }
    return parsed;
  }

  private static String complaintAboutHost(String host) {
    // What reads like a repository may hold a password, so it is not repeated.
    String what =
        host.contains(":") || host.contains("/") ? "what stands before the |" : quoted(host);
    return what
        + " is no host; write {namespace}-{claim}|snapshot, or repository||snapshot to name a"
        + " repository only";
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static Parsed<SnapshotSelector> snapshot(String part) {
    if (Text.isNewest(part)) {
      return new Understood<>(new SnapshotSelector.Latest());
    }
    Matcher minus = LATEST_MINUS.matcher(part);
    if (minus.matches()) {
      return new Understood<>(new SnapshotSelector.LatestMinus(Integer.parseInt(minus.group(1))));
    }
    if (part.matches("latest-[0-9]+")) {
      return new Refused<>(quoted(part) + " goes back too far; write latest-1 to latest-999999");
    }
    if (part.startsWith("asof:")) {
      return asOf(part.substring("asof:".length()).strip());
    }
    if (part.equals("undo")) {
      return new Refused<>(
          "undo is not supported in this release; name the snapshot to go back to");
    }
    if (PART_OF_SNAPSHOT.matcher(part).matches()) {
      return new Refused<>(
          // What reads like a URL may hold a password, so it is not repeated.
          (part.contains("//") ? "what stands for the snapshot" : quoted(part))
              + " names a part of a snapshot, but a volume is restored as a whole; write the"
              + " snapshot alone");
    }
    return Text.complaintAboutName(part)
        .<Parsed<SnapshotSelector>>map(Refused::new)
        .orElseGet(() -> new Understood<>(new SnapshotSelector.NameOrId(part)));
  }

  private static Parsed<SnapshotSelector> asOf(String moment) {
    try {
      return new Understood<>(new SnapshotSelector.AsOf(OffsetDateTime.parse(moment).toInstant()));
    } catch (DateTimeParseException e) {
      return new Refused<>(
          quoted(moment) + " is no moment; write asof:2026-11-24T02:00:00Z (RFC 3339)");
    }
  }
}
