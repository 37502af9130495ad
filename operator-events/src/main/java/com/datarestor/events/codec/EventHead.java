package com.datarestor.events.codec;

import com.datarestor.events.EventMetadata;
import com.datarestor.events.StreamId;
import com.datarestor.events.store.EventRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/**
 * What stands before the data of a stored event. It is read token by token, because a start reads
 * every event of the log.
 */
final class EventHead {

  private static final String DATA = "data";

  /** As the codec writes it; quotes stand only around names and texts, so no text contains it. */
  private static final String LAST_DATA = ",\"data\":{";

  private static final String WHOLE_SECOND = "0000-00-00T00:00:00Z";

  /** Reads a value that something else follows. */
  private static final ObjectReader INNER =
      Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private @Nullable String id;
  private @Nullable String type;
  private int version = -1;
  private @Nullable String stream;
  private long sequence = -1;
  private @Nullable Instant time;
  private @Nullable String actor;
  private @Nullable String correlation;
  private @Nullable String causation;

  private EventHead() {}

  /**
   * Reads up to the data, or to the end when the data does not come last.
   *
   * @throws JacksonException when it is no JSON object
   * @throws java.time.format.DateTimeParseException when the time is none
   */
  static EventHead read(String json) {
    EventHead head = new EventHead();
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      begin(parser);
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals(DATA) && head.isComplete()) {
          break;
        }
        head.take(name, parser);
      }
    }
    return head;
  }

  /**
   * The data as this type.
   *
   * @throws JacksonException when there is none, or it does not fit
   */
  static <T> T data(String json, Class<T> type) {
    int last = json.indexOf(LAST_DATA);
    // no other object begins before it, so that it is a property of the event and not of another
    if (last > 0 && json.lastIndexOf('{', last) == 0) {
      return INNER.forType(type).readValue(json.substring(last + LAST_DATA.length() - 1));
    }
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      begin(parser);
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean data = parser.currentName().equals(DATA);
        JsonToken value = parser.nextToken();
        if (data && value != JsonToken.START_OBJECT) {
          throw new StreamReadException(parser, "data is no object");
        }
        if (data) {
          return INNER.forType(type).readValue(parser);
        }
        parser.skipChildren();
      }
      throw new StreamReadException(parser, "there is no data");
    }
  }

  private static void begin(JsonParser parser) {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new StreamReadException(parser, "it is no JSON object");
    }
  }

  private void take(String name, JsonParser parser) {
    switch (name) {
      case "id" -> id = text(name, parser);
      case "type" -> type = text(name, parser);
      case "version" -> version = Math.toIntExact(number(name, parser));
      case "stream" -> stream = text(name, parser);
      case "sequence" -> sequence = number(name, parser);
      case "time" -> time = time(text(name, parser));
      case "actor" -> actor = text(name, parser);
      case "correlation" -> correlation = text(name, parser);
      case "causation" -> causation = text(name, parser);
      default -> parser.skipChildren();
    }
  }

  private static String text(String name, JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new StreamReadException(parser, name + " is not a text");
    }
    return parser.getString();
  }

  /**
   * {@link Instant#parse}, faster for what {@link Instant#toString} writes for a whole second: a
   * start reads the time of every event.
   */
  private static Instant time(String text) {
    if (text.length() != WHOLE_SECOND.length() || text.charAt(19) != 'Z') {
      return Instant.parse(text);
    }
    for (int i = 0; i < 19; i++) {
      boolean digit = text.charAt(i) >= '0' && text.charAt(i) <= '9';
      if (WHOLE_SECOND.charAt(i) == '0' ? !digit : text.charAt(i) != WHOLE_SECOND.charAt(i)) {
        return Instant.parse(text);
      }
    }
    try {
      LocalDate day = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
      LocalTime time =
          LocalTime.of(digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19));
      return Instant.ofEpochSecond(day.toEpochSecond(time, ZoneOffset.UTC));
    } catch (DateTimeException e) {
      // says what is wrong with it
      return Instant.parse(text);
    }
  }

  private static int digits(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static long number(String name, JsonParser parser) {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new StreamReadException(parser, name + " is not a whole number");
    }
    return parser.getLongValue();
  }

  private boolean isComplete() {
    return id != null
        && type != null
        && version >= 0
        && stream != null
        && sequence >= 0
        && time != null
        && actor != null
        && correlation != null
        && causation != null;
  }

  /**
   * The record with this head.
   *
   * @throws JacksonException when something is missing
   */
  EventRecord record(String json) {
    if (id == null
        || type == null
        || version < 0
        || stream == null
        || sequence < 0
        || time == null
        || actor == null
        || correlation == null
        || causation == null) {
      throw new StreamReadException(
          "one of id, type, version, stream, sequence, time, actor, correlation and causation is missing");
    }
    return new EventRecord(
        new EventMetadata(id, new StreamId(stream), sequence, time, actor, correlation, causation),
        type,
        version,
        json);
  }
}
