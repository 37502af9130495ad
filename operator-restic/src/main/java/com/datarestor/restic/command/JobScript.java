package com.datarestor.restic.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The container's command around restic: {@code sh -c <script> restic-job <mode> <words>}. The
 * script's own text says what its modes do.
 */
public final class JobScript {

  /** Environment variable: the file that gets restic's closing words, at most 4096 bytes. */
  public static final String RESULT_FILE = "RESULT_FILE";

  /** Exit status: the volume has data of somebody else, and nothing was written. */
  public static final int NOT_EMPTY = 71;

  private static final String RESOURCE = "/com/datarestor/restic/job/restic-job.sh";
  private static final String SEPARATOR = ";;";
  private static final String TEXT = load();

  private JobScript() {}

  /** The script. */
  public static String text() {
    return TEXT;
  }

  /** {@code command} of a container. */
  public static List<String> command() {
    // No reference in the script is a variable of Kubernetes, and those it leaves as they are.
    return List.of("sh", "-c", TEXT, "restic-job");
  }

  /** {@code args} of a container that runs one command. */
  public static List<String> run(ResticCommandLine line) {
    return arguments("run", line.arguments());
  }

  /** {@code args} of a container that runs one command and does not wait for a silent server. */
  public static List<String> ask(ResticCommandLine line) {
    return arguments("ask", line.arguments());
  }

  /**
   * {@code args} of a container that restores into a volume that is empty, or that an interrupted
   * run for the same claim has left; of any other it says with {@link #NOT_EMPTY} that it is none.
   *
   * @param claim UID
   */
  public static List<String> fill(String claim, ResticCommandLine.Restore line) {
    List<String> words = new ArrayList<>(List.of(claim, ResticCommandLine.DATA));
    words.addAll(line.arguments());
    return arguments("fill", words);
  }

  /** {@code args} of a container that runs commands one after another until one fails. */
  public static List<String> each(List<? extends ResticCommandLine> lines) {
    List<String> words = new ArrayList<>();
    for (ResticCommandLine line : lines) {
      if (!words.isEmpty()) {
        words.add(SEPARATOR);
      }
      if (line.arguments().contains(SEPARATOR)) {
        throw new InvalidArguments(
            "The restic argument \";;\" is not possible: it separates commands; leave it out.");
      }
      words.addAll(line.arguments());
    }
    return arguments("each", words);
  }

  /** {@code args} of a container that creates the repository when there is none. */
  public static List<String> contact(ResticOptions options) {
    return arguments("contact", options.arguments());
  }

  /** {@code args} of a container that opens the repository and never creates it. */
  public static List<String> open(ResticOptions options) {
    return arguments("open", options.arguments());
  }

  /**
   * A word as {@code args} of a container must say it, so that the container gets the word itself:
   * Kubernetes replaces {@code $(NAME)} there, and {@code $$} by {@code $}.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/">Define
   *     a Command and Arguments for a Container</a>
   */
  public static String escaped(String word) {
    return word.contains("$(") || word.contains("$$") ? word.replace("$", "$$") : word;
  }

  private static List<String> arguments(String mode, List<String> words) {
    List<String> arguments = new ArrayList<>();
    arguments.add(mode);
    words.stream().map(JobScript::escaped).forEach(arguments::add);
    return List.copyOf(arguments);
  }

  private static String load() {
    try (InputStream stream = JobScript.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("The jar is incomplete: " + RESOURCE + " is missing.");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
