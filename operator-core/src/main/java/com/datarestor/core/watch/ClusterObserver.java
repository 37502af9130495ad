package com.datarestor.core.watch;

import com.datarestor.core.annotation.AnnotationOwner;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.bus.CommandBus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Joins volumes, Configs and namespaces and tells the deciders about each volume and each Config
 * whenever the picture of it changes. What it says are levels: after a restart, and whenever a kind
 * is listed again, it says everything again, and the deciders find nothing new in what they know.
 */
public final class ClusterObserver {

  private static final String ACTOR = "watch";

  private final CommandBus commands;
  private final Clock clock;
  private final AcceptedPlans acceptedPlans;
  private final Map<String, VolumeView> volumes = new LinkedHashMap<>();
  private final Map<String, BackupConfig> configs = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> namespaces = new HashMap<>();

  private final Map<String, DecisionCommand> said = new HashMap<>();
  private final boolean holding;
  private final ClaimUsers users = new ClaimUsers();
  private final Doorkeeper doorkeeper;
  private boolean open;

  /** Where the plan is kept that a Config had before its spec was broken. */
  @FunctionalInterface
  public interface AcceptedPlans {
    Optional<ConfigPlan> acceptedPlan(String configUid);
  }

  /**
   * @param holding whether claims are to be settled before pods start on them; otherwise every pod
   *     that has the gate goes at once
   */
  public ClusterObserver(
      CommandBus commands, Clock clock, AcceptedPlans acceptedPlans, boolean holding) {
    this.commands = commands;
    this.clock = clock;
    this.acceptedPlans = acceptedPlans;
    this.holding = holding;
    this.doorkeeper = new Doorkeeper(holding, this::sendToCluster);
  }

  /**
   * Everything that is there has been seen: from now on the deciders are told.
   *
   * @param known volumes and Configs that the log knows; those not in the cluster have vanished
   */
  public synchronized void open(Collection<ObjectRef> known) {
    open = true;
    if (known.isEmpty()) {
      doorkeeper.waitForConfigs(clock.instant());
    }
    for (ObjectRef object : known) {
      if (object.isVolume() && !volumes.containsKey(object.uid())) {
        send(List.of(new VolumeVanished(object)));
      }
      if (object.kind().equals(ObjectRef.CONFIG) && !configs.containsKey(object.uid())) {
        send(List.of(new ConfigVanished(object)));
      }
    }
    tellAll();
    lookAtGates();
  }

  /**
   * Looks again at every pod that has the gate. What a change calls for is done when it is seen;
   * this is for what got lost, and for what time alone changes. To be called now and then.
   */
  public synchronized void lookAtGates() {
    if (open) {
      doorkeeper.forgetWhatWasAsked();
      watchTheDoor(users.gated());
      doorkeeper.list(volumes.values(), namespaces.keySet(), isEarly());
    }
  }

  private void watchTheDoor(Collection<PodView> pods) {
    for (PodView pod : pods) {
      doorkeeper.look(pod, claim -> volume(pod.getMetadata().getNamespace(), claim), isEarly());
    }
  }

  private boolean isEarly() {
    return doorkeeper.isEarly(clock.instant());
  }

  private Optional<VolumeView> volume(String namespace, String name) {
    return volumes.values().stream()
        .filter(volume -> volume.getMetadata().getName().equals(name))
        .filter(volume -> volume.getMetadata().getNamespace().equals(namespace))
        .findFirst();
  }

  /** The cluster as it was last seen. */
  synchronized ClusterPicture picture() {
    return new ClusterPicture(
        List.copyOf(volumes.values()), knownConfigs(), Map.copyOf(namespaces));
  }

  public WatchedKind.Listener<VolumeView> volumeListener() {
    return new VolumeListener();
  }

  public WatchedKind.Listener<BackupConfig> configListener() {
    return new ConfigListener();
  }

  public WatchedKind.Listener<PodView> podListener() {
    return new PodListener();
  }

  public WatchedKind.Listener<NamespaceView> namespaceListener() {
    return new NamespaceListener();
  }

  private void tellAll() {
    if (!open) {
      return;
    }
    List<KnownConfig> known = knownConfigs();
    List<DecisionCommand> news = new ArrayList<>();
    for (KnownConfig config : known) {
      news.addAll(news(config.ref().uid(), observe(config)));
    }
    for (VolumeView volume : volumes.values()) {
      ObserveVolume observed = observed(volume, known);
      note(volume, observed);
      news.addAll(news(volume.getMetadata().getUid(), observed));
    }
    send(news);
    watchTheDoor(users.gated());
    doorkeeper.list(volumes.values(), namespaces.keySet(), isEarly());
  }

  private void tell(VolumeView volume) {
    if (open) {
      ObserveVolume observed = observed(volume, knownConfigs());
      boolean changed = note(volume, observed);
      send(news(volume.getMetadata().getUid(), observed));
      watchTheDoor(
          users.gated(volume.getMetadata().getNamespace(), volume.getMetadata().getName()));
      if (changed) {
        list(volume.getMetadata().getNamespace());
      }
    }
  }

  private boolean note(VolumeView volume, ObserveVolume observed) {
    boolean undecided =
        observed.selections().isEmpty() && !Holds.neverWaits(volume, labelsOf(volume));
    return doorkeeper.note(volume, observed.hold(), undecided);
  }

  private void list(String namespace) {
    if (namespaces.containsKey(namespace)) {
      doorkeeper.list(volumes.values(), Set.of(namespace), isEarly());
    }
  }

  private ObserveVolume observed(VolumeView volume, List<KnownConfig> known) {
    return Observations.volume(
        volume,
        known,
        labelsOf(volume),
        holding
            ? Optional.of(
                users.use(volume.getMetadata().getNamespace(), volume.getMetadata().getName()))
            : Optional.empty());
  }

  /** The claims that the pod mounts are used in another way now. */
  private void tellClaimsOf(PodView pod) {
    if (open && holding) {
      List<String> keys = ClaimUsers.keys(pod).toList();
      volumes.values().stream()
          .filter(volume -> keys.contains(Observations.ref(ObjectRef.VOLUME, volume).path()))
          .toList()
          .forEach(this::tell);
    }
  }

  private void sendToCluster(ClusterCommand command) {
    commands.send(
        List.of(
            CommandEnvelope.first(UUID.randomUUID().toString(), clock.instant(), ACTOR, command)));
  }

  private DecisionCommand observe(KnownConfig config) {
    List<ObjectRef> selected =
        volumes.values().stream()
            .filter(volume -> Observations.selects(config, volume, labelsOf(volume)))
            .map(volume -> Observations.ref(ObjectRef.VOLUME, volume))
            .toList();
    return Observations.config(
        config, AnnotationOwner.writers(config.object().getMetadata()), selected);
  }

  private List<KnownConfig> knownConfigs() {
    List<KnownConfig> known = new ArrayList<>();
    for (BackupConfig config : configs.values()) {
      ConfigReading reading = ConfigReading.of(config.getSpec());
      Optional<ConfigPlan> plan =
          reading.problems().isEmpty()
              ? Optional.of(reading.plan())
              : acceptedPlans.acceptedPlan(config.getMetadata().getUid());
      known.add(new KnownConfig(config, reading, plan));
    }
    return known;
  }

  private Map<String, String> labelsOf(VolumeView volume) {
    return namespaces.getOrDefault(volume.getMetadata().getNamespace(), Map.of());
  }

  private List<DecisionCommand> news(String uid, DecisionCommand command) {
    return command.equals(said.put(uid, command)) ? List.of() : List.of(command);
  }

  private void send(List<? extends DecisionCommand> news) {
    if (news.isEmpty()) {
      return;
    }
    commands.send(
        news.stream()
            .map(
                command ->
                    CommandEnvelope.first(
                        UUID.randomUUID().toString(), clock.instant(), ACTOR, command))
            .toList());
  }

  private void forget(String uid, DecisionCommand vanished) {
    said.remove(uid);
    if (open) {
      send(List.of(vanished));
    }
  }

  private final class VolumeListener implements WatchedKind.Listener<VolumeView> {

    @Override
    public void seen(VolumeView volume) {
      synchronized (ClusterObserver.this) {
        if (volume.getMetadata().getDeletionTimestamp() != null) {
          gone(volume);
          return;
        }
        volumes.put(volume.getMetadata().getUid(), volume);
        tell(volume);
      }
    }

    @Override
    public void gone(VolumeView volume) {
      synchronized (ClusterObserver.this) {
        doorkeeper.forget(volume);
        if (volumes.remove(volume.getMetadata().getUid()) != null) {
          forget(
              volume.getMetadata().getUid(),
              new VolumeVanished(Observations.ref(ObjectRef.VOLUME, volume)));
          if (open) {
            list(volume.getMetadata().getNamespace());
          }
        }
      }
    }

    @Override
    public void listed(Collection<VolumeView> all) {
      synchronized (ClusterObserver.this) {
        missing(volumes, all).forEach(this::gone);
        said.keySet().removeAll(volumes.keySet());
        tellAll();
      }
    }
  }

  private final class ConfigListener implements WatchedKind.Listener<BackupConfig> {

    @Override
    public void seen(BackupConfig config) {
      synchronized (ClusterObserver.this) {
        if (config.getMetadata().getDeletionTimestamp() != null) {
          gone(config);
          return;
        }
        BackupConfig before = configs.put(config.getMetadata().getUid(), config);
        if (before == null
            || !Objects.equals(before.getSpec(), config.getSpec())
            || !Objects.equals(
                before.getMetadata().getAnnotations(), config.getMetadata().getAnnotations())) {
          tellAll();
        }
      }
    }

    @Override
    public void gone(BackupConfig config) {
      synchronized (ClusterObserver.this) {
        if (configs.remove(config.getMetadata().getUid()) != null) {
          forget(
              config.getMetadata().getUid(),
              new ConfigVanished(Observations.ref(ObjectRef.CONFIG, config)));
          tellAll();
        }
      }
    }

    @Override
    public void listed(Collection<BackupConfig> all) {
      synchronized (ClusterObserver.this) {
        missing(configs, all).forEach(this::gone);
        said.keySet().removeAll(configs.keySet());
        tellAll();
      }
    }
  }

  private final class PodListener implements WatchedKind.Listener<PodView> {

    @Override
    public void seen(PodView pod) {
      synchronized (ClusterObserver.this) {
        if (ClaimUsers.counts(pod)) {
          users.put(pod);
          tellClaimsOf(pod);
          if (open && pod.isGated()) {
            watchTheDoor(List.of(pod));
          }
        }
      }
    }

    @Override
    public void gone(PodView pod) {
      synchronized (ClusterObserver.this) {
        doorkeeper.forget(pod);
        if (users.remove(pod)) {
          tellClaimsOf(pod);
        }
      }
    }

    @Override
    public void listed(Collection<PodView> all) {
      synchronized (ClusterObserver.this) {
        users.missing(all).forEach(this::gone);
      }
    }
  }

  private final class NamespaceListener implements WatchedKind.Listener<NamespaceView> {

    @Override
    public void seen(NamespaceView namespace) {
      synchronized (ClusterObserver.this) {
        doorkeeper.seen(namespace);
        Map<String, String> labels =
            Objects.requireNonNullElse(namespace.getMetadata().getLabels(), Map.of());
        if (!labels.equals(namespaces.put(namespace.getMetadata().getName(), labels))) {
          tellAll();
        }
      }
    }

    @Override
    public void gone(NamespaceView namespace) {
      synchronized (ClusterObserver.this) {
        namespaces.remove(namespace.getMetadata().getName());
        doorkeeper.gone(namespace);
      }
    }

    @Override
    public void listed(Collection<NamespaceView> all) {
      // A namespace that is gone has no volumes; its labels do not matter any more.
    }
  }

  private static <T extends HasMetadata> List<T> missing(Map<String, T> known, Collection<T> all) {
    Set<String> there =
        all.stream().map(object -> object.getMetadata().getUid()).collect(Collectors.toSet());
    return known.entrySet().stream()
        .filter(entry -> !there.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
