package com.datarestor.app.explain;

import com.datarestor.events.EventEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Moments, ids and counts as the explanations write them. */
final class Words {

  private Words() {}

  static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String moment(EventEnvelope event) {
    return moment(event.metadata().time());
  }

  static String shortId(String snapshot) {
    return snapshot.substring(0, Math.min(8, snapshot.length()));
  }

  static String duration(Duration duration) {
    return duration.toMillis() < 60_000
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0)
        : duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
  }

  /** With a full stop, so that another sentence can follow. */
  static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
