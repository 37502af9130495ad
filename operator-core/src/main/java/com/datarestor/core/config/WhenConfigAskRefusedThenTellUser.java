package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.EventMetadata;
import java.util.List;

/** A refused annotation is taken off, and the reason is said and written back. */
public final class WhenConfigAskRefusedThenTellUser implements Policy<ConfigAskRefused> {

  @Override
  public Class<ConfigAskRefused> event() {
    return ConfigAskRefused.class;
  }

  @Override
  public List<Command> react(ConfigAskRefused event, EventMetadata metadata) {
    Ask ask = event.ask();
    return List.of(
        new TellUser(event.config(), true, "AnnotationRefused", ask.key() + ": " + event.message()),
        Outcomes.refused(event.config(), ask, event.message(), metadata.time()),
        new RemoveAnnotation(event.config(), ask.key(), ask.value(), List.of()));
  }
}
