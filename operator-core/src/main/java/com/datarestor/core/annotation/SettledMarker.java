package com.datarestor.core.annotation;

import com.datarestor.events.Mark;
import com.datarestor.events.Settlement;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The annotation {@code restore-state} of a claim that is settled: {@code key=value} pairs, the
 * claim's own UID first. A copy on another claim, from a backup of YAML or a cloned namespace, has
 * another claim's UID and counts for nothing.
 */
public record SettledMarker(String text) {

  private static final Pattern UID = Pattern.compile("uid=([^ ]+) state=([a-z]+)( .*)?");

  private static final Pattern AT = Pattern.compile(" at=([^ ]+)( .*)?");

  /** The marker of a claim. */
  public static SettledMarker of(String uid, Settlement settlement, Instant at) {
    return new SettledMarker(
        "uid="
            + uid
            + " state="
            + settlement.kind().wireName()
            + " at="
            + at.truncatedTo(ChronoUnit.SECONDS)
            + pair("snapshot", settlement.snapshot())
            + pair("repository", settlement.repository()));
  }

  private static String pair(String key, String value) {
    return value.isEmpty() ? "" : " " + key + "=" + value;
  }

  /** Whether it says that the claim with this UID is settled. */
  public boolean isOf(String uid) {
    Matcher matcher = UID.matcher(text);
    return matcher.matches() && matcher.group(1).equals(uid);
  }

  /** How the claim came to be settled, and when; empty when a person made it unreadable. */
  public Optional<Mark> mark() {
    Matcher matcher = UID.matcher(text);
    if (!matcher.matches() || matcher.group(3) == null) {
      return Optional.empty();
    }
    Matcher at = AT.matcher(matcher.group(3));
    return at.matches()
        ? kind(matcher.group(2))
            .flatMap(kind -> moment(at.group(1)).map(time -> new Mark(kind, time)))
        : Optional.empty();
  }

  private static Optional<Settlement.Kind> kind(String word) {
    return Arrays.stream(Settlement.Kind.values())
        .filter(kind -> kind.wireName().equals(word))
        .findFirst();
  }

  private static Optional<Instant> moment(String word) {
    try {
      return Optional.of(Instant.parse(word));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
