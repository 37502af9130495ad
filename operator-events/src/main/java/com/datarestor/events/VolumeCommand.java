package com.datarestor.events;

import java.time.Instant;
import java.util.List;

/** Commands to {@code volume/<uid>}. */
public sealed interface VolumeCommand extends DecisionCommand {

  ObjectRef volume();

  @Override
  default StreamId stream() {
    return StreamId.volume(volume());
  }

  /** The volume as it stands now: a level, sent at start, on every relist and on every change. */
  record ObserveVolume(
      ObjectRef volume,
      boolean bound,
      boolean block,
      List<Selection> selections,
      String unselectedBecause,
      Hold hold,
      List<AnnotationValue> annotations)
      implements VolumeCommand {
    public ObserveVolume {
      selections = List.copyOf(selections);
      annotations = List.copyOf(annotations);
    }

    /** One that nothing holds. */
    public ObserveVolume(
        ObjectRef volume,
        boolean bound,
        boolean block,
        List<Selection> selections,
        String unselectedBecause,
        List<AnnotationValue> annotations) {
      this(volume, bound, block, selections, unselectedBecause, Hold.NONE, annotations);
    }
  }

  /** The volume is not in the cluster any more, or is being deleted. */
  record VolumeVanished(ObjectRef volume) implements VolumeCommand {}

  /** A scheduled backup of the volume has ended. */
  record NoteBackupEnded(Operation operation) implements VolumeCommand {
    @Override
    public ObjectRef volume() {
      return operation.about();
    }
  }

  /** An automated restore has settled the claim, by writing into it or by finding no need to. */
  record NoteSettled(Operation operation, Settlement settlement) implements VolumeCommand {
    @Override
    public ObjectRef volume() {
      return operation.about();
    }
  }

  /** An automated restore has ended without settling the claim. */
  record NoteRestoreFailed(Operation operation, Failure failure) implements VolumeCommand {
    @Override
    public ObjectRef volume() {
      return operation.about();
    }
  }

  /**
   * Tasks that the log does not know say that this was asked.
   *
   * @param stands whether the annotation is still on the volume
   */
  record RecallVolumeAsk(ObjectRef volume, Ask ask, boolean stands) implements VolumeCommand {}

  /**
   * A Task that the log does not know says that this occurrence of a schedule was asked for.
   *
   * @param ended whether its backup has ended
   */
  record RecallBackupRun(Operation operation, Instant due, boolean ended) implements VolumeCommand {
    @Override
    public ObjectRef volume() {
      return operation.about();
    }
  }

  /** A moment that the volume waits for has come. */
  record WakeVolume(ObjectRef volume) implements VolumeCommand {}
}
