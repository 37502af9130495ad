package com.datarestor.core.watch;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.watch.ClusterObjects.config;
import static com.datarestor.core.watch.ClusterObjects.namespace;
import static com.datarestor.core.watch.ClusterObjects.namespaces;
import static com.datarestor.core.watch.ClusterObjects.volume;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.SettledMarker;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.ClusterCommand.ListSettledClaims;
import com.datarestor.events.ClusterCommand.ReleasePod;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.Hold;
import com.datarestor.events.Mark;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is seen of pods and claims together: who waits, who may go. */
class HeldPodsTest {

  private final RecordingCommandBus bus = new RecordingCommandBus();
  private final MovedClock clock = new MovedClock();
  private final ClusterObserver observer =
      new ClusterObserver(bus, clock, uid -> Optional.empty(), true);
  private final WatchedKind.Listener<VolumeView> volumes = observer.volumeListener();
  private final WatchedKind.Listener<BackupConfig> configs = observer.configListener();
  private final WatchedKind.Listener<NamespaceView> namespaces = observer.namespaceListener();
  private final WatchedKind.Listener<PodView> pods = observer.podListener();

  private List<Command> last = List.of();

  private static final class MovedClock extends Clock {
    private Instant now = NOON;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void open() {
    namespaces.seen(namespace("shop", Map.of()));
    volumes.seen(volume(VOLUME, Map.of()));
    configs.seen(config(CONFIG, "0 2 * * *", List.of(namespaces("shop")), Map.of()));
    observer.open(List.of(CONFIG));
  }

  private static PodView pod(String name, boolean gated, boolean started, String... claims) {
    PodView pod = new PodView();
    pod.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName(name)
            .withUid("uid-of-" + name)
            .build());
    pod.setSpec(
        new PodView.Spec(
            Arrays.stream(claims).map(c -> new PodView.Volume(new PodView.Claim(c))).toList(),
            gated ? List.of(new PodView.Gate(Annotations.GATE)) : List.of()));
    pod.setStatus(
        new PodView.Status(
            List.of(
                new PodView.Container(0, new PodView.State(started ? Map.of() : null, null), null)),
            null));
    return pod;
  }

  private static VolumeView settled(ObjectRef ref, String uid) {
    return volume(
        ref,
        Map.of(
            Annotations.RESTORE_STATE,
            SettledMarker.of(uid, Settlement.of(Settlement.Kind.FRESH, ""), NOON).text()));
  }

  private static Hold holdIn(List<Command> said) {
    return said.stream()
        .filter(ObserveVolume.class::isInstance)
        .map(ObserveVolume.class::cast)
        .reduce((first, second) -> second)
        .orElseThrow()
        .hold();
  }

  @Test
  void aPodThatWaitsIsToldOnceAndGoesWhenItsClaimIsSettled() {
    open();
    pods.seen(pod("web", true, false, VOLUME.name()));
    List<Command> said = bus.take();
    assertThat(holdIn(said).use()).isEqualTo(ClaimUse.HELD);
    assertThat(said)
        .filteredOn(TellUser.class::isInstance)
        .singleElement()
        .satisfies(
            tell -> {
              assertThat(((TellUser) tell).object().kind()).isEqualTo(ObjectRef.POD);
              assertThat(((TellUser) tell).message()).contains("start-fresh", VOLUME.name());
            });
    observer.lookAtGates();
    assertThat(bus.take()).isEmpty();

    volumes.seen(settled(VOLUME, VOLUME.uid()));
    said = bus.take();
    assertThat(holdIn(said).mark()).containsExactly(new Mark(Settlement.Kind.FRESH, NOON));
    assertThat(said)
        .contains(
            new ReleasePod(ObjectRef.pod("shop", "web", "uid-of-web")),
            new ListSettledClaims(ObjectRef.namespace("shop"), List.of(VOLUME.name()), List.of()));
  }

  /** Where one claim waits, no pod may start that nobody has looked at. */
  @Test
  void aNamespaceIsCompleteWhileEveryClaimInItIsSettled() {
    open();
    assertThat(bus.take()).as("no settled claim").noneMatch(ListSettledClaims.class::isInstance);
    volumes.seen(settled(VOLUME, VOLUME.uid()));
    assertThat(listing()).isEqualTo(list(List.of(VOLUME.name()), List.of()));
    assertThat(listing().complete()).isTrue();
    namespaces.seen(listing(VOLUME.name(), true));

    volumes.seen(volume(OTHER_VOLUME, Map.of()));

    assertThat(listing()).isEqualTo(list(List.of(VOLUME.name()), List.of(OTHER_VOLUME.name())));
    assertThat(listing().complete()).isFalse();
  }

  /** The hook that runs before an upgrade does not know which claims have no pod. */
  @Test
  void aLabelThatIsWrongIsPutRight() {
    open();
    volumes.seen(settled(VOLUME, VOLUME.uid()));
    volumes.seen(volume(OTHER_VOLUME, Map.of()));
    bus.take();
    namespaces.seen(listing(VOLUME.name(), true));
    observer.lookAtGates();
    assertThat(listing().complete()).isFalse();
    namespaces.seen(listing(VOLUME.name(), false));
    observer.lookAtGates();
    assertThat(bus.take()).noneMatch(ListSettledClaims.class::isInstance);
  }

  private static ListSettledClaims list(List<String> claims, List<String> waiting) {
    return new ListSettledClaims(ObjectRef.namespace("shop"), claims, waiting);
  }

  private ListSettledClaims listing() {
    last =
        Stream.concat(last.stream(), bus.take().stream())
            .filter(ListSettledClaims.class::isInstance)
            .reduce((first, second) -> second)
            .stream()
            .toList();
    return (ListSettledClaims) last.getFirst();
  }

  private static NamespaceView listing(String claims, boolean complete) {
    NamespaceView namespace = namespace("shop", Map.of());
    namespace
        .getMetadata()
        .setAnnotations(Map.of(Annotations.key(Annotations.SETTLED_CLAIMS), claims));
    if (complete) {
      namespace.getMetadata().setLabels(Map.of(Annotations.CLAIMS_LABEL, Annotations.SETTLED));
    }
    return namespace;
  }

  /** YAML that was copied, or a namespace that was cloned, brings the marker of another claim. */
  @Test
  void aMarkerWithAnotherUidCountsForNothing() {
    open();
    pods.seen(pod("web", true, false, VOLUME.name()));
    bus.take();
    volumes.seen(settled(VOLUME, "another-uid"));
    assertThat(bus.take()).noneMatch(ReleasePod.class::isInstance);
  }

  @Test
  void aPodWaitsForAllOfItsClaims() {
    open();
    volumes.seen(settled(VOLUME, VOLUME.uid()));
    volumes.seen(volume(OTHER_VOLUME, Map.of()));
    pods.seen(pod("web", true, false, VOLUME.name(), OTHER_VOLUME.name()));
    assertThat(bus.take()).noneMatch(ReleasePod.class::isInstance);
    volumes.seen(settled(OTHER_VOLUME, OTHER_VOLUME.uid()));
    assertThat(bus.take()).hasAtLeastOneElementOfType(ReleasePod.class);
  }

  @Test
  void aClaimThatIsNotThereYetIsWaitedFor() {
    open();
    pods.seen(pod("web", true, false, "not-there"));
    assertThat(bus.take()).noneMatch(ReleasePod.class::isInstance);
  }

  @Test
  void whatNoConfigSelectsDoesNotWait() {
    open();
    ObjectRef elsewhere = ObjectRef.volume("shop", "cache", "c-1");
    configs.seen(config(CONFIG, "0 2 * * *", List.of(namespaces("lab")), Map.of()));
    volumes.seen(volume(elsewhere, Map.of()));
    pods.seen(pod("web", true, false, "cache"));
    assertThat(bus.take()).hasAtLeastOneElementOfType(ReleasePod.class);
  }

  @Test
  void aGateThatStaysIsTakenOffAgain() {
    open();
    volumes.seen(settled(VOLUME, VOLUME.uid()));
    pods.seen(pod("web", true, false, VOLUME.name()));
    assertThat(bus.take()).hasAtLeastOneElementOfType(ReleasePod.class);
    observer.lookAtGates();
    assertThat(bus.take()).hasAtLeastOneElementOfType(ReleasePod.class);
    pods.gone(pod("web", true, false, VOLUME.name()));
    observer.lookAtGates();
    assertThat(bus.take()).noneMatch(ReleasePod.class::isInstance);
  }

  @Test
  void theStrongestUseOfAnyPodCounts() {
    open();
    pods.seen(pod("a", true, false, VOLUME.name()));
    pods.seen(pod("b", false, false, VOLUME.name()));
    assertThat(holdIn(bus.take()).use()).isEqualTo(ClaimUse.UNGATED);
    pods.seen(pod("b", false, true, VOLUME.name()));
    assertThat(holdIn(bus.take()).use()).isEqualTo(ClaimUse.STARTED);
    pods.listed(List.of(pod("a", true, false, VOLUME.name())));
    assertThat(holdIn(bus.take()).use()).isEqualTo(ClaimUse.HELD);
  }

  /** Pods come and go on a settled claim all day: that is nothing to decide about. */
  @Test
  void theUseOfASettledClaimIsNoNews() {
    open();
    volumes.seen(settled(VOLUME, VOLUME.uid()));
    bus.take();
    pods.seen(pod("a", false, false, VOLUME.name()));
    pods.seen(pod("a", false, true, VOLUME.name()));
    assertThat(bus.take()).isEmpty();
  }

  @Test
  void theOperatorsOwnPodsDoNotCount() {
    open();
    bus.take();
    PodView own = pod("datarestor-restore-1", false, true, VOLUME.name());
    own.getMetadata().setLabels(Map.of(Annotations.MANAGED_BY, Annotations.OPERATOR));
    pods.seen(own);
    assertThat(bus.take()).isEmpty();
  }

  /** In a cluster that is rebuilt the Config may come last. */
  @Test
  void aNewOperatorWaitsForItsFirstConfig() {
    namespaces.seen(namespace("shop", Map.of()));
    volumes.seen(volume(VOLUME, Map.of()));
    observer.open(List.of());
    pods.seen(pod("web", true, false, VOLUME.name()));
    assertThat(bus.take())
        .noneMatch(ReleasePod.class::isInstance)
        .noneMatch(ListSettledClaims.class::isInstance);
    clock.now = NOON.plus(Duration.ofMinutes(2));
    observer.lookAtGates();
    assertThat(bus.take())
        .contains(
            new ReleasePod(ObjectRef.pod("shop", "web", "uid-of-web")),
            new ListSettledClaims(ObjectRef.namespace("shop"), List.of(VOLUME.name()), List.of()));
  }

  /** They come one after another. */
  @Test
  void aNewOperatorWaitsAlsoForMoreConfigs() {
    namespaces.seen(namespace("shop", Map.of()));
    volumes.seen(volume(VOLUME, Map.of()));
    volumes.seen(volume(OTHER_VOLUME, Map.of("auto-restore", "false")));
    configs.seen(config(CONFIG, "0 2 * * *", List.of(namespaces("lab")), Map.of()));
    observer.open(List.of());
    pods.seen(pod("web", true, false, VOLUME.name()));
    assertThat(bus.take()).noneMatch(ReleasePod.class::isInstance);
    pods.seen(pod("free", true, false, OTHER_VOLUME.name()));
    assertThat(bus.take())
        .as("which says of itself that it does not wait")
        .contains(new ReleasePod(ObjectRef.pod("shop", "free", "uid-of-free")));

    configs.seen(config(CONFIG, "0 2 * * *", List.of(namespaces("shop")), Map.of()));
    clock.now = NOON.plus(Duration.ofMinutes(2));
    observer.lookAtGates();
    assertThat(bus.take())
        .as("selected before the time was over")
        .noneMatch(ReleasePod.class::isInstance);
  }

  /** What runs in a cluster does not wait because the operator is new there. */
  @Test
  void whatTheHookListedPassesAlsoAtFirst() {
    namespaces.seen(listing(VOLUME.name(), true));
    volumes.seen(volume(VOLUME, Map.of()));
    observer.open(List.of());
    pods.seen(pod("web", true, false, VOLUME.name()));
    assertThat(bus.take())
        .contains(new ReleasePod(ObjectRef.pod("shop", "web", "uid-of-web")))
        .noneMatch(ListSettledClaims.class::isInstance);
  }

  @Test
  void exemptionsSettleWithoutALook() {
    assertThat(exemption(volume(VOLUME, Map.of("auto-restore", "false"))))
        .isEqualTo(Settlement.Kind.SKIPPED);
    assertThat(exemption(volume(VOLUME, Map.of("start-fresh", VOLUME.uid()))))
        .isEqualTo(Settlement.Kind.FRESH);
    VolumeView sourced = volume(VOLUME, Map.of());
    sourced.setSpec(
        new VolumeView.Spec("pv-1", "Filesystem", null, Map.of("kind", "VolumeSnapshot")));
    assertThat(exemption(sourced)).isEqualTo(Settlement.Kind.ADOPTED);
    assertThat(exemption(owned("v1", "Pod"))).isEqualTo(Settlement.Kind.SKIPPED);
    assertThat(exemption(owned("postgresql.cnpg.io/v1", "Cluster")))
        .isEqualTo(Settlement.Kind.SKIPPED);
  }

  @Test
  void whatIsNoExemption() {
    for (VolumeView each :
        List.of(
            volume(VOLUME, Map.of("start-fresh", "of-another-claim")),
            volume(VOLUME, Map.of("auto-restore", "true")),
            owned("apps/v1", "StatefulSet"))) {
      assertThat(hold(each).exemption()).isEmpty();
      assertThat(hold(each).wanted()).isTrue();
    }
  }

  private static VolumeView owned(String apiVersion, String kind) {
    VolumeView volume = volume(VOLUME, Map.of());
    volume
        .getMetadata()
        .setOwnerReferences(
            List.of(
                new OwnerReferenceBuilder()
                    .withApiVersion(apiVersion)
                    .withKind(kind)
                    .withName("owner")
                    .withUid("o-1")
                    .build()));
    return volume;
  }

  private Hold hold(VolumeView volume) {
    open();
    bus.take();
    volumes.listed(List.of(volume));
    volumes.seen(volume);
    volumes.listed(List.of(volume));
    return holdIn(bus.take());
  }

  private Settlement.Kind exemption(VolumeView volume) {
    return hold(volume).exemption().getFirst().kind();
  }
}
