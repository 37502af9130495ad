package com.datarestor.events.codec;

import com.datarestor.events.Hold;
import com.datarestor.events.Named;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The one way in which this house writes and reads its records. */
final class Json {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // what is neither text nor list has no empty value: a hole is an error, never a null
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .changeDefaultVisibility(
              visibility ->
                  visibility
                      .withGetterVisibility(Visibility.NONE)
                      .withIsGetterVisibility(Visibility.NONE)
                      .withFieldVisibility(Visibility.ANY))
          .withConfigOverride(
              List.class,
              override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              String.class,
              override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              Trigger.class,
              override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .withConfigOverride(
              Hold.class,
              override -> override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .addMixIn(Named.class, NamedMixIn.class)
          .addMixIn(OperationId.class, TextMixIn.class)
          .addMixIn(RepositoryId.class, TextMixIn.class)
          .addMixIn(StreamId.class, TextMixIn.class)
          .build();

  private Json() {}

  /** The property's text; a missing property or one of another kind is an error. */
  static String text(JsonNode node, String property) {
    JsonNode value = node.required(property);
    if (!value.isString()) {
      throw JsonNodeException.from(value, property + " is not a text");
    }
    return value.stringValue();
  }

  /** The property's whole number; a missing property or one of another kind is an error. */
  static Number number(JsonNode node, String property) {
    return node.required(property).longValue();
  }

  /** What is specific to the type. */
  static ObjectNode data(JsonNode node) {
    return node.required("data").asObject();
  }

  /** A constant is written under its wire name. */
  interface NamedMixIn {
    @JsonValue
    String wireName();
  }

  /** A record around one text is written as the text. */
  abstract static class TextMixIn {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    TextMixIn(String value) {}

    @JsonValue
    abstract String value();
  }
}
