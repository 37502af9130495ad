package com.datarestor.core.watch;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.watch.ClusterObjects.config;
import static com.datarestor.core.watch.ClusterObjects.labelled;
import static com.datarestor.core.watch.ClusterObjects.namespace;
import static com.datarestor.core.watch.ClusterObjects.namespaces;
import static com.datarestor.core.watch.ClusterObjects.namespacesLabelled;
import static com.datarestor.core.watch.ClusterObjects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterObserverTest {

  private final RecordingCommandBus bus = new RecordingCommandBus();
  private final ClusterObserver observer =
      new ClusterObserver(bus, Clock.fixed(NOON, ZoneOffset.UTC), uid -> Optional.empty(), false);
  private final WatchedKind.Listener<VolumeView> volumes = observer.volumeListener();
  private final WatchedKind.Listener<BackupConfig> configs = observer.configListener();
  private final WatchedKind.Listener<NamespaceView> namespaces = observer.namespaceListener();

  private final BackupConfig nightly =
      config(CONFIG, "0 2 * * *", List.of(namespaces("shop")), Map.of());

  private void open() {
    volumes.seen(volume(VOLUME, Map.of()));
    volumes.seen(volume(OTHER_VOLUME, Map.of()));
    configs.seen(nightly);
    observer.open(List.of());
  }

  private static ObjectRef about(Command command) {
    return command instanceof VolumeCommand volume
        ? volume.volume()
        : ((ConfigCommand) command).config();
  }

  @Test
  void saysNothingBeforeEverythingIsSeenAndThenEverything() {
    volumes.seen(volume(VOLUME, Map.of()));
    configs.seen(nightly);
    volumes.listed(List.of(volume(VOLUME, Map.of())));
    assertThat(bus.take()).isEmpty();
    observer.open(List.of());
    assertThat(bus.take())
        .hasSize(2)
        .hasAtLeastOneElementOfType(ObserveConfig.class)
        .filteredOn(ObserveVolume.class::isInstance)
        .singleElement()
        .satisfies(
            seen ->
                assertThat(((ObserveVolume) seen).selections())
                    .extracting(selection -> selection.config())
                    .containsExactly(CONFIG));
  }

  @Test
  void whatVanishedWhileTheOperatorWasDownIsSaid() {
    volumes.seen(volume(VOLUME, Map.of()));
    observer.open(List.of(VOLUME, OTHER_VOLUME, CONFIG));
    assertThat(bus.take())
        .contains(new VolumeVanished(OTHER_VOLUME), new ConfigVanished(CONFIG))
        .doesNotContain(new VolumeVanished(VOLUME));
  }

  @Test
  void anUpdateWithoutADifferenceSaysNothing() {
    open();
    bus.take();
    volumes.seen(volume(VOLUME, Map.of()));
    volumes.seen(volume(VOLUME, Map.of("last-backup", "Completed")));
    configs.seen(config(CONFIG, "0 2 * * *", List.of(namespaces("shop")), Map.of()));
    assertThat(bus.take()).isEmpty();
  }

  @Test
  void aListingTellsTheLevelsOfItsKindAgain() {
    open();
    bus.take();
    volumes.listed(List.of(volume(VOLUME, Map.of()), volume(OTHER_VOLUME, Map.of())));
    assertThat(bus.take())
        .extracting(ClusterObserverTest::about)
        .containsExactly(VOLUME, OTHER_VOLUME);
    configs.listed(List.of(nightly));
    assertThat(bus.take()).extracting(ClusterObserverTest::about).containsExactly(CONFIG);
    volumes.seen(volume(VOLUME, Map.of()));
    assertThat(bus.take()).isEmpty();
  }

  @Test
  void whatAListingDoesNotHaveIsGone() {
    open();
    bus.take();
    volumes.listed(List.of(volume(OTHER_VOLUME, Map.of())));
    assertThat(bus.take()).first().isEqualTo(new VolumeVanished(VOLUME));
    configs.listed(List.of());
    assertThat(bus.take()).contains(new ConfigVanished(CONFIG));
  }

  @Test
  void aChangedConfigReachesTheVolumesItSelects() {
    open();
    bus.take();
    configs.seen(config(CONFIG, "0 3 * * *", List.of(namespaces("shop")), Map.of()));
    assertThat(bus.take())
        .extracting(ClusterObserverTest::about)
        .containsExactlyInAnyOrder(CONFIG, VOLUME, OTHER_VOLUME);
    configs.seen(config(OTHER_CONFIG, "@weekly", List.of(namespaces("lab")), Map.of()));
    assertThat(bus.take()).extracting(ClusterObserverTest::about).containsExactly(OTHER_CONFIG);
  }

  @Test
  void aConfigThatIsGoneLeavesItsVolumesUnselected() {
    open();
    bus.take();
    configs.gone(nightly);
    List<Command> told = bus.take();
    assertThat(told).contains(new ConfigVanished(CONFIG));
    assertThat(told)
        .filteredOn(ObserveVolume.class::isInstance)
        .hasSize(2)
        .allSatisfy(seen -> assertThat(((ObserveVolume) seen).selections()).isEmpty());
    configs.gone(nightly);
    assertThat(bus.take()).isEmpty();
  }

  @Test
  void anAnnotatedConfigIsToldWhichVolumesItSelects() {
    open();
    bus.take();
    configs.seen(
        config(CONFIG, "0 2 * * *", List.of(namespaces("shop")), Map.of("manual-backup", "")));
    assertThat(bus.take())
        .singleElement()
        .satisfies(
            told ->
                assertThat(((ObserveConfig) told).volumes()).containsExactly(VOLUME, OTHER_VOLUME));
  }

  @Test
  void aVolumeThatIsBeingDeletedIsGoneAtOnce() {
    open();
    bus.take();
    VolumeView deleting = volume(VOLUME, Map.of());
    deleting.getMetadata().setDeletionTimestamp("2026-03-01T12:00:00Z");
    volumes.seen(deleting);
    volumes.seen(deleting);
    volumes.gone(deleting);
    assertThat(bus.take()).containsExactly(new VolumeVanished(VOLUME));
  }

  @Test
  void aChangedLabelIsToldOfThatVolumeOnly() {
    open();
    bus.take();
    VolumeView annotated = volume(VOLUME, Map.of("manual-backup", "now"));
    volumes.seen(labelled(annotated, Map.of("app", "shop")));
    assertThat(bus.take()).extracting(ClusterObserverTest::about).containsExactly(VOLUME);
  }

  @Test
  void labelsOfANamespaceSelectItsVolumes() {
    configs.seen(
        config(CONFIG, "0 2 * * *", List.of(namespacesLabelled("backup", "yes")), Map.of()));
    volumes.seen(volume(VOLUME, Map.of()));
    observer.open(List.of());
    assertThat(bus.take())
        .filteredOn(ObserveVolume.class::isInstance)
        .allSatisfy(seen -> assertThat(((ObserveVolume) seen).selections()).isEmpty());
    namespaces.seen(namespace("shop", Map.of("backup", "yes")));
    assertThat(bus.take())
        .singleElement()
        .satisfies(seen -> assertThat(((ObserveVolume) seen).selections()).hasSize(1));
    namespaces.seen(namespace("shop", Map.of("backup", "yes")));
    assertThat(bus.take()).isEmpty();
  }
}
