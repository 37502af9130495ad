package com.datarestor.core.watch;

import com.datarestor.core.annotation.AnnotationWriter;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.volume.VolumeSelection;
import com.datarestor.core.volume.VolumeSelection.Candidate;
import com.datarestor.core.volume.VolumeSelection.Verdict;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Hold;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the objects of the cluster, seen together, say about one of them. Pure. */
final class Observations {

  /** A sentence names so many Configs at most. */
  private static final int MOST_REASONS = 3;

  private Observations() {}

  /** A Config with the plan that is acted upon: its own, or the last one that could be. */
  record KnownConfig(BackupConfig object, ConfigReading reading, Optional<ConfigPlan> plan) {
    ObjectRef ref() {
      return Observations.ref(ObjectRef.CONFIG, object);
    }
  }

  static ObjectRef ref(String kind, HasMetadata object) {
    return new ObjectRef(
        kind,
        object.getMetadata().getNamespace(),
        object.getMetadata().getName(),
        object.getMetadata().getUid());
  }

  /**
   * @param use how pods use it; empty when nothing is held
   */
  static ObserveVolume volume(
      VolumeView volume,
      Collection<KnownConfig> configs,
      Map<String, String> namespaceLabels,
      Optional<ClaimUse> use) {
    Map<String, String> annotations = annotations(volume);
    List<Selection> selections = new ArrayList<>();
    String reason;
    String excluded = annotations.get(Annotations.key(Annotations.EXCLUDE));
    if (excluded != null) {
      reason =
          excluded.isBlank() ? "excluded by annotation" : "excluded: " + Annotations.told(excluded);
    } else {
      List<String> reasons = new ArrayList<>();
      List<String> broken = new ArrayList<>();
      configs.stream()
          .sorted(Comparator.comparing(config -> config.ref().path()))
          .forEach(
              config -> {
                switch (judge(config, volume, namespaceLabels)) {
                  case Verdict.Selected selected ->
                      config
                          .plan()
                          .ifPresentOrElse(
                              plan ->
                                  selections.add(
                                      new Selection(config.ref(), plan, selected.because())),
                              () -> broken.add(spoken(config)));
                  case Verdict.NotSelected not ->
                      reasons.add(spoken(config) + ": " + not.because());
                }
              });
      reason = selections.isEmpty() ? unselected(reasons, broken) : "";
    }
    return new ObserveVolume(
        ref(ObjectRef.VOLUME, volume),
        volume.isBound(),
        volume.isBlock(),
        selections,
        reason,
        use.map(now -> Holds.of(volume, configs, selections, namespaceLabels, now))
            .orElse(Hold.NONE),
        commands(annotations, Annotations.COMMANDS_OF_VOLUME, volume.annotationWriters()));
  }

  /**
   * @param reasons why each Config does not select it
   * @param broken Configs that would select it if their spec could be acted upon
   */
  private static String unselected(List<String> reasons, List<String> broken) {
    if (!broken.isEmpty()) {
      return "the spec of "
          + String.join(", ", broken)
          + ", which selects it, cannot be acted upon; its conditions say why";
    }
    if (reasons.isEmpty()) {
      return "there is no Config in the cluster";
    }
    String first = String.join("; ", reasons.stream().limit(MOST_REASONS).toList());
    return reasons.size() > MOST_REASONS
        ? first + "; and " + (reasons.size() - MOST_REASONS) + " more Configs do not select it"
        : first;
  }

  private static String spoken(KnownConfig config) {
    return "Config " + config.ref().path();
  }

  static boolean selects(
      KnownConfig config, VolumeView volume, Map<String, String> namespaceLabels) {
    return judge(config, volume, namespaceLabels) instanceof Verdict.Selected;
  }

  private static Verdict judge(
      KnownConfig config, VolumeView volume, Map<String, String> namespaceLabels) {
    Map<String, String> labels = volume.getMetadata().getLabels();
    return VolumeSelection.judge(
        config.object().getSpec().selectors(),
        new Candidate(
            volume.getMetadata().getNamespace(),
            volume.getMetadata().getName(),
            labels == null ? Map.of() : labels,
            namespaceLabels));
  }

  /**
   * @param volumes what the Config selects now; looked at only when it is asked for something
   */
  static ObserveConfig config(
      KnownConfig config, Map<String, AnnotationWriter> writers, List<ObjectRef> volumes) {
    List<AnnotationValue> commands =
        commands(annotations(config.object()), Annotations.COMMANDS_OF_CONFIG, writers);
    Long generation = config.object().getMetadata().getGeneration();
    return new ObserveConfig(
        config.ref(),
        generation == null ? 0 : generation,
        config.reading().plan(),
        config.reading().problems(),
        commands,
        commands.isEmpty() ? List.of() : volumes);
  }

  private static List<AnnotationValue> commands(
      Map<String, String> annotations, List<String> keys, Map<String, AnnotationWriter> writers) {
    List<AnnotationValue> values = new ArrayList<>();
    for (String key : keys) {
      String value = annotations.get(Annotations.key(key));
      if (value != null) {
        AnnotationWriter writer = writers.getOrDefault(key, AnnotationWriter.UNKNOWN);
        values.add(
            new AnnotationValue(
                key, Annotations.told(value), writer.manager(), writer.declarative()));
      }
    }
    return values;
  }

  private static Map<String, String> annotations(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }
}
