package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.SettledMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** When a pod that has the operator's scheduling gate may go. Pure. */
final class Gates {

  private Gates() {}

  /**
   * Why the pod has to wait; empty when nothing holds it.
   *
   * @param claim finds a claim of the pod's namespace with what was seen of it
   */
  static Optional<String> reason(PodView pod, Function<String, Optional<SeenClaim>> claim) {
    List<String> reasons = new ArrayList<>();
    for (String name : pod.claims()) {
      Optional<SeenClaim> found = claim.apply(name);
      if (found.isEmpty()) {
        reasons.add("PersistentVolumeClaim " + name + " is not there, or is being deleted");
      } else if (found.get().wanted() && !isSettled(found.get().volume())) {
        reasons.add("PersistentVolumeClaim " + name + " is not settled yet");
      }
    }
    return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
  }

  /**
   * A claim.
   *
   * @param wanted whether it must be settled before a pod starts on it
   */
  record SeenClaim(VolumeView volume, boolean wanted) {}

  /** Whether it carries a marker of its own. */
  static boolean isSettled(VolumeView volume) {
    String marker =
        volume.getMetadata().getAnnotations() == null
            ? null
            : volume.getMetadata().getAnnotations().get(Annotations.key(Annotations.RESTORE_STATE));
    return marker != null && new SettledMarker(marker).isOf(volume.getMetadata().getUid());
  }
}
