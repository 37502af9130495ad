package com.datarestor.events.codec;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.store.EventRecord;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Writes events as one line of JSON and reads them back, also those of older releases. */
public final class EventCodec {

  private final Map<Class<?>, WireType<? extends DomainEvent>> byClass = new HashMap<>();
  private final Map<String, WireType<? extends DomainEvent>> byName = new HashMap<>();
  private final Map<String, Upcaster> upcasters = new HashMap<>();

  /** Reads and writes the types of this release. */
  public EventCodec() {
    this(EventTypes.ALL, List.of());
  }

  /**
   * @throws IllegalArgumentException when a name or a class has two rows
   */
  EventCodec(List<WireType<? extends DomainEvent>> types, List<Upcaster> upcasters) {
    for (WireType<? extends DomainEvent> type : types) {
      if (byClass.put(type.type(), type) != null || byName.put(type.name(), type) != null) {
        throw new IllegalArgumentException(type + " has two rows");
      }
    }
    for (Upcaster upcaster : upcasters) {
      this.upcasters.put(upcaster.type() + "/" + upcaster.from(), upcaster);
    }
  }

  /** The event as it is kept. */
  public EventRecord encode(EventEnvelope envelope) {
    WireType<? extends DomainEvent> type = byClass.get(envelope.event().getClass());
    if (type == null) {
      throw new IllegalArgumentException(envelope.event().getClass() + " has no wire type");
    }
    EventMetadata metadata = envelope.metadata();
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("id", metadata.id())
        .put("type", type.name())
        .put("version", type.version())
        .put("stream", metadata.stream().value())
        .put("sequence", metadata.sequence())
        .put("time", metadata.time().toString())
        .put("actor", metadata.actor())
        .put("correlation", metadata.correlation())
        .put("causation", metadata.causation())
        .set("data", Json.MAPPER.valueToTree(envelope.event()));
    return new EventRecord(
        metadata, type.name(), type.version(), Json.MAPPER.writeValueAsString(json));
  }

  /**
   * The metadata and type of a stored event; its data is not looked at.
   *
   * @throws IllegalArgumentException when it is no event at all
   */
  public EventRecord record(String json) {
    try {
      return EventHead.read(json).record(json);
    } catch (JacksonException | DateTimeParseException e) {
      throw new IllegalArgumentException("not an event: " + e.getMessage(), e);
    }
  }

  /** The event, if this release knows its type. */
  public Decoded decode(EventRecord record) {
    WireType<? extends DomainEvent> type = byName.get(record.type());
    if (type == null) {
      return new Decoded.Unknown(record, "this release has no event " + record.type());
    }
    if (record.version() > type.version()) {
      return new Decoded.Unknown(
          record,
          "this release knows "
              + record.type()
              + " up to version "
              + type.version()
              + ", not "
              + record.version());
    }
    try {
      DomainEvent event =
          record.version() == type.version()
              ? EventHead.data(record.json(), type.type())
              : upcast(record, type);
      return new Decoded.Known(new EventEnvelope(record.metadata(), event));
    } catch (JacksonException e) {
      return new Decoded.Unknown(record, "its data cannot be read: " + e.getOriginalMessage());
    } catch (NoUpcaster e) {
      return new Decoded.Unknown(record, String.valueOf(e.getMessage()));
    }
  }

  private DomainEvent upcast(EventRecord record, WireType<? extends DomainEvent> type) {
    ObjectNode data = Json.data(Json.MAPPER.readTree(record.json()));
    for (int version = record.version(); version < type.version(); version++) {
      Upcaster upcaster = upcasters.get(record.type() + "/" + version);
      if (upcaster == null) {
        throw new NoUpcaster("nothing reads version " + version + " of " + record.type());
      }
      data = upcaster.upcast(data);
    }
    return Json.MAPPER.treeToValue(data, type.type());
  }

  /** An old version that nothing leads to the current one. */
  private static final class NoUpcaster extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoUpcaster(String message) {
      super(message, null, false, false);
    }
  }
}
