package com.datarestor.core.operation;

import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is written back into {@code last-backup} and {@code last-restore}: one line of {@code
 * key=value} pairs that a person reads in {@code kubectl describe}, the sentence last.
 */
public final class Outcomes {

  private static final String BACKUP = "last-backup";
  private static final String RESTORE = "last-restore";
  private static final Pattern TIME = Pattern.compile(" time=(\\S+)");

  private Outcomes() {}

  static WriteAnnotation completed(Operation operation, String snapshot, Instant time) {
    return write(
        operation,
        "Completed snapshot=" + snapshot.substring(0, Math.min(8, snapshot.length())),
        time,
        "");
  }

  static WriteAnnotation failed(Operation operation, String message, Instant time) {
    return write(operation, "Failed", time, message);
  }

  static WriteAnnotation cancelled(Operation operation, String message, Instant time) {
    return write(operation, "Cancelled", time, message);
  }

  /** The annotation was understood and became operations. */
  public static WriteAnnotation accepted(ObjectRef object, Ask ask, int tasks, Instant time) {
    return new WriteAnnotation(
        object, keyFor(ask), "Accepted tasks=" + tasks + " time=" + seconds(time));
  }

  /** The annotation was not understood or cannot be done. */
  public static WriteAnnotation refused(ObjectRef object, Ask ask, String message, Instant time) {
    return new WriteAnnotation(
        object, keyFor(ask), "Refused time=" + seconds(time) + " message=" + message);
  }

  private static WriteAnnotation write(
      Operation operation, String state, Instant time, String message) {
    String text =
        state
            + " time="
            + seconds(time)
            + " task="
            + operation.taskName()
            + (message.isEmpty() ? "" : " message=" + message);
    return new WriteAnnotation(
        operation.about(), operation.type().isRestore() ? RESTORE : BACKUP, text);
  }

  /**
   * Whether a text tells of a moment before that of the other: what is told again after the log was
   * lost may come late.
   */
  public static boolean isOlder(String text, String other) {
    return time(text)
        .flatMap(earlier -> time(other).map(later -> earlier.compareTo(later) < 0))
        .orElse(false);
  }

  /** Whole seconds in UTC, so that texts are in the order of time. */
  private static Optional<String> time(String text) {
    Matcher matcher = TIME.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String keyFor(Ask ask) {
    return ask.key().equals("manual-restore") ? RESTORE : BACKUP;
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
