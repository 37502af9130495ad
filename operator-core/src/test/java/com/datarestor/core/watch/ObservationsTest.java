package com.datarestor.core.watch;

import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.watch.ClusterObjects.config;
import static com.datarestor.core.watch.ClusterObjects.namespaces;
import static com.datarestor.core.watch.ClusterObjects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.AnnotationWriter;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObservationsTest {

  private static KnownConfig known(ObjectRef ref, String... namespaces) {
    BackupConfig config = config(ref, "0 2 * * *", List.of(namespaces(namespaces)), Map.of());
    ConfigReading reading = ConfigReading.of(config.getSpec());
    return new KnownConfig(config, reading, Optional.of(reading.plan()));
  }

  private static final String BECAUSE = "selector 1 (matchNamespaces: shop)";

  private static ObserveVolume observe(Map<String, String> annotations, KnownConfig... configs) {
    return Observations.volume(
        volume(VOLUME, annotations), List.of(configs), Map.of(), Optional.empty());
  }

  @Test
  void everyConfigThatSelectsTheVolumeIsToldInTheOrderOfNames() {
    KnownConfig nightly = known(CONFIG, "shop");
    KnownConfig weekly = known(OTHER_CONFIG, "shop");
    assertThat(observe(Map.of(), weekly, nightly))
        .isEqualTo(
            new ObserveVolume(
                VOLUME,
                true,
                false,
                List.of(
                    new Selection(CONFIG, nightly.reading().plan(), BECAUSE),
                    new Selection(OTHER_CONFIG, weekly.reading().plan(), BECAUSE)),
                "",
                List.of()));
  }

  @Test
  void saysWhyNothingSelectsIt() {
    assertThat(observe(Map.of()).unselectedBecause())
        .isEqualTo("there is no Config in the cluster");
    assertThat(observe(Map.of(), known(OTHER_CONFIG, "lab"), known(CONFIG, "lab")))
        .satisfies(
            seen -> {
              assertThat(seen.selections()).isEmpty();
              assertThat(seen.unselectedBecause())
                  .isEqualTo(
                      "Config backup-system/nightly: selector 1: namespace shop is not lab; Config"
                          + " team/weekly: selector 1: namespace shop is not lab");
            });
  }

  @Test
  void anExcludedVolumeIsSelectedByNothingAndKeepsItsReason() {
    KnownConfig nightly = known(CONFIG, "shop");
    assertThat(observe(Map.of("exclude", "cache, can be rebuilt"), nightly))
        .satisfies(
            seen -> {
              assertThat(seen.selections()).isEmpty();
              assertThat(seen.unselectedBecause()).isEqualTo("excluded: cache, can be rebuilt");
            });
    assertThat(observe(Map.of("exclude", " "), nightly).unselectedBecause())
        .isEqualTo("excluded by annotation");
  }

  @Test
  void onlyAnnotationsThatAskForSomethingAreTold() {
    assertThat(
            observe(Map.of("manual-backup", "before", "last-backup", "Completed", "stop-pods", "x"))
                .annotations())
        .containsExactly(new AnnotationValue("manual-backup", "before", "", false));
  }

  @Test
  void anAnnotationOfAMebibyteIsCut() {
    String mebibyte = "x".repeat(1 << 20);
    assertThat(observe(Map.of("manual-restore", mebibyte)).annotations())
        .singleElement()
        .satisfies(annotation -> assertThat(annotation.value()).hasSize(257));
    assertThat(observe(Map.of("exclude", mebibyte)).unselectedBecause()).hasSizeLessThan(300);
    BackupConfig asked = config(CONFIG, "0 2 * * *", List.of(), Map.of("manual-backup", mebibyte));
    ObserveConfig told =
        Observations.config(
            new KnownConfig(asked, ConfigReading.of(asked.getSpec()), Optional.empty()),
            Map.of(),
            List.of());
    assertThat(told.annotations())
        .singleElement()
        .satisfies(annotation -> assertThat(annotation.value()).hasSize(257));
  }

  @Test
  void aPasswordInAnAnnotationIsNotTold() {
    assertThat(
            observe(
                    Map.of(
                        "manual-backup", "rest:https://shop:geheim@store.example/x|before",
                        "manual-restore", "1|rest:http://u:geheim@store.example/|x",
                        "backup-args", "--exclude=https://u:geheim@store.example"))
                .annotations())
        .extracting(AnnotationValue::value)
        .containsExactly(
            "rest:https://***@store.example/x|before",
            "1|rest:http://***@store.example/|x",
            "--exclude=https://***@store.example");
    assertThat(observe(Map.of("exclude", "is in s3:https://u:geheim@store")).unselectedBecause())
        .doesNotContain("geheim");
  }

  /** Cut in the middle of a password it would not look like one any more. */
  @Test
  void aPasswordBehindTheLongestValueIsNotCutButTakenOut() {
    assertThat(observe(Map.of("manual-backup", "a".repeat(240) + "://user:geheimgeheim@host/x")))
        .extracting(Object::toString)
        .asString()
        .doesNotContain("geheim", "user");
  }

  @Test
  void anUnboundVolumeAndABlockDeviceAreSeenAsSuch() {
    VolumeView pending = volume(VOLUME, Map.of());
    pending.setStatus(new VolumeView.Status("Pending"));
    VolumeView block = volume(VOLUME, Map.of());
    block.setSpec(new VolumeView.Spec("pv-1", "Block", null, null));
    assertThat(Observations.volume(pending, List.of(), Map.of(), Optional.empty()).bound())
        .isFalse();
    assertThat(Observations.volume(block, List.of(), Map.of(), Optional.empty()).block()).isTrue();
    assertThat(observe(Map.of()).bound()).isTrue();
    assertThat(observe(Map.of()).block()).isFalse();
  }

  /** Volumes come and go; a Config that is asked for nothing is not told each time. */
  @Test
  void aConfigIsToldItsVolumesOnlyWhenItIsAsked() {
    KnownConfig quiet = known(CONFIG, "shop");
    assertThat(Observations.config(quiet, Map.of(), List.of(VOLUME)).volumes()).isEmpty();
    BackupConfig asked = config(CONFIG, "0 2 * * *", List.of(), Map.of("manual-backup", ""));
    assertThat(
            Observations.config(
                new KnownConfig(asked, ConfigReading.of(asked.getSpec()), Optional.empty()),
                Map.of(
                    "manual-backup",
                    new AnnotationWriter("argocd-controller", true, Instant.EPOCH)),
                List.of(VOLUME)))
        .satisfies(
            told -> {
              assertThat(told.volumes()).containsExactly(VOLUME);
              assertThat(told.annotations())
                  .containsExactly(
                      new AnnotationValue("manual-backup", "", "argocd-controller", true));
            });
  }

  @Test
  void aBrokenConfigSelectsWithTheLastPlanThatCouldBeActedUpon() {
    KnownConfig good = known(CONFIG, "shop");
    BackupConfig broken = config(CONFIG, "0 0 32 * *", List.of(namespaces("shop")), Map.of());
    ConfigReading reading = ConfigReading.of(broken.getSpec());
    assertThat(observe(Map.of(), new KnownConfig(broken, reading, good.plan())).selections())
        .containsExactly(new Selection(CONFIG, good.reading().plan(), BECAUSE));
    assertThat(observe(Map.of(), new KnownConfig(broken, reading, Optional.empty())).selections())
        .isEmpty();
  }
}
