package com.datarestor.restic.command;

import java.util.ArrayList;
import java.util.List;

/**
 * What a Config sets for every restic command on a repository; {@link InvalidArguments} when a
 * value is not possible.
 *
 * @param compression {@code auto}, {@code off} or {@code max}; empty leaves it to restic
 * @param packSize MiB, 4 to 128; 0 leaves it to restic
 * @param limitUpload KiB/s; 0 is unlimited
 * @param limitDownload KiB/s; 0 is unlimited
 */
public record ResticOptions(String compression, int packSize, int limitUpload, int limitDownload) {

  private static final List<String> COMPRESSIONS = List.of("", "auto", "off", "max");

  /** All of it left to restic. */
  public static final ResticOptions DEFAULTS = new ResticOptions("", 0, 0, 0);

  public ResticOptions {
    if (!COMPRESSIONS.contains(compression)) {
      throw new InvalidArguments(
          "restic knows no compression \"%s\"; write auto, off or max.".formatted(compression));
    }
    if (packSize != 0 && (packSize < 4 || packSize > 128)) {
      throw new InvalidArguments(
          "A pack size of %d MiB is not possible; write 4 to 128.".formatted(packSize));
    }
    if (limitUpload < 0 || limitDownload < 0) {
      throw new InvalidArguments(
          "A transfer limit may not be negative; write KiB per second, or leave it out.");
    }
  }

  /** The words every command begins its options with. */
  List<String> arguments() {
    List<String> words = new ArrayList<>(List.of("--json", "--retry-lock=5m"));
    if (!compression.isEmpty()) {
      words.add("--compression=" + compression);
    }
    if (packSize > 0) {
      words.add("--pack-size=" + packSize);
    }
    if (limitUpload > 0) {
      words.add("--limit-upload=" + limitUpload);
    }
    if (limitDownload > 0) {
      words.add("--limit-download=" + limitDownload);
    }
    return words;
  }
}
