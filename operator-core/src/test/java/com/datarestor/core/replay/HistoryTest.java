package com.datarestor.core.replay;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.Decider;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.core.simulation.Stories;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is folded from the events alone is what the operator knew when it lived through them. */
class HistoryTest {

  /** Long stories are not disturbed at every step, but everywhere. */
  private static final int MOST_KILLS = 150;

  private static Map<StreamId, Object> live(OperatorSimulation simulation) {
    Map<StreamId, Object> states = new HashMap<>();
    for (Decider<?, ?, ?> decider :
        List.<Decider<?, ?, ?>>of(
            new ConfigDecider(),
            new VolumeDecider(),
            new OperationDecider(),
            new RepositoryDecider(),
            new QueueDecider())) {
      states.putAll(simulation.dispatcher().states(decider));
    }
    return states;
  }

  private static void assertReplayEqualsLife(OperatorSimulation simulation, String run) {
    History history = new History();
    simulation.log().forEach(history::fold);
    Map<StreamId, Object> live = live(simulation);
    live.keySet().removeIf(stream -> isUntold(simulation, stream));
    assertThat(history.states()).as(run).isEqualTo(live);
  }

  /** A stream that was asked and answered nothing has no event to be folded from. */
  private static boolean isUntold(OperatorSimulation simulation, StreamId stream) {
    return simulation.log().stream().noneMatch(event -> event.metadata().stream().equals(stream));
  }

  @ParameterizedTest
  @EnumSource
  void replayEqualsLife(Stories story) {
    assertReplayEqualsLife(story.told(), "undisturbed");
  }

  @ParameterizedTest
  @EnumSource
  void replayEqualsLifeWhereverTheOperatorWasKilled(Stories story) {
    int steps = story.told().steps();
    for (int step = 0; step < steps; step += 1 + steps / MOST_KILLS) {
      assertReplayEqualsLife(
          story.in(new OperatorSimulation(NOON).restartBefore(step, step % 5)),
          "restarted before step " + step);
      assertReplayEqualsLife(
          story.in(new OperatorSimulation(NOON).killWithin(step)), "killed within step " + step);
    }
  }

  @ParameterizedTest
  @EnumSource
  void replayEqualsLifeInWhateverOrderMessagesCome(Stories story) {
    for (long seed = 0; seed < 20; seed++) {
      assertReplayEqualsLife(
          story.in(new OperatorSimulation(NOON).shuffled(seed)), "shuffled by seed " + seed);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLogThatEndsAnywhereCanBeFolded(Stories story) {
    List<EventEnvelope> log = story.told().log();
    History growing = new History();
    for (int end = 0; end < log.size(); end++) {
      growing.fold(log.get(end));
      History twice = new History();
      log.subList(0, end + 1).forEach(twice::fold);
      log.subList(0, end + 1).forEach(twice::fold);
      assertThat(twice.states()).as("cut behind event %d", end).isEqualTo(growing.states());
    }
  }
}
