package com.datarestor.events.codec;

import com.datarestor.events.ClusterCommand;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.RepositoryCommand;
import com.datarestor.events.ResticCommand;
import com.datarestor.events.VolumeCommand;
import java.util.List;

/**
 * Which command is written under which name and version. Commands live as long as they are on their
 * way: one of an unknown type goes to the dead letters, where a newer release finds it.
 */
public final class CommandTypes {

  /** Every current type, with its current version. */
  public static final List<WireType<? extends Command>> ALL =
      List.of(
          new WireType<>("observe-config", 1, ConfigCommand.ObserveConfig.class),
          new WireType<>("config-vanished", 1, ConfigCommand.ConfigVanished.class),
          new WireType<>("note-forget-ended", 1, ConfigCommand.NoteForgetEnded.class),
          new WireType<>("recall-config-ask", 1, ConfigCommand.RecallConfigAsk.class),
          new WireType<>("recall-forget-run", 1, ConfigCommand.RecallForgetRun.class),
          new WireType<>("wake-config", 1, ConfigCommand.WakeConfig.class),
          new WireType<>("observe-volume", 1, VolumeCommand.ObserveVolume.class),
          new WireType<>("volume-vanished", 1, VolumeCommand.VolumeVanished.class),
          new WireType<>("note-backup-ended", 1, VolumeCommand.NoteBackupEnded.class),
          new WireType<>("note-settled", 1, VolumeCommand.NoteSettled.class),
          new WireType<>("note-restore-failed", 1, VolumeCommand.NoteRestoreFailed.class),
          new WireType<>("recall-volume-ask", 1, VolumeCommand.RecallVolumeAsk.class),
          new WireType<>("recall-backup-run", 1, VolumeCommand.RecallBackupRun.class),
          new WireType<>("wake-volume", 1, VolumeCommand.WakeVolume.class),
          new WireType<>("request-backup", 1, OperationCommand.RequestBackup.class),
          new WireType<>("request-restore", 1, OperationCommand.RequestRestore.class),
          new WireType<>("request-forget", 1, OperationCommand.RequestForget.class),
          new WireType<>("request-init", 1, OperationCommand.RequestInit.class),
          new WireType<>("request-scan", 1, OperationCommand.RequestScan.class),
          new WireType<>("start-operation", 1, OperationCommand.StartOperation.class),
          new WireType<>("report-task-published", 1, OperationCommand.ReportTaskPublished.class),
          new WireType<>("report-job-launched", 1, OperationCommand.ReportJobLaunched.class),
          new WireType<>(
              "report-backup-succeeded", 1, OperationCommand.ReportBackupSucceeded.class),
          new WireType<>("report-snapshot-found", 1, OperationCommand.ReportSnapshotFound.class),
          new WireType<>(
              "report-snapshot-missing", 1, OperationCommand.ReportSnapshotMissing.class),
          new WireType<>(
              "report-restore-succeeded", 1, OperationCommand.ReportRestoreSucceeded.class),
          new WireType<>("report-volume-not-empty", 1, OperationCommand.ReportVolumeNotEmpty.class),
          new WireType<>("report-listed", 1, OperationCommand.ReportListed.class),
          new WireType<>(
              "report-forget-succeeded", 1, OperationCommand.ReportForgetSucceeded.class),
          new WireType<>("report-init-succeeded", 1, OperationCommand.ReportInitSucceeded.class),
          new WireType<>("report-scan-succeeded", 1, OperationCommand.ReportScanSucceeded.class),
          new WireType<>("report-failed", 1, OperationCommand.ReportFailed.class),
          new WireType<>("cancel-operation", 1, OperationCommand.CancelOperation.class),
          new WireType<>("refuse-task", 1, OperationCommand.RefuseTask.class),
          new WireType<>("resume-step", 1, OperationCommand.ResumeStep.class),
          new WireType<>("recall-end", 1, OperationCommand.RecallEnd.class),
          new WireType<>("use-repository", 1, RepositoryCommand.UseRepository.class),
          new WireType<>("release-repository", 1, RepositoryCommand.ReleaseRepository.class),
          new WireType<>("note-contact", 1, RepositoryCommand.NoteContact.class),
          new WireType<>("note-contact-failed", 1, RepositoryCommand.NoteContactFailed.class),
          new WireType<>("note-forget", 1, RepositoryCommand.NoteForget.class),
          new WireType<>("note-scan", 1, RepositoryCommand.NoteScan.class),
          new WireType<>("note-scan-failed", 1, RepositoryCommand.NoteScanFailed.class),
          new WireType<>("recall-repository", 1, RepositoryCommand.RecallRepository.class),
          new WireType<>("wake-repository", 1, RepositoryCommand.WakeRepository.class),
          new WireType<>("enqueue", 1, QueueCommand.Enqueue.class),
          new WireType<>("keep-place", 1, QueueCommand.KeepPlace.class),
          new WireType<>("leave", 1, QueueCommand.Leave.class),
          new WireType<>("evict", 1, QueueCommand.Evict.class),
          new WireType<>("set-config-limits", 1, QueueCommand.SetConfigLimits.class),
          new WireType<>("open-gate", 1, QueueCommand.OpenGate.class),
          new WireType<>("close-gate", 1, QueueCommand.CloseGate.class),
          new WireType<>("remove-gate", 1, QueueCommand.RemoveGate.class),
          new WireType<>("run-init", 1, ResticCommand.RunInit.class),
          new WireType<>("run-backup", 1, ResticCommand.RunBackup.class),
          new WireType<>("run-lookup", 1, ResticCommand.RunLookup.class),
          new WireType<>("run-restore", 1, ResticCommand.RunRestore.class),
          new WireType<>("run-listing", 1, ResticCommand.RunListing.class),
          new WireType<>("run-forget", 1, ResticCommand.RunForget.class),
          new WireType<>("run-scan", 1, ResticCommand.RunScan.class),
          new WireType<>("clean-up", 1, ResticCommand.CleanUp.class),
          new WireType<>("publish-task", 1, ClusterCommand.PublishTask.class),
          new WireType<>("remove-annotation", 1, ClusterCommand.RemoveAnnotation.class),
          new WireType<>("write-annotation", 1, ClusterCommand.WriteAnnotation.class),
          new WireType<>("list-settled-claims", 1, ClusterCommand.ListSettledClaims.class),
          new WireType<>("release-pod", 1, ClusterCommand.ReleasePod.class),
          new WireType<>("tell-user", 1, ClusterCommand.TellUser.class));

  private CommandTypes() {}
}
