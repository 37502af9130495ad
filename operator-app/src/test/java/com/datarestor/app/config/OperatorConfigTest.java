package com.datarestor.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.app.config.OperatorConfig.InvalidEnvironment;
import com.datarestor.app.config.OperatorConfig.Variable;
import com.datarestor.events.store.Compaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorConfigTest {

  @Test
  void anEmptyEnvironmentGivesTheDefaults() {
    assertThat(OperatorConfig.read(Map.of("HOME", "/root", "HOSTNAME", "operator-7d9f-x2x")))
        .isEqualTo(
            new OperatorConfig(
                Path.of("/var/lib/datarestor"),
                "",
                true,
                "datarestor-operator-system",
                "operator-7d9f-x2x",
                8080,
                "restic/restic:0.18.0",
                4,
                new Compaction.Limits(Duration.ofDays(90), 1L << 30),
                false,
                "json",
                "info"));
  }

  @Test
  void everyVariableIsRead() {
    assertThat(
            OperatorConfig.read(
                Map.ofEntries(
                    Map.entry("DATARESTOR_DATA_DIR", "/data"),
                    Map.entry("DATARESTOR_CLUSTER", "prod-eu"),
                    Map.entry("DATARESTOR_LEADER_ELECTION", "false"),
                    Map.entry("DATARESTOR_NAMESPACE", "backup-system"),
                    Map.entry("DATARESTOR_IDENTITY", "operator-0"),
                    Map.entry("DATARESTOR_PORT", "0"),
                    Map.entry("DATARESTOR_RESTIC_IMAGE", "mirror.example.org/restic@sha256:11"),
                    Map.entry("DATARESTOR_LANES", "64"),
                    Map.entry("DATARESTOR_LOG_RETENTION", "1d12h"),
                    Map.entry("DATARESTOR_LOG_SIZE", "64Mi"),
                    Map.entry("DATARESTOR_HOLD", "true"),
                    Map.entry("DATARESTOR_LOG_FORMAT", "text"),
                    Map.entry("DATARESTOR_LOG_LEVEL", " debug "))))
        .isEqualTo(
            new OperatorConfig(
                Path.of("/data"),
                "prod-eu",
                false,
                "backup-system",
                "operator-0",
                0,
                "mirror.example.org/restic@sha256:11",
                64,
                new Compaction.Limits(Duration.ofHours(36), 64L << 20),
                true,
                "text",
                "debug"));
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                OperatorConfig.read(
                    Map.ofEntries(
                        Map.entry("DATARESTOR_DATADIR", "/data"),
                        Map.entry("DATARESTOR_CLUSTER", "prod,eu"),
                        Map.entry("DATARESTOR_LEADER_ELECTION", "yes"),
                        Map.entry("DATARESTOR_PORT", "65536"),
                        Map.entry("DATARESTOR_RESTIC_IMAGE", "restic :latest"),
                        Map.entry("DATARESTOR_LANES", "0"),
                        Map.entry("DATARESTOR_LOG_FORMAT", "xml"),
                        Map.entry("DATARESTOR_LOG_LEVEL", "loud"),
                        Map.entry("DATARESTOR_LOG_RETENTION", "90"),
                        Map.entry("DATARESTOR_LOG_SIZE", "1GB"))))
        .isInstanceOf(InvalidEnvironment.class)
        .message()
        .hasLineCount(10)
        .contains(
            "DATARESTOR_DATADIR is not a variable of this operator;"
                + " did you mean DATARESTOR_DATA_DIR?",
            "DATARESTOR_CLUSTER has a comma, which restic tags cannot have; take it out",
            "DATARESTOR_LEADER_ELECTION=\"yes\" is not possible; write true or false",
            "DATARESTOR_PORT=\"65536\" is not possible; write a number 0 to 65535",
            "DATARESTOR_RESTIC_IMAGE=\"restic :latest\" is not possible; write an image without spaces",
            "DATARESTOR_LANES=\"0\" is not possible; write a number 1 to 64",
            "DATARESTOR_LOG_RETENTION=\"90\" is not possible: \"90\" has no unit; write numbers",
            "DATARESTOR_LOG_SIZE=\"1GB\" is not possible;"
                + " write a number and Mi, Gi or Ti, 64Mi or more",
            "DATARESTOR_LOG_FORMAT=\"xml\" is not possible; write json or text",
            "DATARESTOR_LOG_LEVEL=\"loud\" is not possible; write error or warn or info or debug");
  }

  @Test
  void aLogThatIsTooShortOrTooSmallIsRefused() {
    assertThatThrownBy(() -> OperatorConfig.read(Map.of("DATARESTOR_LOG_RETENTION", "23h")))
        .hasMessage("DATARESTOR_LOG_RETENTION=\"23h\" is not possible; write 1d or more");
    assertThatThrownBy(() -> OperatorConfig.read(Map.of("DATARESTOR_LOG_SIZE", "63Mi")))
        .hasMessageContaining("write a number and Mi, Gi or Ti, 64Mi or more");
  }

  @ParameterizedTest
  @CsvSource({
    "DATARESTOR_LOGLEVEL, DATARESTOR_LOG_FORMAT",
    "DATARESTOR_LANE, DATARESTOR_LANES",
    "DATARESTOR_NAMESPACES, DATARESTOR_NAMESPACE",
    "DATARESTOR_PORTS, DATARESTOR_PORT"
  })
  void aTypoIsAnsweredWithTheVariableThatBeginsLikeIt(String typo, String meant) {
    assertThatThrownBy(() -> OperatorConfig.read(Map.of(typo, "1")))
        .hasMessageContaining(typo + " is not a variable")
        .hasMessageContaining("did you mean " + meant + "?");
  }

  @Test
  void aNameThatIsLikeNothingGetsNoSuggestion() {
    assertThatThrownBy(() -> OperatorConfig.read(Map.of("DATARESTOR_ZONE", "1")))
        .hasMessage("DATARESTOR_ZONE is not a variable of this operator");
  }

  @ParameterizedTest
  @EnumSource(Variable.class)
  void theDefaultOfEachVariableIsAcceptedWhenItIsWritten(Variable variable) {
    assertThat(OperatorConfig.read(Map.of(variable.name(), variable.otherwise())))
        .isEqualTo(OperatorConfig.read(Map.of()));
    assertThat(variable.meaning()).isNotBlank();
  }
}
