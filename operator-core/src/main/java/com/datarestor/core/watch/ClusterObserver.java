package com.datarestor.core.watch;

import com.datarestor.core.annotation.AnnotationOwner;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
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
  private boolean open;

  /** Where the plan is kept that a Config had before its spec was broken. */
  @FunctionalInterface
  public interface AcceptedPlans {
    Optional<ConfigPlan> acceptedPlan(String configUid);
  }

  public ClusterObserver(CommandBus commands, Clock clock, AcceptedPlans acceptedPlans) {
    this.commands = commands;
    this.clock = clock;
    this.acceptedPlans = acceptedPlans;
  }

  /**
   * Everything that is there has been seen: from now on the deciders are told.
   *
   * @param known volumes and Configs that the log knows; those not in the cluster have vanished
   */
  public synchronized void open(Collection<ObjectRef> known) {
    open = true;
    for (ObjectRef object : known) {
      if (object.isVolume() && !volumes.containsKey(object.uid())) {
        send(List.of(new VolumeVanished(object)));
      }
      if (object.kind().equals(ObjectRef.CONFIG) && !configs.containsKey(object.uid())) {
        send(List.of(new ConfigVanished(object)));
      }
    }
    tellAll();
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
      news.addAll(
          news(
              volume.getMetadata().getUid(), Observations.volume(volume, known, labelsOf(volume))));
    }
    send(news);
  }

  private void tell(VolumeView volume) {
    if (open) {
      send(
          news(
              volume.getMetadata().getUid(),
              Observations.volume(volume, knownConfigs(), labelsOf(volume))));
    }
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
        if (volumes.remove(volume.getMetadata().getUid()) != null) {
          forget(
              volume.getMetadata().getUid(),
              new VolumeVanished(Observations.ref(ObjectRef.VOLUME, volume)));
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

  private final class NamespaceListener implements WatchedKind.Listener<NamespaceView> {

    @Override
    public void seen(NamespaceView namespace) {
      synchronized (ClusterObserver.this) {
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
