package com.datarestor.core.annotation;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.RepositorySelector.All;
import com.datarestor.core.annotation.RepositorySelector.ByPriority;
import com.datarestor.core.annotation.RepositorySelector.ByTarget;
import com.datarestor.core.annotation.RepositorySelector.Primary;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupDirectiveTest {

  static Stream<Arguments> forms() {
    RepositorySelector primary = new Primary();
    ByTarget minio = new ByTarget("s3:http://minio:9000/backup-bucket");
    return Stream.of(
        // As the seed's README writes them.
        Arguments.of("pre-upgrade-snapshot", primary, "pre-upgrade-snapshot"),
        Arguments.of("my-manual-backup-run", primary, "my-manual-backup-run"),
        // No name: the Task's own.
        Arguments.of("", primary, ""),
        Arguments.of("  ", primary, ""),
        Arguments.of("now", primary, ""),
        Arguments.of("latest", primary, ""),
        Arguments.of("true", primary, ""),
        Arguments.of("now\n", primary, ""),
        // A repository before it.
        Arguments.of("2|pre-upgrade", new ByPriority(2), "pre-upgrade"),
        Arguments.of("0|pre-upgrade", new ByPriority(0), "pre-upgrade"),
        Arguments.of("2|", new ByPriority(2), ""),
        Arguments.of("2|now", new ByPriority(2), ""),
        Arguments.of(" 2 | pre-upgrade ", new ByPriority(2), "pre-upgrade"),
        Arguments.of("*|pre-upgrade", new All(), "pre-upgrade"),
        Arguments.of("*|", new All(), ""),
        Arguments.of("s3:http://minio:9000/backup-bucket|x", minio, "x"),
        Arguments.of("s3:http://minio:9000/backup-bucket|", minio, ""),
        Arguments.of("/mnt/repo|x", new ByTarget("/mnt/repo"), "x"),
        Arguments.of("|x", primary, "x"),
        Arguments.of("|", primary, ""),
        // A number alone is a name; no priority has ten digits; none is negative.
        Arguments.of("2", primary, "2"),
        Arguments.of("2147483648|x", new ByTarget("2147483648"), "x"),
        Arguments.of("-1|x", new ByTarget("-1"), "x"),
        // Upper and lower case count, as in every tag of restic.
        Arguments.of("Now", primary, "Now"),
        Arguments.of("TRUE", primary, "TRUE"),
        Arguments.of("before the move", primary, "before the move"),
        Arguments.of("vor-dem-Umzug-ä", primary, "vor-dem-Umzug-ä"),
        Arguments.of("latest-release", primary, "latest-release"),
        Arguments.of("$5", primary, "$5"),
        Arguments.of("a".repeat(256), primary, "a".repeat(256)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void reads(String value, RepositorySelector repository, String name) {
    assertThat(understood(BackupDirective.parse(value)))
        .isEqualTo(new BackupDirective(repository, name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      textBlock =
          """
          a,b            ! "a,b" has a comma: restic would read it as two tags; use a dash
          1|a,b          ! "a,b" has a comma
          "a"            ! has a quotation mark: leave it out
          it's           ! has a quotation mark
          $(whoami)      ! has a shell expression: nothing is expanded here
          ${HOME}        ! has a shell expression
          `whoami`       ! has a shell expression
          1|a|b          ! there is more than one | in it; write [repository|]name
          -rf            ! has a dash at its beginning
          latest-2       ! "latest-2" has a meaning of its own in manual-restore; choose another name
          asof:monday    ! has a meaning of its own
          undo           ! has a meaning of its own
          4dc109:/data   ! the name reads like a repository or a path; write repository|name
          """)
  void refuses(String value, String sentence) {
    assertThat(refusal(BackupDirective.parse(value))).contains(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb", "a\tb", "a\u0000b", "a\u001bb", "a\u2028b", "a\u202eb", "a\u200bb"})
  void refusesWhatCannotBeSeen(String value) {
    assertThat(refusal(BackupDirective.parse(value)))
        .startsWith("the value has a line break, a control character or an invisible one");
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 1024 * 1024})
  void refusesALongValueWithoutRepeatingIt(int length) {
    assertThat(refusal(BackupDirective.parse("a".repeat(length))))
        .isEqualTo("the value is longer than 256 characters; shorten it");
  }

  @Test
  void doesNotRepeatWhatMayHoldAPassword() {
    assertThat(refusal(BackupDirective.parse("rest:https://me:secret@host/repo")))
        .contains("write repository|name")
        .doesNotContain("secret");
  }
}
