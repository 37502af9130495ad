package com.datarestor.events.codec;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes commands as one line of JSON and reads them back. */
public final class CommandCodec {

  private final Map<Class<?>, WireType<? extends Command>> byClass = new HashMap<>();
  private final Map<String, WireType<? extends Command>> byName = new HashMap<>();

  public CommandCodec() {
    for (WireType<? extends Command> type : CommandTypes.ALL) {
      byClass.put(type.type(), type);
      byName.put(type.name(), type);
    }
  }

  /** The name under which this command travels. */
  public String typeOf(Command command) {
    return wireType(command).name();
  }

  private WireType<? extends Command> wireType(Command command) {
    WireType<? extends Command> type = byClass.get(command.getClass());
    if (type == null) {
      throw new IllegalArgumentException(command.getClass() + " has no wire type");
    }
    return type;
  }

  public String encode(CommandEnvelope envelope) {
    WireType<? extends Command> type = wireType(envelope.command());
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", envelope.id())
        .put("type", type.name())
        .put("version", type.version())
        .put("time", envelope.time().toString())
        .put("actor", envelope.actor())
        .put("correlation", envelope.correlation())
        .put("causation", envelope.causation())
        .set("data", Json.MAPPER.valueToTree(envelope.command()));
    return Json.MAPPER.writeValueAsString(json);
  }

  /**
   * @throws IllegalArgumentException when it is no command, or one that this release does not know
   */
  public CommandEnvelope decode(String json) {
    try {
      JsonNode node = Json.MAPPER.readTree(json);
      String name = Json.text(node, "type");
      WireType<? extends Command> type = byName.get(name);
      if (type == null) {
        throw new IllegalArgumentException("this release does not know the command " + name);
      }
      int version = Json.number(node, "version").intValue();
      if (version > type.version()) {
        throw new IllegalArgumentException(
            "this release knows %s up to version %d, not %d"
                .formatted(name, type.version(), version));
      }
      return new CommandEnvelope(
          Json.text(node, "id"),
          Instant.parse(Json.text(node, "time")),
          Json.text(node, "actor"),
          Json.text(node, "correlation"),
          Json.text(node, "causation"),
          Json.MAPPER.treeToValue(Json.data(node), type.type()));
    } catch (JacksonException | DateTimeParseException e) {
      throw new IllegalArgumentException("not a command: " + e.getMessage(), e);
    }
  }
}
