package com.datarestor.app.snapshot;

import com.datarestor.events.StreamId;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleKeyDeserializers;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes the records of the folded state as JSON, as they are. Nobody but the release that wrote it
 * reads it, so that names follow the code.
 */
final class SnapshotJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new SealedTypes())
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .changeDefaultVisibility(
              visibility ->
                  visibility
                      .withGetterVisibility(Visibility.NONE)
                      .withIsGetterVisibility(Visibility.NONE)
                      .withFieldVisibility(Visibility.ANY))
          .addModule(recordsAsKeys())
          .build();

  private SnapshotJson() {}

  static void write(Snapshot snapshot, OutputStream out) {
    MAPPER.writeValue(out, snapshot);
  }

  static Snapshot read(InputStream in) {
    return MAPPER.readValue(in, Snapshot.class);
  }

  /** A record that is the key of a map is written as the text of its JSON. */
  private static SimpleModule recordsAsKeys() {
    SimpleModule module =
        new SimpleModule("records as keys") {
          private static final long serialVersionUID = 1L;
        };
    module.addKeySerializer(Record.class, new RecordKey());
    module.addKeySerializer(StreamId.class, new TextKey<>(StreamId::value));
    module.setKeyDeserializers(
        new RecordKeys().addDeserializer(StreamId.class, new OfText(StreamId::new)));
    return module;
  }

  private static final class RecordKey extends ValueSerializer<Record> {
    @Override
    public void serialize(Record key, JsonGenerator out, SerializationContext context) {
      out.writeName(MAPPER.writeValueAsString(key));
    }
  }

  private static final class RecordKeys extends SimpleKeyDeserializers {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable KeyDeserializer findKeyDeserializer(
        JavaType type, DeserializationConfig config, BeanDescription.Supplier description) {
      KeyDeserializer own = super.findKeyDeserializer(type, config, description);
      return own == null && type.isRecordType()
          ? new OfText(key -> MAPPER.readValue(key, type))
          : own;
    }
  }

  /** There are so many streams that their names are worth to be short. */
  private static final class TextKey<T> extends ValueSerializer<T> {
    private final Function<T, String> text;

    TextKey(Function<T, String> text) {
      this.text = text;
    }

    @Override
    public void serialize(T key, JsonGenerator out, SerializationContext context) {
      out.writeName(text.apply(key));
    }
  }

  private static final class OfText extends KeyDeserializer {
    private final Function<String, Object> key;

    OfText(Function<String, Object> key) {
      this.key = key;
    }

    @Override
    public Object deserializeKey(String text, DeserializationContext context) {
      return key.apply(text);
    }
  }
}
