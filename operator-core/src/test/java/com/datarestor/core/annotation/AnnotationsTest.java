package com.datarestor.core.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.ApiGroup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationsTest {

  /** They stand in users' files and scripts. */
  @Test
  void keysAreThoseOfTheDocumentation() {
    assertThat(
            List.of(
                Annotations.MANUAL_BACKUP,
                Annotations.MANUAL_RESTORE,
                Annotations.LAST_BACKUP,
                Annotations.LAST_RESTORE,
                Annotations.BACKUP_ARGS,
                Annotations.EXCLUDE,
                Annotations.AUTO_RESTORE,
                Annotations.STOP_PODS))
        .extracting(Annotations::key)
        .containsExactly(
            "backup.datarestor-operator.com/manual-backup",
            "backup.datarestor-operator.com/manual-restore",
            "backup.datarestor-operator.com/last-backup",
            "backup.datarestor-operator.com/last-restore",
            "backup.datarestor-operator.com/backup-args",
            "backup.datarestor-operator.com/exclude",
            "backup.datarestor-operator.com/auto-restore",
            "backup.datarestor-operator.com/stop-pods");
    assertThat(Annotations.PREFIX).isEqualTo(ApiGroup.NAME + "/");
  }

  @Test
  void aCutValueIsStillTooLong() {
    assertThat(Annotations.told("a".repeat(256))).hasSize(256);
    assertThat(Annotations.told("a".repeat(257))).hasSize(257);
    assertThat(Annotations.told("a".repeat(1024 * 1024))).hasSize(257);
  }

  /** Half a character could not be written into the event log. */
  @Test
  void aCutNeverHalvesACharacter() {
    String cut = Annotations.told("a".repeat(256) + "🙂".repeat(1000));
    assertThat(cut).isEqualTo("a".repeat(256) + "🙂");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
  }
}
