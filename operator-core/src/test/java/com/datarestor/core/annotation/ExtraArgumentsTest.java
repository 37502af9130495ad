package com.datarestor.core.annotation;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExtraArgumentsTest {

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("  \n", List.of()),
        Arguments.of("--exclude=cache", List.of("--exclude=cache")),
        Arguments.of("--exclude cache", List.of("--exclude", "cache")),
        Arguments.of(" --a   -b  c ", List.of("--a", "-b", "c")),
        Arguments.of("--exclude='my cache'", List.of("--exclude=my cache")),
        Arguments.of("--exclude=\"my cache\"", List.of("--exclude=my cache")),
        Arguments.of("--exclude=my\\ cache", List.of("--exclude=my cache")),
        Arguments.of("'--exclude' \"cache\"", List.of("--exclude", "cache")),
        Arguments.of("--e=a'b'\"c\"d", List.of("--e=abcd")),
        Arguments.of("--tag ''", List.of("--tag", "")),
        // POSIX shell, 2.2.2: between single quotation marks everything is itself.
        Arguments.of("--e='a\\b\"c'", List.of("--e=a\\b\"c")),
        // 2.2.3: between double ones a backslash escapes only what would mean something.
        Arguments.of("--e=\"a\\b\"", List.of("--e=a\\b")),
        Arguments.of("--e=\"a\\\"b\"", List.of("--e=a\"b")),
        Arguments.of("--e=\"a\\\\b\"", List.of("--e=a\\b")),
        Arguments.of("--e=\"it's\"", List.of("--e=it's")),
        Arguments.of("--e=a\\'b", List.of("--e=a'b")),
        Arguments.of("--e=a\\\\", List.of("--e=a\\")),
        // Nothing is expanded, and nothing ends a command.
        Arguments.of("--e=* --e=~ --e=$HOME", List.of("--e=*", "--e=~", "--e=$HOME")),
        Arguments.of("--e=a;b|c&d>e#f", List.of("--e=a;b|c&d>e#f")),
        Arguments.of("--e=a,b", List.of("--e=a,b")));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void divides(String value, List<String> words) {
    assertThat(understood(ExtraArguments.parse(value))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          --e='cache       ! a ' is opened and not closed; close it
          --e="cache       ! a " is opened and not closed; close it
          --e="cache\\"    ! a " is opened and not closed; close it
          --e=cache\\      ! escapes nothing; leave it out or write two
          /etc             ! "/etc" is no option; write options such as --exclude=cache
          '' --e=cache     ! "" is no option
          --e=$(id)        ! nothing is expanded here: write the value itself
          --e='$(PASSWORD)' ! nothing is expanded here
          --e="$""(X)"     ! nothing is expanded here
          --e=$\\(X)       ! nothing is expanded here
          --e=${HOME}      ! nothing is expanded here
          --e=`id`         ! nothing is expanded here
          """)
  void refuses(String value, String sentence) {
    assertThat(refusal(ExtraArguments.parse(value))).contains(sentence);
  }

  @Test
  void refusesALineBreakAndALongValue() {
    assertThat(refusal(ExtraArguments.parse("--e=a\n--f=b"))).contains("line break");
    assertThat(refusal(ExtraArguments.parse("-".repeat(1024 * 1024)))).hasSizeLessThan(100);
  }

  /** The URL has already lost its password here; with what is left nothing could be excluded. */
  @Test
  void aUrlWithCredentialsIsRefused() {
    assertThat(
            ExtraArguments.parse(Annotations.told("--exclude=https://shop:geheim@store.example/x")))
        .isEqualTo(
            new Parsed.Refused<List<String>>(
                "there is a URL with a user, a password or a query in it; credentials belong into"
                    + " the Config's env or envFrom"));
  }
}
