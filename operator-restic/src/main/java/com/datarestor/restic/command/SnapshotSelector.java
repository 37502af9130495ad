package com.datarestor.restic.command;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user wrote to name a snapshot. */
sealed interface SnapshotSelector {

  /** The newest but {@code back}. */
  record Newest(int back) implements SnapshotSelector {}

  /** The newest that is not younger. */
  record AsOf(Instant moment) implements SnapshotSelector {}

  /** A name, or the beginning of an id. */
  record NameOrId(String text) implements SnapshotSelector {

    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{4,64}");
    private static final Pattern SHORT_ID = Pattern.compile("[0-9a-fA-F]{1,3}");

    boolean mayBeId() {
      return ID.matcher(text).matches();
    }

    boolean tooShortForId() {
      return SHORT_ID.matcher(text).matches();
    }
  }

  /** Not understood; the sentence says what to write. */
  record Unclear(String sentence) implements SnapshotSelector {}

  Pattern BACK = Pattern.compile("latest-([0-9]{1,6})");
  Pattern ID_WITH_PATH = Pattern.compile("([0-9a-fA-F]{4,64}|latest):.*", Pattern.DOTALL);

  static SnapshotSelector of(String text) {
    if (text.isEmpty() || text.equals("latest") || text.equals("true") || text.equals("now")) {
      return new Newest(0);
    }
    Matcher back = BACK.matcher(text);
    if (back.matches()) {
      return new Newest(Integer.parseInt(back.group(1)));
    }
    if (text.startsWith("asof:")) {
      return asOf(text.substring("asof:".length()));
    }
    if (ID_WITH_PATH.matcher(text).matches()) {
      return new Unclear(
          "\"%s\" asks for a part of a snapshot, but a restore always makes the whole volume what"
                  .formatted(text)
              + " the snapshot is; write the id without the colon and the path.");
    }
    return new NameOrId(text);
  }

  private static SnapshotSelector asOf(String moment) {
    try {
      return new AsOf(OffsetDateTime.parse(moment).toInstant());
    } catch (DateTimeParseException e) {
      return new Unclear(
          "\"%s\" is not a moment; write it with its offset, as in asof:2026-03-29T02:30:00Z or"
                  .formatted(moment)
              + " asof:2026-03-29T02:30:00+01:00.");
    }
  }
}
