package com.datarestor.app.cli;

import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where events are read from: the operator's log, or a file that was exported from one. */
final class EventSource {

  private static final EventCodec CODEC = new EventCodec();

  @Option(
      names = "--data-dir",
      defaultValue = "${env:DATARESTOR_DATA_DIR:-/var/lib/datarestor}",
      scope = ScopeType.INHERIT,
      description = "the operator's data directory (default: ${DEFAULT-VALUE})")
  Path dataDirectory = Path.of("/var/lib/datarestor");

  @Option(
      names = {"-f", "--file"},
      paramLabel = "EXPORT.jsonl",
      scope = ScopeType.INHERIT,
      description = "read this file, made by events export, instead of the log")
  @Nullable Path file;

  Path log() {
    return dataDirectory.resolve("log");
  }

  /** Hands every record to the reader, oldest first. */
  LogFindings read(Consumer<EventRecord> reader) {
    if (file == null) {
      return EventLogReader.read(log(), 0, logged -> reader.accept(logged.record()));
    }
    return readFile(file, reader);
  }

  private static LogFindings readFile(Path file, Consumer<EventRecord> reader) {
    List<String> damage = new ArrayList<>();
    long number = 0;
    long records = 0;
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        try {
          EventRecord record = CODEC.record(line);
          records++;
          reader.accept(record);
        } catch (IllegalArgumentException e) {
          damage.add("line " + number + " of " + file + " is " + e.getMessage());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be read: " + e.getMessage() + "; is it the file of events export?", e);
    }
    return new LogFindings(records, damage);
  }

  static Decoded decode(EventRecord record) {
    return CODEC.decode(record);
  }
}
