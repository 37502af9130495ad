package com.datarestor.core.watch;

import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.ListSettledClaims;
import com.datarestor.events.ClusterCommand.ReleasePod;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Hold;
import com.datarestor.events.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Lets pods pass whose claims are settled: takes the gate off those that have it, and lists the
 * claims that need no gate on their namespaces. It looks at levels alone, so that looking twice is
 * looking once. Not safe for threads: {@link ClusterObserver} calls it under its lock.
 */
final class Doorkeeper {

  /**
   * How long pods wait whose claims no Config selects: whoever rebuilds a cluster may apply Configs
   * after them. An operator that has worked before knows its Configs from its log, and does not
   * wait.
   */
  private static final Duration STARTUP_GRACE = Duration.ofMinutes(2);

  private final boolean holding;
  private final Consumer<ClusterCommand> commands;
  private final Set<String> told = new HashSet<>();

  /** UIDs of the volumes, and how they stand. */
  private final Map<String, Standing> standings = new HashMap<>();

  private enum Standing {
    /** It is to be settled first. */
    WAITS,
    /** No Config selects it, yet. */
    UNSELECTED,
    /** Pods may start on it. */
    FREE
  }

  /** What stands on each namespace. */
  private final Map<String, Listing> listed = new HashMap<>();

  /** What was asked to be listed on each namespace since the last look at all of them. */
  private final Map<String, Listing> asked = new HashMap<>();

  private Instant earlyUntil = Instant.EPOCH;

  /** What a namespace says: its settled claims, and whether there are no others. */
  private record Listing(String claims, boolean complete) {
    static final Listing NOTHING = new Listing("", false);
  }

  /**
   * @param holding whether pods are held at all; otherwise every pod that has the gate goes
   */
  Doorkeeper(boolean holding, Consumer<ClusterCommand> commands) {
    this.holding = holding;
    this.commands = commands;
  }

  /** The operator has never seen a Config. */
  void waitForConfigs(Instant now) {
    earlyUntil = now.plus(STARTUP_GRACE);
  }

  /** Whether a Config may yet come that wants what is there now to wait. */
  boolean isEarly(Instant now) {
    return now.isBefore(earlyUntil);
  }

  /**
   * Notes whether pods may start on the volume; whether that is news.
   *
   * @param undecided whether a Config that comes may want it to wait
   */
  boolean note(VolumeView volume, Hold hold, boolean undecided) {
    Standing standing =
        hold.wanted() && !hold.marked()
            ? Standing.WAITS
            : undecided ? Standing.UNSELECTED : Standing.FREE;
    return standing != standings.put(volume.getMetadata().getUid(), standing);
  }

  void forget(VolumeView volume) {
    standings.remove(volume.getMetadata().getUid());
  }

  void forget(PodView pod) {
    told.remove(pod.getMetadata().getUid());
  }

  void seen(NamespaceView namespace) {
    listed.put(
        namespace.getMetadata().getName(),
        new Listing(namespace.settledClaims(), namespace.isSettled()));
  }

  void gone(NamespaceView namespace) {
    listed.remove(namespace.getMetadata().getName());
    asked.remove(namespace.getMetadata().getName());
  }

  /** What was asked may have got lost. */
  void forgetWhatWasAsked() {
    asked.clear();
  }

  /**
   * Lets a pod with the gate go, or says that it waits.
   *
   * @param claim finds a claim of the pod's namespace
   */
  void look(PodView pod, Function<String, Optional<VolumeView>> claim, boolean early) {
    ObjectRef ref = Observations.ref(ObjectRef.POD, pod);
    boolean free =
        !holding
            || pod.claims().stream()
                .allMatch(
                    name -> claim.apply(name).filter(volume -> passes(volume, early)).isPresent());
    if (free) {
      told.remove(ref.uid());
      commands.accept(new ReleasePod(ref));
    } else if (told.add(ref.uid())) {
      commands.accept(new TellUser(ref, false, "Held", HeldPods.sentence(pod)));
    }
  }

  private boolean passes(VolumeView volume, boolean early) {
    return switch (standings.getOrDefault(volume.getMetadata().getUid(), Standing.WAITS)) {
      case WAITS -> false;
      case UNSELECTED -> !early || isListed(volume);
      case FREE -> true;
    };
  }

  /** It was in use before there was a gate, or pods have started on it before. */
  private boolean isListed(VolumeView volume) {
    Listing listing = listed.getOrDefault(volume.getMetadata().getNamespace(), Listing.NOTHING);
    return List.of(listing.claims().split(" ")).contains(volume.getMetadata().getName());
  }

  /**
   * Lists the claims of these namespaces on which pods may start: they pass without the gate then,
   * also while nobody is here.
   */
  void list(Collection<VolumeView> volumes, Collection<String> namespaces, boolean early) {
    if (!holding) {
      return;
    }
    Map<String, Set<String>> settled = new TreeMap<>();
    Map<String, Set<String>> waiting = new TreeMap<>();
    for (VolumeView volume : volumes) {
      String namespace = volume.getMetadata().getNamespace();
      if (namespaces.contains(namespace)) {
        (passes(volume, early) ? settled : waiting)
            .computeIfAbsent(namespace, key -> new TreeSet<>())
            .add(volume.getMetadata().getName());
      }
    }
    for (String namespace : namespaces) {
      ListSettledClaims list =
          new ListSettledClaims(
              ObjectRef.namespace(namespace),
              List.copyOf(settled.getOrDefault(namespace, Set.of())),
              List.copyOf(waiting.getOrDefault(namespace, Set.of())));
      Listing wanted = new Listing(String.join(" ", list.claims()), list.complete());
      if (!wanted.equals(listed.getOrDefault(namespace, Listing.NOTHING))
          && !wanted.equals(asked.put(namespace, wanted))) {
        commands.accept(list);
      }
    }
  }
}
