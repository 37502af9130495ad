package com.datarestor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rest:https://me:hunter2@store.example/x | rest:https://***@store.example/x",
        "AWS_SECRET_ACCESS_KEY=abc/def+1 was wrong | AWS_SECRET_ACCESS_KEY=*** was wrong",
        "RESTIC_PASSWORD: hunter2 | RESTIC_PASSWORD: ***",
        "GET /b?X-Amz-Signature=0a1b2c&x=1 | GET /b?X-Amz-Signature=***&x=1",
        "key AKIAIOSFODNN7EXAMPLE refused | key *** refused",
        "Authorization: Bearer eyJhbGciOi.x.y | Authorization: ***",
      })
  void whatLooksLikeACredentialIsTakenOut(String text, String redacted) {
    assertThat(Redaction.of(quoted(text))).isEqualTo(quoted(redacted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wrong password: correct RESTIC_PASSWORD in the Secret",
        "s3:https://store.example/backups",
        "Secret backup-system/restic has no key password (it holds RESTIC_PASSWORD): add the key",
        "a claim called team-secret/token-store",
      })
  void plainSentencesStayAsTheyAre(String text) {
    assertThat(Redaction.of(quoted(text))).isEqualTo(quoted(text));
  }

  private static String quoted(String text) {
    return "{\"message\":\"" + text + "\"}";
  }
}
