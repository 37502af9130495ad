package com.datarestor.app.snapshot;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;

import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Logs of operators that lived through something, differently for each seed. */
public final class Histories {

  private static final int LOSS = 1;

  private Histories() {}

  /**
   * Whole days of schedules, people's wishes, volumes that come and go, and a restart. With an odd
   * seed everything on disk is lost after some days, and the log is the one that was begun then.
   */
  public static List<EventRecord> records(long seed) {
    Random random = new Random(seed);
    OperatorSimulation simulation = new OperatorSimulation(NOON).shuffled(seed);
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    simulation.observe().run();
    Instant now = NOON;
    for (int turn = 0; turn < 6; turn++) {
      now = now.plus(Duration.ofHours(1 + random.nextInt(40)));
      simulation.runUntil(now);
      happen(random.nextInt(5), simulation, random);
      if (turn == LOSS && seed % 2 == 1) {
        simulation.loseData();
      }
      simulation.observe();
      for (int step = random.nextInt(30); step > 0 && simulation.step(); step--) {
        // what is in hand at a cut matters most
      }
    }
    EventCodec codec = new EventCodec();
    return simulation.log().stream().map(codec::encode).toList();
  }

  private static void happen(int what, OperatorSimulation simulation, Random random) {
    switch (what) {
      case 0 -> simulation.cluster().add(OTHER_VOLUME);
      case 1 -> simulation.cluster().annotate(VOLUME, "manual-backup", random.nextInt(3) + "|now");
      case 2 -> simulation.cluster().annotate(VOLUME, "manual-restore", "now");
      case 3 -> simulation.cluster().apply(CONFIG, plan("0 */6 * * *", "", random.nextBoolean()));
      default -> simulation.restart(random.nextInt(5));
    }
  }
}
