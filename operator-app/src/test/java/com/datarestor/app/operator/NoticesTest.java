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
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What concerns the operator itself is said on every Config, once. */
class NoticesTest {

  /** So little has to be free that it always is. */
  private static final long NEVER = 0;

  /** More than any disk has. */
  private static final long ALWAYS = Long.MAX_VALUE;

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

  private final Path directory;

  NoticesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Notices notices(long least) {
    return new Notices(board, bus, new DiskSpace(directory, least), Clock.systemUTC());
  }

  private void aConfigIsKnown() {
    Stories.BACKUP_RESTORE_FORGET.told().log().forEach(board::fold);
  }

  @Test
  void aDamagedLogIsToldOnceAndShownForAsLongAsItRuns() {
    aConfigIsKnown();
    Notices notices = notices(NEVER);
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
    Notices notices = notices(ALWAYS);
    notices.look();
    assertThat(sent).isEmpty();

    aConfigIsKnown();
    notices.look();
    assertThat(sent)
        .singleElement()
        .isInstanceOfSatisfying(
            TellUser.class, told -> assertThat(told.reason()).isEqualTo("DiskAlmostFull"));
  }

  @Test
  void nothingWrongIsNothingSaid() {
    aConfigIsKnown();
    notices(NEVER).look();
    assertThat(sent).isEmpty();
  }
}
