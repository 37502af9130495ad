package com.datarestor.app.operator;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.volume.Protection;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.core.watch.VolumeView;
import com.datarestor.events.Identity;
import com.datarestor.restic.job.KeptWhole;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which volumes forget has to keep whole now: as the deciders know them, and any claim that is in
 * the cluster and that they have not heard of yet. At a start, work of before may come before the
 * first look.
 */
final class LiveKeptWhole implements KeptWhole.Source {

  private static final String UNSEEN = "until the operator has looked at it";

  private final KubernetesClient client;
  private final CommandDispatcher dispatcher;
  private final VolumeDecider decider;
  private final Settings settings;
  private final Clock clock;

  @Inject
  LiveKeptWhole(
      KubernetesClient client,
      CommandDispatcher dispatcher,
      VolumeDecider decider,
      Settings settings,
      Clock clock) {
    this.client = client;
    this.dispatcher = dispatcher;
    this.decider = decider;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public List<KeptWhole> among(Collection<Identity> identities) {
    if (!settings.hold()) {
      return List.of();
    }
    // the claims first: one that the deciders hear of meanwhile is then found with them
    List<VolumeView> claims = client.resources(VolumeView.class).inAnyNamespace().list().getItems();
    return among(identities, claims, dispatcher.states(decider).values(), clock.instant());
  }

  static List<KeptWhole> among(
      Collection<Identity> identities,
      Collection<VolumeView> claims,
      Collection<VolumeState> states,
      Instant now) {
    Map<String, String> kept = kept(claims, states, now);
    return identities.stream()
        .flatMap(
            identity ->
                Optional.ofNullable(kept.get(path(identity))).stream()
                    .map(until -> new KeptWhole(identity, until)))
        .toList();
  }

  /** By namespace and name, not by host: two volumes may share one. */
  private static Map<String, String> kept(
      Collection<VolumeView> claims, Collection<VolumeState> states, Instant now) {
    Map<String, String> kept = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (VolumeState state : states) {
      if (state.sight() instanceof VolumeState.Sight.Seen there) {
        seen.add(there.facts().volume().uid());
        Protection.of(state, now)
            .ifPresent(why -> kept.put(there.facts().volume().path(), why.spoken()));
      }
    }
    for (VolumeView claim : claims) {
      ObjectMeta metadata = claim.getMetadata();
      if (metadata.getDeletionTimestamp() == null && !seen.contains(metadata.getUid())) {
        kept.put(metadata.getNamespace() + "/" + metadata.getName(), UNSEEN);
      }
    }
    return kept;
  }

  private static String path(Identity identity) {
    return identity.namespace() + "/" + identity.volume();
  }
}
