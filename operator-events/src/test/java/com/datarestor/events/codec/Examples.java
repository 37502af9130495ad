package com.datarestor.events.codec;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.StreamId;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One example of every event and command: the same in every run, filled by component name. */
public final class Examples {

  static final Instant TIME = Instant.parse("2026-03-29T01:30:00.123456789Z");

  private Examples() {}

  public static EventEnvelope event(DomainEvent event) {
    return event("e-1", new StreamId("volume/7f3a"), 7, event);
  }

  public static EventEnvelope event(String id, StreamId stream, long sequence, DomainEvent event) {
    return new EventEnvelope(
        new EventMetadata(id, stream, sequence, TIME, "user:annotation", "first", "cause"), event);
  }

  public static CommandEnvelope command(Command command) {
    return new CommandEnvelope("c-1", TIME, "operator", "first", "e-1", command);
  }

  /** An example of the record, with every component filled. */
  public static <T> T of(Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components)
            .map(each -> value(type, each.getName(), each.getGenericType()))
            .toArray();
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no example of " + type, e);
    }
  }

  /** The records below this sealed interface. */
  static List<Class<?>> records(Class<?> sealed) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      if (each.isSealed()) {
        found.addAll(records(each));
      } else {
        found.add(each);
      }
    }
    return found.stream().distinct().toList();
  }

  private static Object value(Class<?> owner, String name, Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      Type element = list.getActualTypeArguments()[0];
      return element == String.class
          ? List.of("--tag", name + " with \"quotes\"")
          : List.of(value(owner, name, element));
    }
    if (!(type instanceof Class<?> plain)) {
      throw new AssertionError("no example of " + type);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[plain.getEnumConstants().length - 1];
    }
    if (plain.isRecord()) {
      return of(plain);
    }
    return switch (plain.getSimpleName()) {
      case "String" -> text(owner, name);
      case "int" -> 3;
      case "long" -> 5_000_000_000L;
      case "boolean" -> true;
      case "Instant" -> TIME;
      case "Duration" -> Duration.ofMinutes(90).plusMillis(250);
      default -> throw new AssertionError("no example of " + type);
    };
  }

  private static String text(Class<?> owner, String name) {
    return switch (name) {
      case "value" ->
          switch (owner.getSimpleName()) {
            case "RepositoryId" -> "0123456789abcdef";
            case "OperationId" -> "00112233445566778899aabbccddeeff";
            default -> "latest, then\nanother line";
          };
      case "message" -> "Größe \"unknown\": write a number\\unit, such as 5Gi ≈ 5 GB";
      case "kind" -> "PersistentVolumeClaim";
      case "namespace" -> "shop";
      case "uid" -> "2b1f0d9c-8a54-4a6e-9a3e-0d5a5c6b7e11";
      case "target" -> "s3:https://store.example/backups";
      case "timeZone" -> "Europe/Berlin";
      case "backupSchedule", "forgetSchedule" -> "0 3 * * *";
      default -> name;
    };
  }
}
