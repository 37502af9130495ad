package com.datarestor.events.codec;

import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.Restated;
import com.datarestor.events.VolumeEvent;
import java.util.List;

/**
 * Which record is written under which name and version. A name is chosen once and stays; a record
 * may be renamed, its row keeps the name. A changed meaning is a new version with an {@link
 * Upcaster} from the one before.
 */
public final class EventTypes {

  /** Every current type, with its current version. */
  public static final List<WireType<? extends DomainEvent>> ALL =
      List.of(
          new WireType<>("config-accepted", 1, ConfigEvent.ConfigAccepted.class),
          new WireType<>("config-refused", 1, ConfigEvent.ConfigRefused.class),
          new WireType<>("config-removed", 1, ConfigEvent.ConfigRemoved.class),
          new WireType<>("forget-due", 1, ConfigEvent.ForgetDue.class),
          new WireType<>("forget-ended", 1, ConfigEvent.ForgetEnded.class),
          new WireType<>("config-backup-asked", 1, ConfigEvent.ConfigBackupAsked.class),
          new WireType<>("config-restore-asked", 1, ConfigEvent.ConfigRestoreAsked.class),
          new WireType<>("config-ask-refused", 1, ConfigEvent.ConfigAskRefused.class),
          new WireType<>("config-ask-repeated", 1, ConfigEvent.ConfigAskRepeated.class),
          new WireType<>("config-ask-cleared", 1, ConfigEvent.ConfigAskCleared.class),
          new WireType<>("config-ask-recalled", 1, ConfigEvent.ConfigAskRecalled.class),
          new WireType<>("forget-run-recalled", 1, ConfigEvent.ForgetRunRecalled.class),
          new WireType<>("volume-observed", 1, VolumeEvent.VolumeObserved.class),
          new WireType<>("volume-gone", 1, VolumeEvent.VolumeGone.class),
          new WireType<>("backup-due", 1, VolumeEvent.BackupDue.class),
          new WireType<>("backup-ended", 1, VolumeEvent.BackupEnded.class),
          new WireType<>("automated-restore-due", 1, VolumeEvent.AutomatedRestoreDue.class),
          new WireType<>("automated-restore-waits", 1, VolumeEvent.AutomatedRestoreWaits.class),
          new WireType<>("claim-settled", 1, VolumeEvent.ClaimSettled.class),
          new WireType<>("manual-backup-asked", 1, VolumeEvent.ManualBackupAsked.class),
          new WireType<>("manual-restore-asked", 1, VolumeEvent.ManualRestoreAsked.class),
          new WireType<>("volume-ask-refused", 1, VolumeEvent.VolumeAskRefused.class),
          new WireType<>("volume-ask-waits", 1, VolumeEvent.VolumeAskWaits.class),
          new WireType<>("volume-ask-repeated", 1, VolumeEvent.VolumeAskRepeated.class),
          new WireType<>("volume-ask-cleared", 1, VolumeEvent.VolumeAskCleared.class),
          new WireType<>("volume-ask-recalled", 1, VolumeEvent.VolumeAskRecalled.class),
          new WireType<>("backup-run-recalled", 1, VolumeEvent.BackupRunRecalled.class),
          new WireType<>("backup-requested", 1, OperationEvent.BackupRequested.class),
          new WireType<>("restore-requested", 1, OperationEvent.RestoreRequested.class),
          new WireType<>("forget-requested", 1, OperationEvent.ForgetRequested.class),
          new WireType<>("init-requested", 1, OperationEvent.InitRequested.class),
          new WireType<>("scan-requested", 1, OperationEvent.ScanRequested.class),
          new WireType<>("task-published", 1, OperationEvent.TaskPublished.class),
          new WireType<>("backup-started", 1, OperationEvent.BackupStarted.class),
          new WireType<>("lookup-started", 1, OperationEvent.LookupStarted.class),
          new WireType<>("repository-passed-over", 1, OperationEvent.RepositoryPassedOver.class),
          new WireType<>("repository-unanswered", 1, OperationEvent.RepositoryUnanswered.class),
          new WireType<>("restore-started", 1, OperationEvent.RestoreStarted.class),
          new WireType<>("listing-started", 1, OperationEvent.ListingStarted.class),
          new WireType<>("forget-started", 1, OperationEvent.ForgetStarted.class),
          new WireType<>("init-started", 1, OperationEvent.InitStarted.class),
          new WireType<>("scan-started", 1, OperationEvent.ScanStarted.class),
          new WireType<>("job-launched", 1, OperationEvent.JobLaunched.class),
          new WireType<>("backup-succeeded", 1, OperationEvent.BackupSucceeded.class),
          new WireType<>("restore-succeeded", 1, OperationEvent.RestoreSucceeded.class),
          new WireType<>("restore-unneeded", 1, OperationEvent.RestoreUnneeded.class),
          new WireType<>("forget-succeeded", 1, OperationEvent.ForgetSucceeded.class),
          new WireType<>("init-succeeded", 1, OperationEvent.InitSucceeded.class),
          new WireType<>("scan-succeeded", 1, OperationEvent.ScanSucceeded.class),
          new WireType<>("operation-failed", 1, OperationEvent.OperationFailed.class),
          new WireType<>("operation-cancelled", 1, OperationEvent.OperationCancelled.class),
          new WireType<>("end-recalled", 1, OperationEvent.EndRecalled.class),
          new WireType<>("contact-due", 1, RepositoryEvent.ContactDue.class),
          new WireType<>("repository-opened", 1, RepositoryEvent.RepositoryOpened.class),
          new WireType<>("repository-unavailable", 1, RepositoryEvent.RepositoryUnavailable.class),
          new WireType<>("repository-released", 1, RepositoryEvent.RepositoryReleased.class),
          new WireType<>("scan-due", 1, RepositoryEvent.ScanDue.class),
          new WireType<>("scan-failed", 1, RepositoryEvent.ScanFailed.class),
          new WireType<>("catalogue-read", 1, RepositoryEvent.CatalogueRead.class),
          new WireType<>("repository-recalled", 1, RepositoryEvent.RepositoryRecalled.class),
          new WireType<>("operation-queued", 1, QueueEvent.OperationQueued.class),
          new WireType<>("operation-admitted", 1, QueueEvent.OperationAdmitted.class),
          new WireType<>("operation-left", 1, QueueEvent.OperationLeft.class),
          new WireType<>("operation-evicted", 1, QueueEvent.OperationEvicted.class),
          new WireType<>("config-limits-set", 1, QueueEvent.ConfigLimitsSet.class),
          new WireType<>("gate-opened", 1, QueueEvent.GateOpened.class),
          new WireType<>("gate-closed", 1, QueueEvent.GateClosed.class),
          new WireType<>("gate-removed", 1, QueueEvent.GateRemoved.class),
          new WireType<>("log-compacted", 1, Restated.LogCompacted.class),
          new WireType<>("volume-restated", 1, Restated.VolumeRestated.class),
          new WireType<>("config-restated", 1, Restated.ConfigRestated.class),
          new WireType<>("repository-restated", 1, Restated.RepositoryRestated.class),
          new WireType<>("queue-restated", 1, Restated.QueueRestated.class),
          new WireType<>("status-restated", 1, Restated.StatusRestated.class));

  private EventTypes() {}
}
