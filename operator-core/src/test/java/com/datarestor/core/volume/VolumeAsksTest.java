package com.datarestor.core.volume;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.repository;
import static com.datarestor.core.decide.Examples.selection;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.ManualRestoreAsked;
import com.datarestor.events.VolumeEvent.VolumeAskCleared;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import com.datarestor.events.VolumeEvent.VolumeAskRepeated;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotations on a volume: each accepted once, refused with a sentence, or left waiting. */
class VolumeAsksTest {

  private static final String BACKUP = "manual-backup";
  private static final String RESTORE = "manual-restore";
  private static final String TOOL = "kustomize-controller";

  private final DeciderFixture<VolumeCommand, VolumeEvent, VolumeState> volume =
      DeciderFixture.of(new VolumeDecider())
          .given(new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of()));

  private static ObserveVolume with(AnnotationValue... annotations) {
    return new ObserveVolume(VOLUME, true, false, List.of(selection()), "", List.of(annotations));
  }

  private static AnnotationValue by(String manager, String key, String value) {
    return new AnnotationValue(key, value, manager, !manager.isEmpty());
  }

  private static AnnotationValue person(String key, String value) {
    return by("", key, value);
  }

  private static Ask ask(String key, String value, Instant firstSeen) {
    return Ask.seen(VOLUME, key, value, firstSeen);
  }

  private static ManualBackupAsked backup(
      String value, Instant at, List<RepositoryRef> repositories, String name) {
    return new ManualBackupAsked(
        VOLUME, ask(BACKUP, value, at), CONFIG, repositories, name, List.of());
  }

  @Test
  void isAcceptedOnceHoweverOftenItIsSeen() {
    volume
        .when(with(person(BACKUP, "before")))
        .then(backup("before", NOON, List.of(PRIMARY), "before"))
        .after(Duration.ofSeconds(1))
        .when(with(person(BACKUP, "before")))
        .thenNothing()
        .when(with())
        .then(new VolumeAskCleared(VOLUME, BACKUP))
        .when(with())
        .thenNothing()
        .when(with(person(BACKUP, "before")))
        .then(backup("before", NOON.plusSeconds(1), List.of(PRIMARY), "before"));
  }

  @Test
  void goesToTheRepositoriesItNames() {
    volume
        .when(with(person(BACKUP, "*|")))
        .then(backup("*|", NOON, List.of(PRIMARY, SECONDARY), ""))
        .when(with(person(BACKUP, "2|x")))
        .then(backup("2|x", NOON, List.of(SECONDARY), "x"))
        .when(with(person(BACKUP, "s3:host/primary|x")))
        .then(backup("s3:host/primary|x", NOON, List.of(PRIMARY), "x"));
  }

  @Test
  void aRestoreSearchesByPriorityOrWhereItIsTold() {
    volume
        .when(with(person(RESTORE, "latest")))
        .then(
            new ManualRestoreAsked(
                VOLUME,
                ask(RESTORE, "latest", NOON),
                CONFIG,
                List.of(PRIMARY, SECONDARY),
                "shop-data",
                "latest"))
        .when(with(person(RESTORE, "2|shop-logs|before")))
        .then(
            new ManualRestoreAsked(
                VOLUME,
                ask(RESTORE, "2|shop-logs|before", NOON),
                CONFIG,
                List.of(SECONDARY),
                "shop-logs",
                "before"));
  }

  @Test
  void aToolThatPutsItBackIsToldOnceAndRunsNothing() {
    volume
        .when(with(by(TOOL, RESTORE, "latest")))
        .when(with())
        .after(Duration.ofMinutes(3))
        .when(with(by(TOOL, RESTORE, "latest")))
        .then(
            new VolumeAskRepeated(
                VOLUME, ask(RESTORE, "latest", NOON.plusSeconds(180)).by(TOOL), TOOL))
        .when(with(by(TOOL, RESTORE, "latest")))
        .thenNothing()
        .when(with(by(TOOL, RESTORE, "latest-1")))
        .then(
            new ManualRestoreAsked(
                VOLUME,
                ask(RESTORE, "latest-1", NOON.plusSeconds(180)).by(TOOL),
                CONFIG,
                List.of(PRIMARY, SECONDARY),
                "shop-data",
                "latest-1"));
  }

  /** A person asked for something else in between; a restore that runs again would lose data. */
  @Test
  void aToolThatPutsAnOlderValueBackRunsNothing() {
    volume
        .when(with(by(TOOL, RESTORE, "latest")))
        .when(with())
        .when(with(person(RESTORE, "latest-1")))
        .when(with())
        .when(with(by(TOOL, RESTORE, "latest")))
        .then(new VolumeAskRepeated(VOLUME, ask(RESTORE, "latest", NOON).by(TOOL), TOOL))
        .when(with(person(RESTORE, "latest-1")))
        .when(with(by(TOOL, RESTORE, "latest")))
        .then(new VolumeAskRepeated(VOLUME, ask(RESTORE, "latest", NOON).by(TOOL), TOOL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          manual-backup  ! 7|x ! there is no repository with priority 7; write one of: 1 (s3:host/primary), 2 (/backups/secondary)
          manual-backup  ! rest:https://other/|x ! there is no repository with that target; write one of: 1 (s3:host/primary), 2 (/backups/secondary)
          manual-backup  ! a,b ! "a,b" has a comma: restic would read it as two tags; use a dash
          manual-restore ! 9||latest ! there is no repository with priority 9; write one of: 1 (s3:host/primary), 2 (/backups/secondary)
          """)
  void isRefusedWithASentence(String key, String value, String sentence) {
    volume
        .when(with(person(key, value)))
        .then(new VolumeAskRefused(VOLUME, ask(key, value, NOON), sentence))
        .when(with(person(key, value)))
        .thenNothing();
  }

  @Test
  void whatCannotBeDoneNowIsRefused() {
    volume
        .when(
            new ObserveVolume(
                VOLUME, false, false, List.of(selection()), "", List.of(person(BACKUP, ""))))
        .then(
            new VolumeObserved(VOLUME, false, false, List.of(selection()), "", List.of()),
            new VolumeAskRefused(
                VOLUME,
                ask(BACKUP, "", NOON),
                "the volume is not bound yet; wait until its status is Bound, then annotate it"
                    + " again"))
        .when(
            new ObserveVolume(
                VOLUME, true, true, List.of(selection()), "", List.of(person(RESTORE, "latest"))))
        .then(
            new VolumeObserved(VOLUME, true, true, List.of(selection()), "", List.of()),
            new VolumeAskCleared(VOLUME, BACKUP),
            new VolumeAskRefused(
                VOLUME,
                ask(RESTORE, "latest", NOON),
                "the volume is a block device (volumeMode: Block); only file systems can be"
                    + " backed up and restored"));
  }

  @Test
  void badBackupArgumentsAreRefusedOnce() {
    volume
        .when(with(person("backup-args", "--exclude 'open")))
        .then(
            new VolumeAskRefused(
                VOLUME,
                ask("backup-args", "--exclude 'open", NOON),
                "a ' is opened and not closed; close it"))
        .when(with(person("backup-args", "--exclude 'open")))
        .thenNothing();
  }

  @Test
  void anAskThatWaitedKeepsTheMomentItWasFirstSeen() {
    ObserveVolume unselected =
        new ObserveVolume(
            VOLUME, true, false, List.of(), "excluded by annotation", List.of(person(BACKUP, "")));
    volume
        .when(unselected)
        .then(
            new VolumeObserved(VOLUME, true, false, List.of(), "excluded by annotation", List.of()),
            new VolumeAskWaits(
                VOLUME,
                ask(BACKUP, "", NOON),
                "manual-backup waits: no Config selects this volume (excluded by annotation)"))
        .after(Duration.ofDays(1))
        .when(unselected)
        .thenNothing()
        .when(with(person(BACKUP, "")))
        .then(
            new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of()),
            backup("", NOON, List.of(PRIMARY), ""));
  }

  @Test
  void theFirstConfigThatHasTheRepositoryIsAsked() {
    RepositoryRef third = repository(3, "s3:host/third");
    ConfigPlan weekly =
        new ConfigPlan(
            List.of(new RepositoryPlan(third, "", "", List.of())),
            "UTC",
            Duration.ZERO,
            false,
            Limits.NONE,
            List.of());
    List<Selection> both =
        List.of(
            new Selection(CONFIG, plan(), "selector 1 (matchNamespaces: shop)"),
            new Selection(OTHER_CONFIG, weekly, "selector 1 (matchNamespaces: shop)"));
    volume
        .when(
            new ObserveVolume(VOLUME, true, false, both, "", List.of(person(BACKUP, "3|monthly"))))
        .then(
            new VolumeObserved(VOLUME, true, false, both, "", List.of()),
            new ManualBackupAsked(
                VOLUME,
                ask(BACKUP, "3|monthly", NOON),
                OTHER_CONFIG,
                List.of(third),
                "monthly",
                List.of()));
  }
}
