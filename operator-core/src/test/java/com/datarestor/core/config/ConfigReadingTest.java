package com.datarestor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.ConfigLimits;
import com.datarestor.core.api.v1alpha1.JobTemplate;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.events.Limits;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A spec that cannot be acted upon says what to change, all of it at once. */
class ConfigReadingTest {

  private static final String CRON = "0 2 * * *";

  private static RepositorySpec repository(
      int priority,
      String target,
      @Nullable String backups,
      @Nullable String forgets,
      String... forgetArguments) {
    return new RepositorySpec(
        target,
        priority,
        backups,
        forgets,
        List.of(forgetArguments),
        List.of(),
        List.of(),
        ResticOptions.NONE);
  }

  private static BackupConfigSpec spec(
      String timeZone, String jitter, ConfigLimits limits, RepositorySpec... repositories) {
    return new BackupConfigSpec(
        List.of(repositories),
        List.of(),
        List.of(),
        List.of(),
        false,
        true,
        timeZone,
        jitter,
        false,
        ResticOptions.NONE,
        JobTemplate.NONE,
        limits);
  }

  private static List<Problem> problems(RepositorySpec... repositories) {
    return ConfigReading.of(spec("UTC", "5m", ConfigLimits.DEFAULTS, repositories)).problems();
  }

  @Test
  void readsAGoodSpec() {
    ConfigReading reading =
        ConfigReading.of(
            spec(
                "Europe/Berlin",
                "1h30m",
                new ConfigLimits(4, 2, "3m", "6h"),
                repository(2, "/backups/secondary", null, null),
                repository(
                    1, "rest:https://user:secret@host/path", CRON, "@weekly", "--keep-last", "2")));
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.plan().timeZone()).isEqualTo("Europe/Berlin");
    assertThat(reading.plan().jitter()).isEqualTo(Duration.ofMinutes(90));
    assertThat(reading.plan().limits())
        .isEqualTo(new Limits(4, 2, Duration.ofMinutes(3), Duration.ofHours(6)));
    assertThat(reading.plan().repositories())
        .extracting(plan -> plan.repository().priority())
        .containsExactly(1, 2);
    assertThat(reading.plan().repositories().getFirst())
        .satisfies(
            plan -> {
              assertThat(plan.repository().target()).isEqualTo("rest:https://***@host/path");
              assertThat(plan.repository().id())
                  .isEqualTo(RepositoryId.ofTarget("rest:https://user:secret@host/path"));
              assertThat(plan.backupSchedule()).isEqualTo(CRON);
              assertThat(plan.forgetSchedule()).isEqualTo("@weekly");
              assertThat(plan.forgetArguments()).containsExactly("--keep-last", "2");
            });
    assertThat(reading.toString()).doesNotContain("secret@");
  }

  @Test
  void twoRepositoriesOfOnePriority() {
    assertThat(
            problems(
                repository(1, "/a", CRON, null),
                repository(2, "/b", CRON, null),
                repository(1, "/c", CRON, null)))
        .containsExactly(
            new Problem(
                "spec.repositories[2].priority",
                "repositories[0] has priority 1 too; change one of them"));
  }

  @Test
  void oneTargetTwice() {
    assertThat(problems(repository(1, "/a", CRON, null), repository(2, "/a", null, null)))
        .containsExactly(
            new Problem(
                "spec.repositories[1].target",
                "repositories[0] has the same target; take one of them out, or write what"
                    + " differs"));
  }

  @Test
  void noRepositoryAndAnEmptyTarget() {
    assertThat(problems())
        .containsExactly(
            new Problem(
                "spec.repositories", "there is none; add one with a target and a priority"));
    assertThat(problems(repository(0, "  ", CRON, null)))
        .containsExactly(
            new Problem(
                "spec.repositories[0].target", "is empty; write a restic repository such as s3:…"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 2 * * *  | has 6 fields; a schedule has five: minute hour
          0 0 32 * *   | its day of month is "32"; write *, or 1 to 31
          0 0 30 2 *   | never comes
          @reboot      | is no schedule; write @hourly, @daily
          """)
  void aScheduleThatIsNone(String cron, String sentence) {
    assertThat(problems(repository(0, "/a", cron, null)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("spec.repositories[0].backupSchedule");
              assertThat(problem.message()).contains(sentence);
            });
    assertThat(problems(repository(0, "/a", null, cron, "--keep-last", "1")))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.field()).isEqualTo("spec.repositories[0].forgotSchedule");
              assertThat(problem.message()).contains(sentence);
            });
  }

  @Test
  void anUnknownZoneIsSaidOnceAndSchedulesAreStillRead() {
    assertThat(
            ConfigReading.of(
                    spec(
                        "Europe/Berln",
                        "5m",
                        ConfigLimits.DEFAULTS,
                        repository(0, "/a", "0 0 32 * *", null)))
                .problems())
        .hasSize(2)
        .contains(
            new Problem(
                "spec.timeZone",
                "there is no time zone \"Europe/Berln\"; did you mean Europe/Berlin?"));
  }

  @Test
  void forgetArgumentsThatKeepNothing() {
    String sentence =
        "nothing would be kept; write at least one --keep option with a number above"
            + " 0, such as --keep-last=10.";
    Problem problem = new Problem("spec.repositories[0].forgetArgs", sentence);
    assertThat(problems(repository(0, "/a", null, "@weekly"))).containsExactly(problem);
    assertThat(problems(repository(0, "/a", null, "@weekly", "--keep-last=0")))
        .containsExactly(problem);
    assertThat(problems(repository(0, "/a", null, null, "--prune"))).containsExactly(problem);
    assertThat(problems(repository(0, "/a", null, null))).isEmpty();
  }

  @Test
  void durationsThatAreNone() {
    String advice = "a duration is a number with its unit h, m or s: write 30s, 5m or 1h30m";
    ConfigReading reading =
        ConfigReading.of(
            spec(
                "UTC",
                "5",
                new ConfigLimits(4, 0, "soon", "-1h"),
                repository(0, "/a", CRON, null)));
    assertThat(reading.problems())
        .containsExactlyInAnyOrder(
            new Problem("spec.jitter", "\"5\" is no duration; " + advice),
            new Problem("spec.limits.startDeadline", "\"soon\" is no duration; " + advice),
            new Problem("spec.limits.runDeadline", "\"-1h\" is no duration; " + advice));
    assertThat(reading.plan().limits().startDeadline()).isEqualTo(Limits.NONE.startDeadline());
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThat(
            ConfigReading.of(
                    spec(
                        "Mars/Base",
                        "5",
                        ConfigLimits.DEFAULTS,
                        repository(0, "", "0 0 2 * * *", "@weekly"),
                        repository(0, "/b", CRON, null)))
                .problems())
        .extracting(Problem::field)
        .containsExactlyInAnyOrder(
            "spec.timeZone",
            "spec.jitter",
            "spec.repositories[0].target",
            "spec.repositories[0].backupSchedule",
            "spec.repositories[0].forgetArgs",
            "spec.repositories[1].priority");
  }
}
