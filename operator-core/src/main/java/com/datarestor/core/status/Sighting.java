package com.datarestor.core.status;

import com.datarestor.events.Hold;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Restated;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a status shows of a volume that is there.
 *
 * @param selectedBy UIDs of Configs
 * @param heldBy UIDs of those of them that have it settled before pods start on it
 */
record Sighting(
    ObjectRef volume,
    boolean bound,
    boolean block,
    List<String> selectedBy,
    List<String> heldBy,
    Stage stage) {

  /** How far a volume is before pods start on it. */
  enum Stage {
    /** Not settled, and not looked for yet. */
    HELD,
    /** Looked for, or being filled. */
    RESTORING,
    /** The last try came to nothing; there will be another. */
    WAITING,
    RESTORED,
    FRESH,
    ADOPTED,
    SKIPPED,
    /** Settled, and its marker does not say how. */
    UNREADABLE;

    static Stage of(Settlement.Kind kind) {
      return switch (kind) {
        case RESTORED -> RESTORED;
        case FRESH -> FRESH;
        case ADOPTED -> ADOPTED;
        case SKIPPED -> SKIPPED;
      };
    }

    private static Stage of(List<Restated.HoldStand> stands) {
      if (stands.isEmpty()) {
        return HELD;
      }
      Restated.HoldStand stand = stands.getFirst();
      if (!stand.settled().isEmpty()) {
        return of(stand.settled().getFirst().kind());
      }
      return stand.asking().isEmpty() ? WAITING : RESTORING;
    }

    /** What is seen of the claim itself goes before what was decided. */
    private Stage seen(Hold hold) {
      if (!hold.mark().isEmpty()) {
        return of(hold.mark().getFirst().kind());
      }
      return hold.marked() && isUnsettled() ? UNREADABLE : this;
    }

    boolean isUnsettled() {
      return this == HELD || this == RESTORING || this == WAITING;
    }
  }

  /** What is shown after the event; empty when it changes nothing that is shown. */
  static Optional<Sighting> after(@Nullable Sighting before, VolumeEvent event) {
    return switch (event) {
      case VolumeObserved e -> Optional.of(of(e, before == null ? Stage.HELD : before.stage()));
      case VolumeEvent.AutomatedRestoreDue ignored -> at(before, Stage.RESTORING);
      case VolumeEvent.AutomatedRestoreWaits ignored -> at(before, Stage.WAITING);
      case VolumeEvent.ClaimSettled e -> at(before, Stage.of(e.settlement().kind()));
      case VolumeEvent.VolumeGone ignored -> Optional.empty();
      case VolumeEvent.BackupDue ignored -> Optional.empty();
      case VolumeEvent.BackupEnded ignored -> Optional.empty();
      case VolumeEvent.ManualBackupAsked ignored -> Optional.empty();
      case VolumeEvent.ManualRestoreAsked ignored -> Optional.empty();
      case VolumeEvent.VolumeAskRefused ignored -> Optional.empty();
      case VolumeEvent.VolumeAskWaits ignored -> Optional.empty();
      case VolumeEvent.VolumeAskRepeated ignored -> Optional.empty();
      case VolumeEvent.VolumeAskCleared ignored -> Optional.empty();
      case VolumeEvent.VolumeAskRecalled ignored -> Optional.empty();
      case VolumeEvent.BackupRunRecalled ignored -> Optional.empty();
    };
  }

  /** What is shown of a volume that is restated; empty when it was not seen. */
  static Optional<Sighting> of(Restated.VolumeRestated fact) {
    return fact.seen().stream().findFirst().map(seen -> of(seen, Stage.of(fact.hold())));
  }

  private static Sighting of(VolumeObserved event, Stage known) {
    return new Sighting(
        event.volume(),
        event.bound(),
        event.block(),
        event.selections().stream().map(selection -> selection.config().uid()).toList(),
        event.hold().configs(),
        known.seen(event.hold()));
  }

  private static Optional<Sighting> at(@Nullable Sighting before, Stage stage) {
    return Optional.ofNullable(before)
        .map(
            seen ->
                new Sighting(
                    seen.volume(),
                    seen.bound(),
                    seen.block(),
                    seen.selectedBy(),
                    seen.heldBy(),
                    stage));
  }
}
