package com.datarestor.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Mark;
import com.datarestor.events.Settlement;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettledMarkerTest {

  private static final String UID = "0b7c7f4e-6d44-4c0e-a0f4-2f9f1e1d7a11";

  @Test
  void itIsReadByPeopleAndKnownByItsClaim() {
    SettledMarker marker =
        SettledMarker.of(
            UID,
            new Settlement(
                Settlement.Kind.RESTORED, "4dc10912", "repository 1 (s3:host/bucket)", "filled"),
            Instant.parse("2026-11-30T22:15:03.5Z"));

    assertThat(marker.text())
        .isEqualTo(
            "uid="
                + UID
                + " state=restored at=2026-11-30T22:15:03Z snapshot=4dc10912"
                + " repository=repository 1 (s3:host/bucket)");
    assertThat(marker.isOf(UID)).isTrue();
    assertThat(marker.isOf(UID.substring(1))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Settlement.Kind.class)
  void itSaysHowAndWhen(Settlement.Kind kind) {
    Instant at = Instant.parse("2026-11-30T22:15:03Z");

    assertThat(SettledMarker.of(UID, new Settlement(kind, "4dc1", "repository 1", ""), at).mark())
        .contains(new Mark(kind, at));
    assertThat(SettledMarker.of(UID, Settlement.of(kind, ""), at).mark())
        .contains(new Mark(kind, at));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uid=" + UID + " state=fresh",
        "uid=" + UID + " state=fresh at=",
        "uid=" + UID + " state=fresh at=yesterday",
        "uid=" + UID + " state=done at=2026-11-30T22:15:03Z",
      })
  void whatAPersonMadeUnreadableIsAMarkerAndSaysNothing(String text) {
    assertThat(new SettledMarker(text).isOf(UID)).isTrue();
    assertThat(new SettledMarker(text).mark()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "true",
        "uid=" + UID,
        "uid=" + UID + " state=",
        " uid=" + UID + " state=fresh",
        "uid=another state=fresh uid=" + UID + " state=fresh",
      })
  void anythingElseIsNoMarker(String text) {
    assertThat(new SettledMarker(text).isOf(UID)).isFalse();
  }
}
