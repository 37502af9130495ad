package com.datarestor.core.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForgetPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--keep-last 10 --keep-daily 7",
        "--keep-last=10",
        "--keep-last=0 --keep-daily=1",
        "--keep-last unlimited",
        "-l 3",
        "-l3",
        "-l=3",
        "-H 24 -d 7",
        "--keep-within 1y6m14d12h",
        "--keep-within-daily=7d --keep-tag=important --prune --max-unused 10%",
        "--keep-weekly 4 --prune=true --repack-small --verbose=2"
      })
  void good(String words) {
    assertThat(problems(words)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep-last 0                        | nothing would be kept",
        "--keep-last=0 -d0 --keep-within 0h   | nothing would be kept",
        "--prune                              | nothing would be kept",
        "--keep-tag important                 | every snapshot without that tag would go",
        "--keep-last 5 --unsafe-allow-remove-all | remove every snapshot",
        "--keep-last 5 --host x               | chooses the snapshots itself",
        "--keep-last 5 --tag=x                | chooses the snapshots itself",
        "--keep-last 5 --path /x              | chooses the snapshots itself",
        "--keep-last 5 --group-by=            | chooses the snapshots itself",
        "--keep-last 5 -g host                | chooses the snapshots itself",
        "--keep-last 5 --dry-run              | forget nothing",
        "--keep-last 5 -n                     | forget nothing",
        "--keep-last 5 4dc109ab               | take it for a snapshot to remove",
        "--keep-last 5 --prune true           | take it for a snapshot to remove",
        "--keep-last 5 --prune=maybe          | takes no value",
        "--keep-last 5 --keep-forever 1       | --keep-forever cannot be used",
        "--keep-last 5 --repo=/x              | --repo cannot be used",
        "--keep-last 5 -r /x                  | -r cannot be used",
        "--keep-last 5 --json                 | --json cannot be used",
        "--keep-last 5 --                     | -- cannot be used",
        "--keep-last                          | --keep-last needs a value",
        "--keep-last five                     | is not a number of snapshots",
        "--keep-last --keep-daily             | is not a number of snapshots",
        "--keep-last -3                       | is not a number of snapshots",
        "--keep-within 5                      | is not a duration",
        "--keep-within 2w                     | is not a duration"
      })
  void refused(String words, String because) {
    assertThat(problems(words)).isNotEmpty().first().asString().contains(because.strip());
  }

  @Test
  void noArgumentsKeepNothing() {
    assertThat(ForgetPolicy.problems(List.of())).hasSize(1);
  }

  private static List<String> problems(String words) {
    return ForgetPolicy.problems(Stream.of(words.strip().split(" ")).toList());
  }
}
