package com.datarestor.app.cli;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.codec.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which events are wanted: every option that is given must agree. */
final class EventFilter {

  @Option(names = "--pvc", paramLabel = "NS/NAME", description = "about this claim")
  @Nullable String pvc;

  @Option(names = "--config", paramLabel = "NS/NAME", description = "about this Config")
  @Nullable String config;

  @Option(names = "--task", paramLabel = "NS/NAME", description = "about this Task's operation")
  @Nullable String task;

  @Option(names = "--type", description = "of this type, such as backup-succeeded")
  @Nullable String type;

  @Option(names = "--stream", description = "of this stream, such as volume/<uid>")
  @Nullable String stream;

  @Option(names = "--correlation", description = "of this story")
  @Nullable String correlation;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "2026-11-24T02:00:00Z, or 90m, 2h, 7d for ago")
  @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "the same, for the end")
  @Nullable Instant until;

  boolean wants(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Known known ->
          wants(known.envelope().metadata())
              && wants(known.envelope().event())
              && (type == null || type.equals(typeOf(decoded)));
      case Decoded.Unknown unknown ->
          wants(unknown.record().metadata())
              && pvc == null
              && config == null
              && task == null
              && (type == null || type.equals(unknown.record().type()));
    };
  }

  private static String typeOf(Decoded decoded) {
    return decoded instanceof Decoded.Known known ? Types.of(known.envelope()) : "";
  }

  private boolean wants(EventMetadata metadata) {
    return (stream == null || stream.equals(metadata.stream().value()))
        && (correlation == null || metadata.correlation().startsWith(correlation))
        && (since == null || !metadata.time().isBefore(since))
        && (until == null || metadata.time().isBefore(until));
  }

  private boolean wants(DomainEvent event) {
    ObjectRef about = EventSentences.about(event);
    return (pvc == null || (about.isVolume() && about.path().equals(pvc)))
        && (config == null || configOf(event, about).filter(config::equals).isPresent())
        && (task == null || taskOf(event).filter(task::equals).isPresent());
  }

  private static Optional<String> configOf(DomainEvent event, ObjectRef about) {
    if (event instanceof OperationEvent operation) {
      return Optional.of(operation.operation().config().path());
    }
    return about.kind().equals(ObjectRef.CONFIG) ? Optional.of(about.path()) : Optional.empty();
  }

  private static Optional<String> taskOf(DomainEvent event) {
    return switch (event) {
      case OperationEvent e ->
          Optional.of(e.operation().about().namespace() + "/" + e.operation().taskName());
      case QueueEvent.OperationQueued e ->
          Optional.of(e.operation().about().namespace() + "/" + e.operation().taskName());
      case QueueEvent.OperationAdmitted e ->
          Optional.of(e.operation().about().namespace() + "/" + e.operation().taskName());
      case QueueEvent.OperationLeft e ->
          Optional.of(e.operation().about().namespace() + "/" + e.operation().taskName());
      default -> Optional.empty();
    };
  }

  /** A moment, or how long ago, counted from when the command began. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return moment(text, Clock.systemUTC().instant());
    }
  }

  static Instant moment(String text, Instant now) {
    if (text.matches("[0-9]{1,6}[smhd]")) {
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      return now.minus(
          switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofSeconds(number);
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          });
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\"" + text + "\" is no time: write 2026-11-24T02:00:00Z, or 90m, 2h, 7d for ago");
    }
  }
}
