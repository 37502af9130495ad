package com.datarestor.e2e.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, against what, and what was hoped for; a Markdown table. */
final class Table {

  private static final String BEGIN = "<!-- bench: begin -->";
  private static final String END = "<!-- bench: end -->";

  private final PrintStream out;
  private final List<String> rows = new ArrayList<>();
  private final String machine = machine();
  private final double loadBefore = load();

  Table(PrintStream out) {
    this.out = out;
  }

  /** Adds a row and prints it at once, for whoever waits. */
  void row(String what, String measured, String baseline, String ratio, String goal) {
    String row = "| %s | %s | %s | %s | %s |".formatted(what, measured, baseline, ratio, goal);
    rows.add(row);
    out.println(row);
  }

  static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2f ×", ratio);
  }

  static String millis(double nanos) {
    return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
  }

  static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
  }

  static String perSecond(double number) {
    return String.format(Locale.ROOT, "%,.0f/s", number);
  }

  /** The whole table once more, and what it was measured on. */
  void print() {
    out.println();
    out.print(text());
  }

  private String text() {
    return """
        Measured on %s, %s; of its cores, %.1f were wanted on average in the minute before and %.1f at \
        the end.

        | what | measured | baseline of the same run | ratio | goal |
        |---|---|---|---|---|
        %s
        """
        .formatted(
            LocalDate.now(ZoneOffset.UTC), machine, loadBefore, load(), String.join("\n", rows));
  }

  private static String machine() {
    return "%d cores, %s %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Replaces what stands between the file's markers. */
  void write(Path file) throws IOException {
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException(file + " lacks the markers " + BEGIN + " and " + END);
    }
    Files.writeString(
        file, page.substring(0, begin + BEGIN.length()) + "\n" + text() + page.substring(end));
  }
}
