package com.datarestor.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the kernel says of a process; sizes in KiB.
 *
 * @param anonymous memory that is no file's: heap, metaspace, stacks, what was written to of a file
 * @param peak the largest resident size so far
 */
record ProcessFigures(long rss, long pss, long anonymous, long peak, double cpuSeconds) {

  /** Of USER_HZ, which Linux fixes for what it tells programs. */
  private static final double TICKS_PER_SECOND = 100;

  static ProcessFigures of(long pid) {
    try {
      Path directory = Path.of("/proc", Long.toString(pid));
      List<String> memory = Files.readAllLines(directory.resolve("smaps_rollup"));
      List<String> status = Files.readAllLines(directory.resolve("status"));
      String stat = Files.readString(directory.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      double ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      return new ProcessFigures(
          kibibytes(memory, "Rss:"),
          kibibytes(memory, "Pss:"),
          kibibytes(memory, "Anonymous:"),
          kibibytes(status, "VmHWM:"),
          ticks / TICKS_PER_SECOND);
    } catch (IOException e) {
      throw new IllegalStateException("process " + pid + " cannot be looked at: " + e, e);
    }
  }

  private static long kibibytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .filter(value -> value > 0)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the kernel does not tell " + name));
  }

  /** Resident size, and of it what is no file's and what is. */
  String memory() {
    return String.format(
        Locale.ROOT,
        "%s RSS (anonymous %s, files %s), PSS %s, peak %s",
        mebibytes(rss),
        mebibytes(anonymous),
        mebibytes(rss - anonymous),
        mebibytes(pss),
        mebibytes(peak));
  }

  static String mebibytes(long kibibytes) {
    return String.format(Locale.ROOT, "%.1f MiB", kibibytes / 1024.0);
  }
}
