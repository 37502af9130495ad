package com.datarestor.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.simulation.Stories;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What concerns the operator itself is said on every Config, once. */
class NoticesTest {

  private final StatusBoard board = new StatusBoard();
  private final List<Command> sent = new ArrayList<>();
  private final CommandBus bus =
      new CommandBus() {
        @Override
        public void send(List<CommandEnvelope> commands) {
          commands.forEach(command -> sent.add(command.command()));
        }

        @Override
        public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
          throw new UnsupportedOperationException("notices only send");
        }
      };

  private Optional<String> warning = Optional.empty();
  private final Notices notices = new Notices(board, bus, () -> warning, Clock.systemUTC());

  private void aConfigIsKnown() {
    Stories.BACKUP_RESTORE_FORGET.told().log().forEach(board::fold);
  }

  @Test
  void aDamagedLogIsToldOnceAndShownForAsLongAsItRuns() {
    aConfigIsKnown();
    notices.logDamaged("events-7.jsonl at byte 9: 3 bytes are damaged");
    notices.logDamaged("stream volume/a: event 3 is missing before event 4");
    notices.look();
    notices.look();

    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            TellUser.class,
            told -> {
              assertThat(told.reason()).isEqualTo("EventLogDamaged");
              assertThat(told.warning()).isTrue();
              assertThat(told.message())
                  .contains("events-7.jsonl at byte 9: 3 bytes are damaged")
                  .contains("datarestor log verify");
            });
  }

  @Test
  void whatNobodyCouldHearYetIsToldWhenThereIsSomebody() {
    warning = Optional.of("1.0 MiB free");
    notices.look();
    assertThat(sent).isEmpty();

    aConfigIsKnown();
    notices.look();
    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            TellUser.class,
            told -> {
              assertThat(told.reason()).isEqualTo("DiskAlmostFull");
              assertThat(told.message()).isEqualTo("1.0 MiB free");
            });
  }

  @Test
  void whatComesAgainIsToldAgain() {
    aConfigIsKnown();
    warning = Optional.of("1.0 MiB free");
    notices.look();
    warning = Optional.of("0.9 MiB free");
    notices.look();
    assertThat(sent).hasSize(1);

    warning = Optional.empty();
    notices.look();
    warning = Optional.of("0.8 MiB free");
    notices.look();
    assertThat(sent).hasSize(2);
  }

  @Test
  void nothingWrongIsNothingSaid() {
    aConfigIsKnown();
    notices.look();
    assertThat(sent).isEmpty();
  }
}
