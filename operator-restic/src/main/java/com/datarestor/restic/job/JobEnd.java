package com.datarestor.restic.job;

import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportForgetSucceeded;
import com.datarestor.events.OperationCommand.ReportInitSucceeded;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportRestoreSucceeded;
import com.datarestor.events.OperationCommand.ReportScanSucceeded;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.ReportVolumeNotEmpty;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.restic.command.JobScript;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticMessage.ExitError;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticOutput;
import com.datarestor.restic.command.ResticVerdict;
import com.datarestor.restic.command.Snapshot;
import com.datarestor.restic.command.SnapshotChoice;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * How a Job ended, and what that means for its operation. Pure.
 *
 * @param status exit status of the container
 * @param output its log and its termination message
 */
public record JobEnd(int status, ResticOutput output) {

  /**
   * What to report.
   *
   * @param known the volumes there are, to tell apart those that share a host
   */
  OperationCommand report(WorkInHand work, Collection<Identity> known) {
    return switch (work.step()) {
      case INIT ->
          told(
              work,
              ResticVerdict.contact(status, output),
              (Contact contact) -> new ReportInitSucceeded(work.operation(), contact.created()));
      case BACKUP ->
          told(
              work,
              ResticVerdict.backup(status, output),
              summary -> new ReportBackupSucceeded(work.operation(), summary));
      case LOOKUP ->
          told(
              work,
              ResticVerdict.snapshots(status, output),
              snapshots -> found(work, snapshots, known));
      case RESTORE ->
          status == JobScript.NOT_EMPTY
              ? new ReportVolumeNotEmpty(
                  work.operation(),
                  output.exitError().map(ExitError::message).orElse("the volume is not empty"))
              : told(
                  work,
                  ResticVerdict.restore(
                      status, output, work.snapshot().orElse(SnapshotFacts.UNKNOWN)),
                  summary -> new ReportRestoreSucceeded(work.operation(), summary));
      case LISTING ->
          told(
              work,
              ResticVerdict.snapshots(status, output),
              snapshots -> new ReportListed(work.operation(), Catalogues.identities(snapshots)));
      case FORGET ->
          told(
              work,
              ResticVerdict.forget(status, output),
              (Forgotten forgotten) ->
                  new ReportForgetSucceeded(
                      work.operation(), forgotten.kept().size(), forgotten.removed().size()));
      case SCAN ->
          told(
              work,
              ResticVerdict.snapshots(status, output),
              snapshots -> new ReportScanSucceeded(work.operation(), Catalogues.of(snapshots)));
    };
  }

  private static <T> OperationCommand told(
      WorkInHand work, ResticVerdict<T> verdict, Function<T, OperationCommand> success) {
    return switch (verdict) {
      case ResticVerdict.Achieved<T> achieved -> success.apply(achieved.result());
      case ResticVerdict.Failed<T> failed ->
          new ReportFailed(work.operation(), work.step(), failed.failure());
    };
  }

  private static OperationCommand found(
      WorkInHand work, List<Snapshot> snapshots, Collection<Identity> known) {
    String own = work.operation().about().host();
    SnapshotChoice.Owner owner =
        work.host().equals(own)
            ? new SnapshotChoice.OfVolume(
                new Identity(
                    work.operation().about().namespace(), work.operation().about().name(), own))
            : new SnapshotChoice.OfHost(work.host());
    String where = work.repository().spoken() + ": ";
    return switch (SnapshotChoice.of(snapshots, owner, known, work.wanted())) {
      case SnapshotChoice.Found found ->
          new ReportSnapshotFound(work.operation(), work.repository(), found.snapshot().facts());
      case SnapshotChoice.None none ->
          new ReportSnapshotMissing(work.operation(), work.repository(), where + none.sentence());
      case SnapshotChoice.Refused refused ->
          new ReportFailed(
              work.operation(),
              work.step(),
              Failure.of(FailureReason.SNAPSHOT_AMBIGUOUS, where + refused.sentence()));
    };
  }
}
