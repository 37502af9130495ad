package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A spec that cannot be acted upon is said on the Config. */
public final class WhenConfigRefusedThenTellUser implements Policy<ConfigRefused> {

  @Override
  public Class<ConfigRefused> event() {
    return ConfigRefused.class;
  }

  @Override
  public List<Command> react(ConfigRefused event, EventMetadata metadata) {
    String sentences =
        event.problems().stream().map(Problem::spoken).collect(Collectors.joining("; "));
    return List.of(new TellUser(event.config(), true, "InvalidSpec", sentences));
  }
}
