package com.datarestor.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.core.watch.VolumeView;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.Hold;
import com.datarestor.events.Identity;
import com.datarestor.events.Mark;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import com.datarestor.restic.job.KeptWhole;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveKeptWholeTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final ObjectRef DATA = ObjectRef.volume("shop", "data", "volume-1");
  private static final ObjectRef NEW_DATA = ObjectRef.volume("shop", "data", "volume-2");
  private static final Identity IDENTITY = identity("shop", "data");

  private static Identity identity(String namespace, String name) {
    return new Identity(namespace, name, namespace + "-" + name);
  }

  private static VolumeState marked(ObjectRef volume, Settlement.Kind kind) {
    VolumeDecider decider = new VolumeDecider();
    Hold hold =
        new Hold(
            List.of("config-1"), List.of(), ClaimUse.UNUSED, true, List.of(new Mark(kind, NOON)));
    return decider.evolve(
        decider.initial(),
        new VolumeObserved(volume, true, false, List.of(), "", List.of(), hold),
        NOON);
  }

  private static VolumeView claim(ObjectRef volume) {
    VolumeView claim = new VolumeView();
    claim.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(volume.namespace())
            .withName(volume.name())
            .withUid(volume.uid())
            .build());
    return claim;
  }

  private static List<KeptWhole> among(
      Identity identity, List<VolumeView> claims, VolumeState... states) {
    return LiveKeptWhole.among(List.of(identity), claims, List.of(states), NOON);
  }

  @Test
  void whatTheDecidersProtectIsKept() {
    assertThat(among(IDENTITY, List.of(claim(DATA)), marked(DATA, Settlement.Kind.FRESH)))
        .containsExactly(
            new KeptWhole(
                IDENTITY, "until 2026-12-08T12:00:00Z, 14 days after it was settled as fresh"));
    assertThat(among(IDENTITY, List.of(claim(DATA)), marked(DATA, Settlement.Kind.RESTORED)))
        .isEmpty();
  }

  /** A restart finds work of before, and the claim was made again meanwhile. */
  @Test
  void aClaimThatNobodyHasLookedAtIsKept() {
    assertThat(among(IDENTITY, List.of(claim(NEW_DATA)), marked(DATA, Settlement.Kind.RESTORED)))
        .containsExactly(new KeptWhole(IDENTITY, "until the operator has looked at it"));
    assertThat(among(IDENTITY, List.of(claim(NEW_DATA)))).hasSize(1);
  }

  @Test
  void aClaimThatIsGoneIsForgottenAsEver() {
    VolumeDecider decider = new VolumeDecider();
    VolumeState gone =
        decider.evolve(marked(DATA, Settlement.Kind.FRESH), new VolumeGone(DATA), NOON);
    VolumeView going = claim(DATA);
    going.getMetadata().setDeletionTimestamp(NOON.toString());

    assertThat(among(IDENTITY, List.of(), gone)).isEmpty();
    assertThat(among(IDENTITY, List.of(going), gone)).isEmpty();
  }

  @Test
  void anotherVolumeOfTheSameHostIsAnother() {
    ObjectRef other = ObjectRef.volume("a-b", "c", "volume-3");

    assertThat(among(identity("a", "b-c"), List.of(), marked(other, Settlement.Kind.FRESH)))
        .isEmpty();
    assertThat(among(identity("a-b", "c"), List.of(), marked(other, Settlement.Kind.FRESH)))
        .hasSize(1);
  }
}
