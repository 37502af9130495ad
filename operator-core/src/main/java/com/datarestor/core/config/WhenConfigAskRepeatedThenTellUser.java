package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigAskRepeated;
import com.datarestor.events.EventMetadata;
import java.util.List;

/** A value that a GitOps tool put back is left where it is, and is said not to run again. */
public final class WhenConfigAskRepeatedThenTellUser implements Policy<ConfigAskRepeated> {

  @Override
  public Class<ConfigAskRepeated> event() {
    return ConfigAskRepeated.class;
  }

  @Override
  public List<Command> react(ConfigAskRepeated event, EventMetadata metadata) {
    return List.of(
        new TellUser(
            event.config(),
            false,
            "AlreadyDone",
            event.ask().key()
                + "="
                + event.ask().value()
                + " was put back by "
                + event.manager()
                + " and is already done; change the value to repeat"));
  }
}
