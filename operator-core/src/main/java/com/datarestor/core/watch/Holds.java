package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.SettledMarker;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.Hold;
import com.datarestor.events.Selection;
import com.datarestor.events.Settlement;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a claim decides whether pods may start on it. Pure. */
final class Holds {

  /** On a namespace: {@code disabled} takes everything in it out of the hold. */
  static final String NAMESPACE_LABEL = Annotations.key("hold");

  private static final String DISABLED = "disabled";

  /**
   * API groups of operators that fill the volumes of their databases themselves; a restored
   * directory under them would be initialised again, or joined to a cluster that it is not of.
   */
  private static final Set<String> DATABASES =
      Set.of(
          "postgresql.cnpg.io",
          "acid.zalan.do",
          "kafka.strimzi.io",
          "core.strimzi.io",
          "pgv2.percona.com",
          "pxc.percona.com",
          "psmdb.percona.com",
          "ps.percona.com",
          "mysql.oracle.com",
          "mongodbcommunity.mongodb.com");

  private Holds() {}

  /**
   * @param selections the Configs that select it
   * @param use how pods use it; looked at only while it is not settled
   */
  static Hold of(
      VolumeView volume,
      Collection<KnownConfig> configs,
      List<Selection> selections,
      Map<String, String> namespaceLabels,
      ClaimUse use) {
    Set<String> restoring =
        configs.stream()
            .filter(config -> config.object().getSpec().autoRestore())
            .map(config -> config.ref().uid())
            .collect(Collectors.toSet());
    List<String> wanting =
        selections.stream()
            .map(selection -> selection.config().uid())
            .filter(restoring::contains)
            .toList();
    if (wanting.isEmpty() || DISABLED.equals(namespaceLabels.get(NAMESPACE_LABEL))) {
      return Hold.NONE;
    }
    Optional<SettledMarker> marker = marker(volume);
    if (marker.isPresent()) {
      return new Hold(
          wanting,
          List.of(),
          ClaimUse.UNUSED,
          true,
          marker.get().mark().map(List::of).orElse(List.of()));
    }
    return new Hold(wanting, exemption(volume).map(List::of).orElse(List.of()), use, false);
  }

  /** Whether pods may start on it whatever Configs say. */
  static boolean neverWaits(VolumeView volume, Map<String, String> namespaceLabels) {
    Map<String, String> annotations = volume.getMetadata().getAnnotations();
    return DISABLED.equals(namespaceLabels.get(NAMESPACE_LABEL))
        || (annotations != null && annotations.containsKey(Annotations.key(Annotations.EXCLUDE)))
        || exemption(volume).isPresent();
  }

  /** The marker of its own, if it carries one. */
  private static Optional<SettledMarker> marker(VolumeView volume) {
    Map<String, String> annotations = volume.getMetadata().getAnnotations();
    String marker =
        annotations == null ? null : annotations.get(Annotations.key(Annotations.RESTORE_STATE));
    return Optional.ofNullable(marker)
        .map(SettledMarker::new)
        .filter(found -> found.isOf(volume.getMetadata().getUid()));
  }

  private static Optional<Settlement> exemption(VolumeView volume) {
    Map<String, String> annotations =
        Optional.ofNullable(volume.getMetadata().getAnnotations()).orElse(Map.of());
    String wish = annotations.getOrDefault(Annotations.key(Annotations.AUTO_RESTORE), "");
    if (wish.equals("false")) {
      return skipped("the annotation auto-restore=false takes it out of automated restores");
    }
    if (volume
        .getMetadata()
        .getUid()
        .equals(annotations.get(Annotations.key(Annotations.START_FRESH)))) {
      return Optional.of(
          Settlement.of(
              Settlement.Kind.FRESH,
              "the annotation start-fresh says that it is to start without its backup"));
    }
    if (volume.isBlock()) {
      return skipped(
          "it is a block device (volumeMode: Block); only file systems are backed up and restored");
    }
    if (volume.hasSource()) {
      return Optional.of(
          Settlement.of(
              Settlement.Kind.ADOPTED,
              "it is filled from its own spec.dataSource or dataSourceRef, which goes first"));
    }
    for (OwnerReference owner : volume.getMetadata().getOwnerReferences()) {
      if (owner.getKind().equals("Pod")) {
        return skipped("it is an ephemeral volume of Pod " + owner.getName());
      }
      String group = owner.getApiVersion().replaceFirst("/.*", "");
      if (DATABASES.contains(group) && !wish.equals("true")) {
        return skipped(
            "it belongs to "
                + owner.getKind()
                + " "
                + owner.getName()
                + ", whose operator fills its volumes itself; auto-restore=true on the claim"
                + " restores it nevertheless");
      }
    }
    return Optional.empty();
  }

  private static Optional<Settlement> skipped(String message) {
    return Optional.of(Settlement.of(Settlement.Kind.SKIPPED, message));
  }
}
