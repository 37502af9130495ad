package com.datarestor.restic.command;

import com.datarestor.restic.command.ResticMessage.BackedUp;
import com.datarestor.restic.command.ResticMessage.BrokenList;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticMessage.ExitError;
import com.datarestor.restic.command.ResticMessage.FileError;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticMessage.Initialized;
import com.datarestor.restic.command.ResticMessage.Listed;
import com.datarestor.restic.command.ResticMessage.Other;
import com.datarestor.restic.command.ResticMessage.Progress;
import com.datarestor.restic.command.ResticMessage.Restored;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one line of {@code restic --json}. The fields are those of restic 0.18 ("Scripting: JSON
 * output"); restic leaves out numbers that are 0.
 */
final class ResticLines {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** An element of {@code snapshots --json} has an id, one of {@code forget --json} has not. */
  private record Element(
      @Nullable String id,
      @Nullable String time,
      @Nullable String hostname,
      @Nullable List<String> tags,
      @Nullable List<String> paths,
      @Nullable Sizes summary,
      @Nullable List<Reference> keep,
      @Nullable List<Reference> remove) {}

  private record Reference(@Nullable String id) {}

  @SuppressWarnings("NamingConvention") // restic's names
  private record Sizes(
      @Nullable Long total_files_processed,
      @Nullable Long total_bytes_processed,
      @Nullable Long data_added_packed) {}

  private ResticLines() {}

  static ResticMessage read(String line) {
    String text = line.strip();
    if (text.startsWith("[") && (text.startsWith("[{") || text.startsWith("[]"))) {
      return list(text);
    }
    return text.startsWith("{") ? object(text) : new Other();
  }

  private static ResticMessage object(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      return new Other(); // cut off by a killed process or by the end of a log file
    }
    return switch (json.path("message_type").asString("")) {
      case "status" -> progress(json);
      case "summary" ->
          json.has("files_new") || json.has("data_added") ? backedUp(json) : restored(json);
      case "error" ->
          new FileError(
              json.path("item").asString(""), json.path("error").path("message").asString(""));
      case "exit_error" ->
          new ExitError(json.path("code").asInt(1), json.path("message").asString(""));
      case "initialized" -> new Initialized(json.path("id").asString(""));
      case "contact" -> new Contact(json.path("created").asBoolean(false));
      default -> new Other();
    };
  }

  private static Progress progress(JsonNode json) {
    return new Progress(
        Math.clamp(json.path("percent_done").asDouble(0) * 100, 0, 100),
        json.path("seconds_remaining").asLong(0),
        json.path("files_done").asLong(json.path("files_restored").asLong(0)),
        json.path("total_files").asLong(0),
        json.path("bytes_done").asLong(json.path("bytes_restored").asLong(0)),
        json.path("total_bytes").asLong(0));
  }

  private static BackedUp backedUp(JsonNode json) {
    return new BackedUp(
        json.path("snapshot_id").asString(""),
        json.path("files_new").asLong(0),
        json.path("files_changed").asLong(0),
        json.path("files_unmodified").asLong(0),
        json.path("total_files_processed").asLong(0),
        json.path("total_bytes_processed").asLong(0),
        json.path("data_added").asLong(0),
        json.path("data_added_packed").asLong(0),
        seconds(json.path("total_duration").asDouble(0)));
  }

  private static Restored restored(JsonNode json) {
    return new Restored(
        json.path("total_files").asLong(0),
        json.path("files_restored").asLong(0),
        json.path("files_skipped").asLong(0),
        json.path("files_deleted").asLong(0),
        json.path("total_bytes").asLong(0),
        json.path("bytes_restored").asLong(0),
        json.path("bytes_skipped").asLong(0),
        Duration.ofSeconds(json.path("seconds_elapsed").asLong(0)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static ResticMessage list(String text) {
    Element[] elements;
    try {
      elements = JSON.readValue(text, Element[].class);
    } catch (JacksonException e) {
      return new BrokenList();
    }
    List<Snapshot> snapshots = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    boolean forget = false;
    for (Element element : elements) {
      if (element == null) {
        return new BrokenList();
      }
      if (element.id() == null) {
        if (element.keep() == null && element.remove() == null) {
          return new BrokenList();
        }
        forget = true;
        kept.addAll(ids(element.keep()));
        removed.addAll(ids(element.remove()));
        continue;
      }
      try {
        snapshots.add(snapshot(element.id(), element));
      } catch (DateTimeException e) {
        return new BrokenList();
      }
    }
    return forget ? new Forgotten(kept, removed) : new Listed(snapshots);
  }

  private static List<String> ids(@Nullable List<Reference> references) {
    List<String> ids = new ArrayList<>();
    if (references != null) {
      for (Reference reference : references) {
        if (reference.id() != null) {
          ids.add(reference.id());
        }
      }
    }
    return ids;
  }

  private static Snapshot snapshot(String id, Element element) {
    Sizes sizes = element.summary();
    return new Snapshot(
        id,
        time(element.time()),
        element.hostname() == null ? "" : element.hostname(),
        element.tags() == null ? List.of() : element.tags(),
        element.paths() == null ? List.of() : element.paths(),
        sizes == null ? 0 : number(sizes.total_files_processed()),
        sizes == null ? 0 : number(sizes.total_bytes_processed()),
        sizes == null ? 0 : number(sizes.data_added_packed()));
  }

  private static Instant time(@Nullable String text) {
    if (text == null) {
      throw new DateTimeException("a snapshot without a time");
    }
    return OffsetDateTime.parse(text).toInstant();
  }

  private static long number(@Nullable Long number) {
    return number == null ? 0 : number;
  }
}
