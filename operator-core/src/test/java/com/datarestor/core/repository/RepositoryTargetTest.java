package com.datarestor.core.repository;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryTargetTest {

  @ParameterizedTest
  @CsvSource({
    "rest:http://shop:geheim@store.example/x, rest:http://***@store.example/x",
    "rest:https://shop:geheim@store.example, rest:https://***@store.example",
    "rest:https://shop@store.example/, rest:https://***@store.example/",
    "rest:https://shop:geheim@geheim@store.example/x, rest:https://***@store.example/x",
    "rest:https://shop:ge/heim@store.example/x, rest:https://***@store.example/x",
    "s3:https://key:geheim@s3.example:9000/b/p@q, s3:https://***@s3.example:9000/b/p@q",
    "rest:https://store.example/x?token=geheim, rest:https://store.example/x?***",
    "rest:http://***@store.example/x, rest:http://***@store.example/x"
  })
  void whatMayBeACredentialIsTakenOut(String target, String redacted) {
    assertThat(RepositoryTarget.redacted(target)).isEqualTo(redacted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/backups/me@home",
        "s3:s3.amazonaws.com/bucket",
        "rest:http://store.example:8000/me@home/",
        "sftp:backup@store.example:/srv/restic",
        "b2:bucket:path@2"
      })
  void anotherTargetStaysAsItIs(String target) {
    assertThat(RepositoryTarget.redacted(target)).isEqualTo(target);
  }
}
