package com.datarestor.e2e.bench;

import com.datarestor.e2e.bench.Stand.Volume;
import com.datarestor.e2e.scenario.User;

/** Manual backups of many volumes at once. */
final class Backups {

  /** Asked, requested, queued, admitted, published, started, launched, succeeded, left. */
  static final int EVENTS_OF_A_BACKUP = 9;

  private Backups() {}

  /** Asks for a backup of the Config's first volumes, and waits until their Tasks are completed. */
  static void run(Stand stand, OperatorRun operator, String config, int count)
      throws InterruptedException {
    int wanted = stand.completed() + count;
    User user = new User(stand.client());
    for (int i = 0; i < count; i++) {
      Volume volume = Volume.of(config, i);
      user.annotateClaim(volume.namespace(), volume.name(), "manual-backup", "now");
    }
    operator.await("every backup is done", () -> stand.completed() >= wanted, 10);
  }
}
