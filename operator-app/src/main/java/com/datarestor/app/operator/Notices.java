package com.datarestor.app.operator;

import com.datarestor.core.status.StatusBoard;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.bus.CommandBus;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What concerns the operator itself, said on every Config: in its status, and as an Event. */
final class Notices {

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  private final StatusBoard board;
  private final CommandBus commands;
  private final Supplier<Optional<String>> disk;
  private final Clock clock;
  private volatile String damage = "";
  private final Set<String> logged = new HashSet<>();
  private final Set<String> told = new HashSet<>();

  Notices(StatusBoard board, CommandBus commands, Supplier<Optional<String>> disk, Clock clock) {
    this.board = board;
    this.commands = commands;
    this.disk = disk;
    this.clock = clock;
  }

  /** Something of the log was lost; of several such sentences the first is shown. */
  void logDamaged(String sentence) {
    if (damage.isEmpty()) {
      damage =
          "the operator's event log is damaged ("
              + sentence
              + "): it does not know any more what was recorded there; datarestor log verify says"
              + " all of it";
    }
  }

  /** Shows what is to be shown now; what is new is told as an Event too, while that still works. */
  void look() {
    Map<String, String> now = new LinkedHashMap<>();
    disk.get().ifPresent(warning -> now.put("DiskAlmostFull", warning));
    if (!damage.isEmpty()) {
      now.put("EventLogDamaged", damage);
    }
    board.notice(now.keySet().stream().findFirst().orElse(""), String.join("; ", now.values()));
    logged.retainAll(now.keySet());
    told.retainAll(now.keySet());
    List<ObjectRef> configs = board.configs();
    now.forEach(
        (reason, sentence) -> {
          if (logged.add(reason)) {
            log.warn("{}", sentence);
          }
          if (!configs.isEmpty() && told.add(reason)) {
            tell(reason, sentence, configs);
          }
        });
  }

  private void tell(String reason, String sentence, List<ObjectRef> configs) {
    commands.send(
        configs.stream()
            .map(
                config ->
                    CommandEnvelope.first(
                        UUID.randomUUID().toString(),
                        clock.instant(),
                        CommandEnvelope.OPERATOR,
                        new TellUser(config, true, reason, sentence)))
            .toList());
  }
}
