package com.datarestor.core.config;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.NoteForgetEnded;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigCommand.WakeConfig;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigEvent.ConfigAskCleared;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.ConfigEvent.ConfigAskRepeated;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.ConfigEvent.ForgetDue;
import com.datarestor.events.ConfigEvent.ForgetEnded;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDeciderTest {

  private static final Instant SUNDAY = Instant.parse("2026-03-08T04:00:00Z");
  private static final Problem PROBLEM =
      new Problem("spec.timeZone", "there is no time zone \"Mars/Base\"");
  private static final List<ObjectRef> VOLUMES = List.of(VOLUME, OTHER_VOLUME);

  private final DeciderFixture<ConfigCommand, ConfigEvent, ConfigState> config =
      DeciderFixture.of(new ConfigDecider());

  private static ObserveConfig good(long generation, ConfigPlan plan) {
    return new ObserveConfig(CONFIG, generation, plan, List.of(), List.of(), List.of());
  }

  private static ObserveConfig bad(long generation, Problem... problems) {
    return new ObserveConfig(CONFIG, generation, plan(), List.of(problems), List.of(), List.of());
  }

  private static ObserveConfig asked(String key, String value, String manager) {
    return new ObserveConfig(
        CONFIG,
        1,
        plan(),
        List.of(),
        List.of(new AnnotationValue(key, value, manager, !manager.isEmpty())),
        VOLUMES);
  }

  private static ConfigAccepted accepted(long generation, ConfigPlan plan) {
    return new ConfigAccepted(CONFIG, generation, plan, List.of());
  }

  private static ForgetDue forget(Instant moment) {
    return new ForgetDue(CONFIG, PRIMARY, moment, List.of("--keep-last", "2"));
  }

  @Test
  void acceptsEachGenerationOnce() {
    config
        .when(good(1, plan()))
        .then(accepted(1, plan()))
        .when(good(1, plan()))
        .thenNothing()
        .when(good(2, plan()))
        .then(accepted(2, plan()))
        .when(good(2, plan()))
        .thenNothing();
  }

  /** A later release may read the same spec otherwise. */
  @Test
  void acceptsAnotherReadingOfTheSameGeneration() {
    ConfigPlan other = plan("0 3 * * *", "", false);
    config.when(good(1, plan())).when(good(1, other)).then(accepted(1, other));
  }

  @Test
  void releasesTheRepositoriesThatAreDropped() {
    ConfigPlan one =
        new ConfigPlan(
            List.of(new RepositoryPlan(PRIMARY, "", "", List.of())),
            "UTC",
            Duration.ZERO,
            false,
            Limits.NONE,
            List.of());
    config
        .when(good(1, plan()))
        .when(good(2, one))
        .then(new ConfigAccepted(CONFIG, 2, one, List.of(SECONDARY)))
        .when(new ConfigVanished(CONFIG))
        .then(new ConfigRemoved(CONFIG, List.of(PRIMARY)));
  }

  @Test
  void aBrokenSpecKeepsTheLastAcceptedPlanAndIsSaidOnce() {
    config
        .when(good(1, plan()))
        .when(bad(2, PROBLEM))
        .then(new ConfigRefused(CONFIG, 2, List.of(PROBLEM)))
        .thenWakesAt(SUNDAY)
        .when(bad(2, PROBLEM))
        .thenNothing()
        .when(bad(3, PROBLEM))
        .then(new ConfigRefused(CONFIG, 3, List.of(PROBLEM)))
        .at(SUNDAY)
        .when(new WakeConfig(CONFIG))
        .then(forget(SUNDAY))
        .when(good(4, plan()))
        .then(accepted(4, plan()));
    assertThat(config.state().problems()).isEmpty();
  }

  @Test
  void aSpecThatWasBrokenFromTheStartDoesNothing() {
    config
        .when(bad(1, PROBLEM))
        .then(new ConfigRefused(CONFIG, 1, List.of(PROBLEM)))
        .thenSleeps()
        .after(Duration.ofDays(30))
        .when(new WakeConfig(CONFIG))
        .thenNothing()
        .when(new ConfigVanished(CONFIG))
        .then(new ConfigRemoved(CONFIG, List.of()));
  }

  @Test
  void forgetIsDueByItsScheduleAndNotBecauseTheConfigWasApplied() {
    config
        .when(good(1, plan()))
        .then(accepted(1, plan()))
        .thenWakesAt(SUNDAY)
        .when(new WakeConfig(CONFIG))
        .thenNothing()
        .at(SUNDAY)
        .when(new WakeConfig(CONFIG))
        .then(forget(SUNDAY))
        .thenSleeps()
        .when(new WakeConfig(CONFIG))
        .thenNothing()
        .when(ended(SUNDAY))
        .then(new ForgetEnded(CONFIG, PRIMARY, forgetOf(SUNDAY).id()))
        .thenWakesAt(SUNDAY.plus(Duration.ofDays(7)));
  }

  @Test
  void aForgetThatCannotRunIsNotAskedForAgainEachTimeItComesDue() {
    Instant third = SUNDAY.plus(Duration.ofDays(14));
    config
        .when(good(1, plan()))
        .at(SUNDAY)
        .when(new WakeConfig(CONFIG))
        .then(forget(SUNDAY))
        .at(third.plusSeconds(1))
        .when(new WakeConfig(CONFIG))
        .thenNothing()
        .when(ended(SUNDAY))
        .then(new ForgetEnded(CONFIG, PRIMARY, forgetOf(SUNDAY).id()), forget(third))
        .when(ended(SUNDAY))
        .thenNothing();
  }

  private static NoteForgetEnded ended(Instant due) {
    return new NoteForgetEnded(forgetOf(due));
  }

  private static Operation forgetOf(Instant due) {
    OperationId id = OperationId.of("forget", CONFIG.uid(), PRIMARY.id().value(), due.toString());
    return Operation.at(due, id, OperationType.FORGET, CONFIG, CONFIG, PRIMARY);
  }

  @Test
  void missedForgetsAreOne() {
    config
        .when(good(1, plan()))
        .after(Duration.ofDays(30))
        .when(good(1, plan()))
        .then(forget(Instant.parse("2026-03-29T04:00:00Z")));
  }

  @Test
  void aForgetThatCameDueWhileSuspendedRunsOnceAfterwards() {
    ConfigPlan suspended = plan("0 2 * * *", "0 4 * * 0", true);
    config
        .when(good(1, suspended))
        .thenSleeps()
        .after(Duration.ofDays(20))
        .when(new WakeConfig(CONFIG))
        .thenNothing()
        .when(good(2, plan()))
        .then(accepted(2, plan()), forget(Instant.parse("2026-03-15T04:00:00Z")));
  }

  @Test
  void aNewForgetScheduleBeginsAnew() {
    ConfigPlan daily = plan("0 2 * * *", "0 4 * * *", false);
    config
        .when(good(1, plan()))
        .at(SUNDAY.plusSeconds(3600))
        .when(good(2, daily))
        .then(accepted(2, daily))
        .thenWakesAt(SUNDAY.plus(Duration.ofDays(1)));
  }

  @Test
  void backupsOfTheWholeConfigAreAskedOnce() {
    Ask ask = Ask.seen(CONFIG, "manual-backup", "*|before", NOON);
    config
        .when(good(1, plan()))
        .when(asked("manual-backup", "*|before", ""))
        .then(new ConfigBackupAsked(CONFIG, ask, VOLUMES, List.of(PRIMARY, SECONDARY), "before"))
        .when(asked("manual-backup", "*|before", ""))
        .thenNothing()
        .when(good(1, plan()))
        .then(new ConfigAskCleared(CONFIG, "manual-backup"))
        .when(asked("manual-backup", "*|before", "argocd-controller"))
        .then(new ConfigAskRepeated(CONFIG, ask.by("argocd-controller"), "argocd-controller"))
        .when(asked("manual-backup", "*|before", "argocd-controller"))
        .thenNothing();
  }

  @Test
  void aConfigThatIsAnnotatedFromTheStartIsAcceptedFirst() {
    config
        .when(asked("manual-restore", "latest", ""))
        .then(
            accepted(1, plan()),
            new ConfigRestoreAsked(
                CONFIG,
                Ask.seen(CONFIG, "manual-restore", "latest", NOON),
                VOLUMES,
                List.of(PRIMARY, SECONDARY),
                "latest"));
  }

  @Test
  void refusesWhatItCannotDo() {
    Ask unknown = Ask.seen(CONFIG, "manual-backup", "9|", NOON);
    config
        .when(good(1, plan()))
        .when(asked("manual-backup", "9|", ""))
        .then(
            new ConfigAskRefused(
                CONFIG,
                unknown,
                "there is no repository with priority 9; write one of: 1 (s3:host/primary), 2"
                    + " (/backups/secondary)"))
        .when(asked("manual-restore", "shop-data|latest", ""));
    assertThat(config.decided())
        .filteredOn(ConfigAskRefused.class::isInstance)
        .singleElement()
        .satisfies(refused -> assertThat(((ConfigAskRefused) refused).message()).isNotBlank());
  }

  @Test
  void refusesToBackUpNothing() {
    config
        .when(
            new ObserveConfig(
                CONFIG,
                1,
                plan(),
                List.of(),
                List.of(new AnnotationValue("manual-backup", "", "", false)),
                List.of()))
        .then(
            accepted(1, plan()),
            new ConfigAskRefused(
                CONFIG,
                Ask.seen(CONFIG, "manual-backup", "", NOON),
                "the selectors of this Config select no volume; check spec.selectors and the"
                    + " labels of your PersistentVolumeClaims"));
  }

  @Test
  void refusesAnAskWhileNothingIsAccepted() {
    config
        .when(
            new ObserveConfig(
                CONFIG,
                1,
                plan(),
                List.of(PROBLEM),
                List.of(new AnnotationValue("manual-backup", "", "", false)),
                VOLUMES))
        .then(
            new ConfigRefused(CONFIG, 1, List.of(PROBLEM)),
            new ConfigAskRefused(
                CONFIG,
                Ask.seen(CONFIG, "manual-backup", "", NOON),
                "the spec of this Config cannot be acted upon; mend it, then ask again"));
  }

  @Test
  void aDeletedConfigIsOver() {
    config
        .when(good(1, plan()))
        .when(new ConfigVanished(CONFIG))
        .then(new ConfigRemoved(CONFIG, List.of(PRIMARY, SECONDARY)))
        .thenSleeps()
        .when(new ConfigVanished(CONFIG))
        .thenNothing()
        .when(good(2, plan()))
        .thenNothing()
        .when(new WakeConfig(CONFIG))
        .thenNothing();
  }
}
