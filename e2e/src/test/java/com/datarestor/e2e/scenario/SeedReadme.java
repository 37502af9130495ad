package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The document that the project started from, for those who do what it says. */
final class SeedReadme {

  private final String text;

  private SeedReadme(String text) {
    this.text = text;
  }

  static SeedReadme read() {
    try (InputStream file = SeedReadme.class.getResourceAsStream("/seed-readme.md")) {
      return new SeedReadme(new String(Objects.requireNonNull(file).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its one Config. */
  String config() {
    return only("(?s)```yaml\n(.*?)```");
  }

  /** The one kubectl command in which all these words are. */
  String command(String... words) {
    return only("(?s)```sh\n(kubectl .*?)```", words);
  }

  /** How many kubectl commands it has: as many must be tried. */
  int commands() {
    return (int) Pattern.compile("```sh\nkubectl ").matcher(text).results().count();
  }

  /** The words that it calls the most recent snapshot; {@code ""} is as a shell reads it. */
  List<String> wordsForTheMostRecent() {
    String sentence = only("Or we can specify (.*?) to restore from the most recent");
    return Pattern.compile("`(.*?)`").matcher(sentence).results().map(m -> m.group(1)).toList();
  }

  /** The release and the namespace of its {@code helm install}. */
  List<String> release() {
    Matcher matcher =
        Pattern.compile("helm install (\\S+) \\S+ \\\\\n\\s+--namespace (\\S+)").matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("there is no helm install in the README");
    }
    return List.of(matcher.group(1), matcher.group(2));
  }

  private String only(String pattern, String... words) {
    List<String> found =
        Pattern.compile(pattern)
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .filter(each -> Stream.of(words).allMatch(each::contains))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "the README has not one but %d of %s with %s"
              .formatted(found.size(), pattern, List.of(words)));
    }
    return found.getFirst();
  }

  /** Puts something else in the place of what is in the document, and must be there. */
  static String replaced(String text, String there, String by) {
    if (!text.contains(there)) {
      throw new AssertionError("the README has no " + there);
    }
    return text.replace(there, by);
  }
}
