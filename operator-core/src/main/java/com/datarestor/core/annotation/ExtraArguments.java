package com.datarestor.core.annotation;

import com.datarestor.core.annotation.Parsed.Refused;
import com.datarestor.core.annotation.Parsed.Understood;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code backup-args}: extra arguments of {@code restic backup}, divided into words as a shell
 * would (POSIX shell, section 2.2: quotation marks and backslashes), with nothing expanded and
 * nothing executed. Which options are allowed is not decided here.
 */
public final class ExtraArguments {

  private ExtraArguments() {}

  /** What a backslash escapes between double quotation marks; before all else it is itself. */
  private static final String ESCAPED_IN_QUOTES = "\"\\$`";

  /** The words; none when the value is blank. */
  public static Parsed<List<String>> parse(String annotation) {
    Optional<String> complaint = Text.complaint(annotation);
    if (complaint.isPresent()) {
      return new Refused<>(complaint.get());
    }
    String value = annotation.strip();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && quote == 0 && i + 1 == value.length()) {
        return new Refused<>("a \\ at the end escapes nothing; leave it out or write two");
      }
      if (c == '\\' && isEscape(quote, value, i + 1)) {
        i++;
        word.append(value.charAt(i));
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (c == ' ') {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      return new Refused<>("a " + quote + " is opened and not closed; close it");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (!words.isEmpty() && !words.getFirst().startsWith("-")) {
      return new Refused<>(
          "\"" + words.getFirst() + "\" is no option; write options such as --exclude=cache");
    }
    if (words.stream().anyMatch(Text::looksExpandable)) {
      return new Refused<>(
          "there is $(, ${ or a backtick in it; nothing is expanded here: write the value itself");
    }
    if (words.stream().anyMatch(ExtraArguments::isUrlThatLostSomething)) {
      return new Refused<>(
          "there is a URL with a user, a password or a query in it; credentials belong into the"
              + " Config's env or envFrom");
    }
    return new Understood<>(List.copyOf(words));
  }

  /** See {@link Annotations#told}: it would not mean what was written. */
  private static boolean isUrlThatLostSomething(String argument) {
    return argument.contains("://***@") || argument.contains("?***");
  }

  private static boolean isEscape(char quote, String value, int next) {
    return quote == 0
        || (quote == '"'
            && next < value.length()
            && ESCAPED_IN_QUOTES.indexOf(value.charAt(next)) >= 0);
  }
}
