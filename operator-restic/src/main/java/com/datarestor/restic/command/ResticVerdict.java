package com.datarestor.restic.command;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.restic.command.ResticMessage.BackedUp;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticMessage.ExitError;
import com.datarestor.restic.command.ResticMessage.FileError;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticMessage.Restored;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What a finished Job achieved. Nothing is a success unless restic's status is 0 <em>and</em> its
 * own words prove it.
 */
public sealed interface ResticVerdict<T> {

  record Achieved<T>(T result) implements ResticVerdict<T> {}

  record Failed<T>(Failure failure) implements ResticVerdict<T> {}

  Pattern UNREACHABLE =
      Pattern.compile(
          "connection refused|no such host|i/o timeout|network is unreachable|no route to host|"
              + "connection reset|TLS handshake|server misbehaving|context deadline exceeded|"
              + "returned error, retrying",
          Pattern.CASE_INSENSITIVE);

  /** Longest name of a file in a sentence; a path may have 4096 characters. */
  int LONGEST_NAME = 200;

  Pattern ONLY_A_NUMBER = Pattern.compile("(Fatal: )?There were \\d+ errors");

  /** How many of them are told. */
  int MOST_MESSAGES = 3;

  /** A backup is one when there is a snapshot id. */
  static ResticVerdict<BackupSummary> backup(int status, ResticOutput output) {
    return when(
        status,
        output,
        FailureReason.NO_SNAPSHOT_ID,
        () -> "restic ended well but named no snapshot",
        said ->
            said.backedUp()
                .filter(summary -> !summary.snapshot().isEmpty())
                .map(ResticVerdict::summary));
  }

  /**
   * A restore is one when restic summed it up and it left no file of the snapshot out. The volume's
   * root is counted, so nothing at all is no restore even of an empty volume.
   */
  static ResticVerdict<RestoreSummary> restore(
      int status, ResticOutput output, SnapshotFacts snapshot) {
    return when(
        status,
        output,
        FailureReason.RESTIC_FAILED,
        () ->
            "restic ended well but did not say that it restored %s and %d files of snapshot %s; if"
                    .formatted(ResticCommandLine.DATA, snapshot.files(), snapshot.id())
                + " another tool made it under another path, restore it with restic itself",
        said ->
            said.restored()
                .filter(summary -> summary.files() > (snapshot.files() == 0 ? 0 : 1))
                .map(summary -> summary(snapshot.id(), summary)));
  }

  /** A forget may have had nothing to do, but what it says must be whole. */
  static ResticVerdict<Forgotten> forget(int status, ResticOutput output) {
    return when(
        status,
        output,
        FailureReason.RESTIC_FAILED,
        () -> "What restic said it forgot is damaged",
        ResticOutput::forgotten);
  }

  /** An empty list is an answer, a missing or damaged one is not. */
  static ResticVerdict<List<Snapshot>> snapshots(int status, ResticOutput output) {
    return when(
        status,
        output,
        FailureReason.RESTIC_FAILED,
        () -> "restic's list of snapshots is missing or damaged",
        ResticOutput::snapshots);
  }

  /** Whether the repository is there. */
  static ResticVerdict<Contact> contact(int status, ResticOutput output) {
    return when(
        status,
        output,
        FailureReason.RESTIC_FAILED,
        () -> "The Job ended well but did not say whether there is a repository",
        ResticOutput::contact);
  }

  /** Why restic failed, from its status and its words. */
  static Failure failure(int status, ResticOutput output) {
    ResticExit exit = ResticExit.of(status);
    String said = output.exitError().map(ExitError::message).orElse("");
    FailureReason reason = reason(exit, said, output.lastLines());
    return new Failure(
        reason, sentence(exit, reason, status, said, output), status, output.lastLines());
  }

  private static <T> ResticVerdict<T> when(
      int status,
      ResticOutput output,
      FailureReason unproven,
      Supplier<String> missing,
      Function<ResticOutput, Optional<T>> proof) {
    if (status != 0) {
      return new Failed<>(failure(status, output));
    }
    Optional<T> result = proof.apply(output);
    if (result.isPresent()) {
      return new Achieved<>(result.get());
    }
    return new Failed<>(
        new Failure(
            unproven,
            missing.get() + ", so it does not count; see the Job's log, it will be tried again.",
            status,
            output.lastLines()));
  }

  private static FailureReason reason(ResticExit exit, String said, List<String> lastLines) {
    if (exit != ResticExit.FATAL && exit != ResticExit.INTERRUPTED) {
      return exit.reason();
    }
    if (said.contains("empty password is not allowed") || said.contains("Resolving password")) {
      return FailureReason.NO_PASSWORD;
    }
    if (said.contains("no matching ID found")) {
      return FailureReason.SNAPSHOT_NOT_FOUND;
    }
    if (UNREACHABLE.matcher(said).find()
        || lastLines.stream().anyMatch(line -> UNREACHABLE.matcher(line).find())) {
      return FailureReason.REPOSITORY_UNREACHABLE;
    }
    // Told to stop, restic 0.18.0 often ends with 1 instead of 130 (measured).
    return lastLines.stream().anyMatch(line -> line.contains("signal terminated received"))
        ? FailureReason.INTERRUPTED
        : exit.reason();
  }

  private static String sentence(
      ResticExit exit, FailureReason reason, int status, String said, ResticOutput output) {
    if (reason == FailureReason.NO_PASSWORD) {
      return "The repository has no password: set RESTIC_PASSWORD (or RESTIC_PASSWORD_FILE) in the"
          + " Config's env or envFrom.";
    }
    if (reason == FailureReason.REPOSITORY_UNREACHABLE) {
      return "The repository does not answer: %s. Check its target and credentials, the network and the server."
          .formatted(cause(said, output));
    }
    if (reason == FailureReason.SNAPSHOT_NOT_FOUND) {
      return "The snapshot is no longer in the repository; choose another one.";
    }
    if (reason == FailureReason.INTERRUPTED) {
      return ResticExit.INTERRUPTED.sentence();
    }
    return switch (exit) {
      case FATAL -> "restic gave up: %s%s.".formatted(cause(said, output), counted(said, output));
      case INCOMPLETE -> exit.sentence() + unreadable(output);
      case UNKNOWN -> "%s (status %d).".formatted(exit.sentence(), status);
      case SUCCESS, CRASHED, NO_REPOSITORY, LOCKED, WRONG_PASSWORD, INTERRUPTED, KILLED ->
          exit.sentence();
    };
  }

  /** What restic said in the end; a stop hides the cause, which the lines before it name. */
  private static String cause(String said, ResticOutput output) {
    List<String> lines = output.lastLines();
    String cause = said;
    if (said.isEmpty() || said.contains("context canceled")) {
      cause =
          lines.reversed().stream()
              .filter(line -> UNREACHABLE.matcher(line).find())
              .findFirst()
              .orElse(said.isEmpty() && !lines.isEmpty() ? lines.getLast() : said);
    }
    String first = cause.lines().findFirst().orElse("it said nothing");
    return first
        .replaceFirst("^Fatal: ", "")
        .replaceFirst("^.* returned error, retrying after [^:]*: ", "")
        .replaceFirst("\\.$", "");
  }

  /** Where restic only counts them: what the first errors were, so that somebody can act on it. */
  private static String counted(String said, ResticOutput output) {
    List<String> messages =
        output.fileErrors().stream()
            .map(error -> error.message().strip())
            .limit(MOST_MESSAGES)
            .map(ResticVerdict::shortened)
            .toList();
    if (messages.isEmpty() || !ONLY_A_NUMBER.matcher(said.strip()).matches()) {
      return "";
    }
    long more = output.fileErrorCount() - messages.size();
    return ": " + String.join("; ", messages) + (more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static String unreadable(ResticOutput output) {
    List<String> names =
        output.fileErrors().stream()
            .map(FileError::item)
            .distinct()
            .limit(5)
            .map(ResticVerdict::shortened)
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    long more = output.fileErrorCount() - names.size();
    return " Not read: "
        + String.join(", ", names)
        + (more > 0 ? " and %d more.".formatted(more) : ".");
  }

  /** The end of a long path says more than its beginning. */
  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME
        ? name
        : "…" + name.substring(name.length() - LONGEST_NAME + 1);
  }

  private static BackupSummary summary(BackedUp said) {
    return new BackupSummary(
        said.snapshot(),
        said.filesNew(),
        said.filesChanged(),
        said.filesUnmodified(),
        said.totalBytes(),
        said.bytesAddedCompressed(),
        said.duration());
  }

  private static RestoreSummary summary(String snapshot, Restored said) {
    return new RestoreSummary(snapshot, said.files(), said.bytes(), said.duration());
  }
}
