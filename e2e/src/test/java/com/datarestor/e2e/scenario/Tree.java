package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with all that {@code storage/tree.py} knows to put into one. */
record Tree(Path folder) {

  /** How many differences are told. */
  private static final int SHOWN = 20;

  void build() {
    python("build");
  }

  void damage() {
    python("damage");
  }

  /** What is known of the folder itself and of each entry, by path. */
  SortedMap<String, String> describe() {
    SortedMap<String, String> entries = new TreeMap<>();
    python("describe")
        .lines()
        .forEach(line -> entries.put(line.substring(0, line.indexOf(" {")), line));
    return entries;
  }

  /** What is another, missing, or too much; nothing when they are equal. */
  static List<String> differences(Map<String, String> expected, Map<String, String> actual) {
    return Stream.concat(
            expected.entrySet().stream()
                .filter(each -> !each.getValue().equals(actual.get(each.getKey())))
                .map(
                    each ->
                        each.getValue()
                            + " is now "
                            + actual.getOrDefault(each.getKey(), "missing")),
            actual.keySet().stream()
                .filter(each -> !expected.containsKey(each))
                .map(each -> each + " is too much"))
        .limit(SHOWN)
        .toList();
  }

  private String python(String what) {
    try {
      Path program = Files.createTempFile("tree", ".py");
      try (InputStream text = Tree.class.getResourceAsStream("/storage/tree.py")) {
        Files.write(program, Objects.requireNonNull(text).readAllBytes());
      }
      Process process =
          new ProcessBuilder("python3", program.toString(), what, folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("tree.py could not " + what + " " + folder);
      }
      Files.delete(program);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
