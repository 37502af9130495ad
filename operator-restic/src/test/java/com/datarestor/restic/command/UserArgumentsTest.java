package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.UserArguments.Author;
import com.datarestor.restic.command.UserArguments.Command;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserArgumentsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--exclude=cache",
        "--exclude cache",
        "-e cache -x",
        "-xe cache",
        "-xecache",
        "--exclude-larger-than 1G --exclude-caches",
        "--exclude -n",
        "--verbose=2",
        "--retry-lock=1h"
      })
  void anybodyMayNarrowABackup(String words) {
    assertThat(problems(Command.BACKUP, Author.VOLUME, words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host=x           | --host",
        "-H x               | -H",
        "-xH x              | -H",
        "-Hx                | -H",
        "--tag a            | --tag",
        "--time=now         | --time",
        "--repo /x          | --repo",
        "-r/x               | -r",
        "--password-command=id | --password-command",
        "--repository-file x| --repository-file",
        "--json=false       | --json",
        "--stdin            | --stdin",
        "--stdin-from-command | --stdin-from-command",
        "--files-from=x     | --files-from",
        "--dry-run          | --dry-run",
        "-n                 | -n",
        "--skip-if-unchanged| --skip-if-unchanged",
        "--no-lock          | --no-lock",
        "--cache-dir=/x     | --cache-dir",
        "--insecure-no-password | --insecure-no-password",
        "/etc               | /etc",
        "--exclude a b      | b",
        "-- /etc            | --",
        "-                  | -",
        "--exclude          | --exclude",
        "-xe                | -e",
        "-Z                 | -Z",
        "--exclude-caches x | x"
      })
  void nobodyMayChangeWhatItIs(String words, String named) {
    for (Author author : Author.values()) {
      assertThat(problems(Command.BACKUP, author, words))
          .as("%s", author)
          .isNotEmpty()
          .first()
          .asString()
          .contains("\"" + named.strip() + "\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o sftp.command=id",
        "-osftp.command=id",
        "--option=rclone.program=id",
        "--insecure-tls",
        "--cacert=/x",
        "--newer-than-we=1"
      })
  void whatReachesCredentialsIsForTheConfig(String words) {
    assertThat(problems(Command.BACKUP, Author.CONFIG, words)).isEmpty();
    assertThat(problems(Command.BACKUP, Author.VOLUME, words))
        .singleElement()
        .asString()
        .contains("owner of the Config");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--target=/x",
        "-t /x",
        "--delete=false",
        "--verify=false",
        "--include=a",
        "--exclude=a",
        "--overwrite=never",
        "--dry-run",
        "--host=x",
        "--tag=x",
        "--path=/x"
      })
  void aRestoreIsExact(String words) {
    assertThat(problems(Command.RESTORE, Author.CONFIG, words)).hasSize(1);
  }

  @Test
  void aRestoreMayLeaveAttributesOut() {
    assertThat(problems(Command.RESTORE, Author.CONFIG, "--sparse --exclude-xattr security.*"))
        .isEmpty();
  }

  @Test
  void forgetLeavesThePolicyToForgetArgs() {
    assertThat(problems(Command.FORGET, Author.CONFIG, "--keep-last 3"))
        .singleElement()
        .asString()
        .contains("forgetArgs");
    assertThat(problems(Command.FORGET, Author.CONFIG, "--max-unused 10%")).isEmpty();
    assertThat(problems(Command.FORGET, Author.CONFIG, "--unsafe-allow-remove-all")).hasSize(1);
  }

  @Test
  void aCommandLineIsNotMadeFromThem() {
    assertThatThrownBy(
            () ->
                new Backup(
                    "h",
                    List.of(),
                    List.of(),
                    false,
                    false,
                    ResticOptions.DEFAULTS,
                    List.of("--host=other", "/etc")))
        .isInstanceOf(InvalidArguments.class)
        .hasMessageContaining("--host")
        .hasMessageContaining("/etc");
  }

  private static List<String> problems(Command command, Author author, String words) {
    return UserArguments.problems(command, author, Stream.of(words.strip().split(" ")).toList());
  }
}
