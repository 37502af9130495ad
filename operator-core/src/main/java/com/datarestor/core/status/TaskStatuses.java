package com.datarestor.core.status;

import com.datarestor.core.api.v1alpha1.JobReference;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.status.TaskView.Phase;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.Failure;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RestoreSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders a Task's status. Pure. */
final class TaskStatuses {

  private TaskStatuses() {}

  /**
   * @param waiting why it is not admitted yet
   * @param progress how far its Job is
   */
  static TaskStatus render(
      TaskView view, Optional<String> waiting, Optional<ProgressReport> progress) {
    Line line = line(view, waiting);
    @Nullable BackupSummary backup =
        view.phase() instanceof Phase.BackedUp done ? done.summary() : null;
    @Nullable RestoreSummary restore =
        view.phase() instanceof Phase.Restored done ? done.summary() : null;
    @Nullable Failure failure =
        view.phase() instanceof Phase.Failed failed ? failed.failure() : null;
    @Nullable ProgressReport running =
        view.phase() instanceof Phase.Running ? progress.orElse(null) : null;
    @Nullable Duration duration = duration(view);
    return new TaskStatus(
        1L,
        Conditions.ofTask(line.state(), line.reason(), line.message(), since(view)),
        line.state(),
        line.reason(),
        line.message(),
        view.operation().id().value(),
        job(view.job()),
        Integer.toString(view.repository().priority()),
        snapshot(backup, restore),
        backup == null ? null : backup.filesUnmodified(),
        backup == null ? null : backup.filesNew(),
        backup == null ? null : backup.filesChanged(),
        files(backup, restore),
        backup == null ? null : backup.bytesAdded(),
        bytes(backup, restore),
        backup == null ? null : Quantities.bytes(backup.bytesAdded()),
        view.startedAt(),
        view.endedAt().orElse(null),
        duration == null ? null : Quantities.duration(duration),
        duration == null ? null : duration.toSeconds(),
        running == null ? null : running.percent(),
        running == null ? null : progressText(running),
        running == null || running.secondsLeft() < 0 ? null : running.secondsLeft(),
        failure == null || failure.exitCode() == Failure.NO_EXIT_CODE ? null : failure.exitCode(),
        failure == null ? List.of() : failure.lastLines());
  }

  private record Line(TaskState state, String reason, String message) {}

  private static Line line(TaskView view, Optional<String> waiting) {
    return switch (view.phase()) {
      case Phase.Waiting ignored ->
          new Line(TaskState.PENDING, "Queued", waiting.orElse("waiting for its turn"));
      case Phase.Starting starting ->
          new Line(TaskState.STARTING, "Starting", starting.doing() + ": the pod is being started");
      case Phase.Running running ->
          new Line(TaskState.RUNNING, "Running", running.doing() + noted(view));
      case Phase.BackedUp done ->
          completed(
              "made snapshot "
                  + shortId(done.summary().snapshot())
                  + " of "
                  + Quantities.count(done.summary().files(), "file")
                  + ", "
                  + Quantities.bytes(done.summary().bytes()));
      case Phase.Restored done ->
          completed(
              "restored and verified snapshot "
                  + shortId(done.summary().snapshot())
                  + ": "
                  + Quantities.count(done.summary().files(), "file")
                  + " (directories counted), "
                  + Quantities.bytes(done.summary().bytes()));
      case Phase.Unneeded done -> completed(done.settlement().message());
      case Phase.Forgotten done ->
          completed(
              "kept "
                  + Quantities.count(done.kept(), "snapshot")
                  + ", removed "
                  + done.removed()
                  + noted(view));
      case Phase.Contacted done ->
          completed(done.created() ? "the repository was created" : "the repository opens");
      case Phase.Scanned done ->
          completed(
              "the repository holds "
                  + Quantities.count(done.catalogue().snapshots(), "snapshot")
                  + " of "
                  + Quantities.count(done.catalogue().entries().size(), "volume"));
      case Phase.Failed failed ->
          new Line(
              TaskState.FAILED, failed.failure().reason().camelCase(), failed.failure().message());
      case Phase.Cancelled cancelled ->
          new Line(TaskState.CANCELLED, "Cancelled", cancelled.message());
    };
  }

  private static String noted(TaskView view) {
    return view.note().isEmpty() ? "" : "; " + view.note();
  }

  private static Line completed(String message) {
    return new Line(TaskState.COMPLETED, "Completed", message);
  }

  private static Instant since(TaskView view) {
    return view.endedAt()
        .orElseGet(() -> view.startedAt() == null ? view.requestedAt() : view.startedAt());
  }

  private static @Nullable JobReference job(@Nullable ObjectRef job) {
    return job == null ? null : new JobReference(job.namespace(), job.name());
  }

  private static @Nullable String snapshot(
      @Nullable BackupSummary backup, @Nullable RestoreSummary restore) {
    if (backup != null) {
      return shortId(backup.snapshot());
    }
    return restore == null ? null : shortId(restore.snapshot());
  }

  private static @Nullable Long files(
      @Nullable BackupSummary backup, @Nullable RestoreSummary restore) {
    if (backup != null) {
      return backup.files();
    }
    return restore == null ? null : restore.files();
  }

  private static @Nullable Long bytes(
      @Nullable BackupSummary backup, @Nullable RestoreSummary restore) {
    if (backup != null) {
      return backup.bytes();
    }
    return restore == null ? null : restore.bytes();
  }

  private static @Nullable Duration duration(TaskView view) {
    Instant start = view.startedAt();
    Instant end = view.endedAt().orElse(null);
    return start == null || end == null ? null : Duration.between(start, end);
  }

  private static String progressText(ProgressReport progress) {
    String percent = String.format(Locale.ROOT, "%d%%", progress.percent());
    return progress.secondsLeft() < 0
        ? percent
        : percent + " ETA " + Quantities.duration(Duration.ofSeconds(progress.secondsLeft()));
  }

  static String shortId(String snapshot) {
    return snapshot.substring(0, Math.min(8, snapshot.length()));
  }
}
