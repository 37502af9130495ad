package com.datarestor.core.replay;

import com.datarestor.core.config.WhenConfigAcceptedThenUseRepositories;
import com.datarestor.core.config.WhenConfigAskRefusedThenTellUser;
import com.datarestor.core.config.WhenConfigAskRepeatedThenTellUser;
import com.datarestor.core.config.WhenConfigBackupAskedThenRequestBackups;
import com.datarestor.core.config.WhenConfigRefusedThenTellUser;
import com.datarestor.core.config.WhenConfigRemovedThenStopItsWork;
import com.datarestor.core.config.WhenConfigRestoreAskedThenRequestRestores;
import com.datarestor.core.config.WhenForgetDueThenRequestForget;
import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.WhenEndRecalledThenFinishIt;
import com.datarestor.core.operation.WhenOperationAdmittedThenStartIt;
import com.datarestor.core.operation.WhenOperationEndedThenMakeRoom;
import com.datarestor.core.operation.WhenOperationEndedThenTellUser;
import com.datarestor.core.operation.WhenOperationEvictedThenCancelIt;
import com.datarestor.core.operation.WhenOperationRequestedThenPublishAndQueue;
import com.datarestor.core.operation.WhenStepStartedThenRunIt;
import com.datarestor.core.repository.WhenContactDueThenRequestInit;
import com.datarestor.core.repository.WhenRepositoryAnswersThenOpenOrCloseGate;
import com.datarestor.core.repository.WhenRepositoryWorkEndedThenNoteIt;
import com.datarestor.core.repository.WhenScanDueThenRequestScan;
import com.datarestor.core.volume.WhenAutomatedRestoreDueThenRequestRestore;
import com.datarestor.core.volume.WhenAutomatedRestoreEndedThenNoteIt;
import com.datarestor.core.volume.WhenAutomatedRestoreWaitsThenTellUser;
import com.datarestor.core.volume.WhenBackupDueThenRequestBackup;
import com.datarestor.core.volume.WhenClaimSettledThenMarkIt;
import com.datarestor.core.volume.WhenManualBackupAskedThenRequestBackup;
import com.datarestor.core.volume.WhenManualRestoreAskedThenRequestRestore;
import com.datarestor.core.volume.WhenVolumeAskRefusedThenTellUser;
import com.datarestor.core.volume.WhenVolumeAskRepeatedThenTellUser;
import com.datarestor.core.volume.WhenVolumeAskWaitsThenTellUser;
import com.datarestor.core.volume.WhenVolumeGoneThenStopItsWork;
import com.datarestor.core.volume.WhenVolumeObservedThenTellUnsupported;
import java.util.List;

/** Every policy of the operator, in the order in which they are asked. */
public final class AllPolicies {

  private static final List<Policy<?>> LIST =
      List.of(
          new WhenConfigAcceptedThenUseRepositories(),
          new WhenConfigRefusedThenTellUser(),
          new WhenConfigRemovedThenStopItsWork(),
          new WhenForgetDueThenRequestForget(),
          new WhenConfigBackupAskedThenRequestBackups(),
          new WhenConfigRestoreAskedThenRequestRestores(),
          new WhenConfigAskRefusedThenTellUser(),
          new WhenConfigAskRepeatedThenTellUser(),
          new WhenVolumeObservedThenTellUnsupported(),
          new WhenVolumeGoneThenStopItsWork(),
          new WhenBackupDueThenRequestBackup(),
          new WhenAutomatedRestoreDueThenRequestRestore(),
          new WhenAutomatedRestoreWaitsThenTellUser(),
          new WhenClaimSettledThenMarkIt(),
          new WhenManualBackupAskedThenRequestBackup(),
          new WhenManualRestoreAskedThenRequestRestore(),
          new WhenVolumeAskRefusedThenTellUser(),
          new WhenVolumeAskRepeatedThenTellUser(),
          new WhenVolumeAskWaitsThenTellUser(),
          new WhenOperationRequestedThenPublishAndQueue(),
          new WhenOperationAdmittedThenStartIt(),
          new WhenOperationEvictedThenCancelIt(),
          new WhenStepStartedThenRunIt(),
          new WhenEndRecalledThenFinishIt(),
          new WhenOperationEndedThenMakeRoom(),
          new WhenOperationEndedThenTellUser(),
          new WhenAutomatedRestoreEndedThenNoteIt(),
          new WhenContactDueThenRequestInit(),
          new WhenScanDueThenRequestScan(),
          new WhenRepositoryAnswersThenOpenOrCloseGate(),
          new WhenRepositoryWorkEndedThenNoteIt());

  private AllPolicies() {}

  /** All of them, by themselves. */
  public static List<Policy<?>> list() {
    return LIST;
  }

  /** All of them, asked together; what runs and what rehearses must be the same. */
  public static Policies inOrder() {
    return new Policies(LIST);
  }
}
