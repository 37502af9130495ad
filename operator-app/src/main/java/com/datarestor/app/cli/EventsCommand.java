package com.datarestor.app.cli;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import com.datarestor.events.store.LoggedRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code datarestor events}: reads the log, also while the operator writes it. */
@Command(
    name = "events",
    description = "Reads the event log, also while the operator runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(list | tail | show | export)",
    subcommands = {
      EventsCommand.ListEvents.class,
      EventsCommand.Tail.class,
      EventsCommand.Show.class,
      ExportEvents.class
    })
final class EventsCommand {

  /** Exit status when the log is damaged. */
  static final int DAMAGED = 2;

  private static final int LONGEST = 500;

  private static final EventCodec CODEC = new EventCodec();

  /** How events are printed. */
  enum Output {
    TABLE,
    JSON
  }

  /** Where the log is, and how it is printed. */
  static final class Common {

    @Option(
        names = "--data-dir",
        defaultValue = "${env:DATARESTOR_DATA_DIR:-/var/lib/datarestor}",
        description = "the operator's data directory (default: ${DEFAULT-VALUE})")
    Path dataDirectory = Path.of("/var/lib/datarestor");

    @Option(
        names = {"-o", "--output"},
        defaultValue = "TABLE",
        description = "table or json (default: table)")
    Output output = Output.TABLE;

    @Mixin EventFilter filter = new EventFilter();

    Path log() {
      return dataDirectory.resolve("log");
    }

    void print(PrintWriter out, EventRecord record, Decoded decoded) {
      out.println(output == Output.JSON ? record.json() : line(record, decoded));
    }
  }

  private static String line(EventRecord record, Decoded decoded) {
    EventMetadata metadata = record.metadata();
    String what =
        switch (decoded) {
          case Decoded.Known known -> EventSentences.of(known.envelope().event());
          case Decoded.Unknown unknown -> "(" + unknown.why() + ")";
        };
    String about =
        switch (decoded) {
          case Decoded.Known known -> {
            var ref = EventSentences.about(known.envelope().event());
            yield ref.name().isEmpty()
                ? metadata.stream().value()
                : (ref.isVolume() ? "pvc " : "config ") + ref.path();
          }
          case Decoded.Unknown ignored -> metadata.stream().value();
        };
    return String.format(
        Locale.ROOT,
        "%-20s  %-8.8s  %-22s  %-28s  %s",
        metadata.time().toString().substring(0, 19) + "Z",
        metadata.id(),
        record.type(),
        about,
        oneLine(what));
  }

  /** Users write annotations: neither a line feed nor a megabyte of theirs may spoil the table. */
  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
  }

  private static int finish(PrintWriter err, LogFindings findings) {
    for (String damage : findings.damage()) {
      err.println("damaged: " + damage);
    }
    err.flush();
    return findings.sound() ? 0 : DAMAGED;
  }

  private static String heading() {
    return String.format(
        Locale.ROOT, "%-20s  %-8s  %-22s  %-28s  %s", "TIME", "ID", "TYPE", "ABOUT", "WHAT");
  }

  /** {@code events list}. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists events, the newest last.")
  static final class ListEvents implements java.util.concurrent.Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin Common common = new Common();

    @Option(names = "--limit", defaultValue = "0", description = "only so many of the newest")
    int limit;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      Deque<EventRecord> wanted = new ArrayDeque<>();
      LogFindings findings =
          EventLogReader.read(
              common.log(),
              0,
              logged -> {
                if (common.filter.wants(CODEC.decode(logged.record()))) {
                  wanted.add(logged.record());
                  if (limit > 0 && wanted.size() > limit) {
                    wanted.removeFirst();
                  }
                }
              });
      if (common.output == Output.TABLE) {
        out.println(heading());
      }
      wanted.forEach(record -> common.print(out, record, CODEC.decode(record)));
      out.flush();
      return finish(spec.commandLine().getErr(), findings);
    }
  }

  /** {@code events tail}. */
  @Command(
      name = "tail",
      mixinStandardHelpOptions = true,
      description = "Prints events as they are written, until it is interrupted.")
  static final class Tail implements java.util.concurrent.Callable<Integer> {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    @Spec CommandSpec spec;
    @Mixin Common common = new Common();

    @Option(
        names = {"-n", "--lines"},
        defaultValue = "10",
        description = "first so many of the newest (default: ${DEFAULT-VALUE})")
    int lines;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      Deque<LoggedRecord> last = new ArrayDeque<>();
      long[] next = {0};
      EventLogReader.read(
          common.log(),
          0,
          logged -> {
            next[0] = logged.offset() + 1;
            if (wanted(logged)) {
              last.add(logged);
              if (last.size() > lines) {
                last.removeFirst();
              }
            }
          });
      last.forEach(logged -> print(out, logged));
      LogFindings findings =
          EventLogReader.follow(
              common.log(),
              next[0],
              INTERVAL,
              () -> true,
              logged -> {
                if (wanted(logged)) {
                  print(out, logged);
                }
              });
      return finish(spec.commandLine().getErr(), findings);
    }

    private boolean wanted(LoggedRecord logged) {
      return common.filter.wants(CODEC.decode(logged.record()));
    }

    private void print(PrintWriter out, LoggedRecord logged) {
      common.print(out, logged.record(), CODEC.decode(logged.record()));
      out.flush();
    }
  }

  /** {@code events show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one event, and the story it belongs to.")
  static final class Show implements java.util.concurrent.Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "ID", description = "id of the event, or its beginning")
    String id = "";

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      List<EventRecord> all = new ArrayList<>();
      LogFindings findings =
          EventLogReader.read(common.log(), 0, logged -> all.add(logged.record()));
      List<EventRecord> found =
          all.stream().filter(record -> record.metadata().id().startsWith(id)).toList();
      if (found.size() != 1) {
        err.println(
            found.isEmpty()
                ? "there is no event " + id
                : id + " could be " + found.size() + " events; write more of it");
        err.flush();
        return 1;
      }
      EventRecord event = found.getFirst();
      out.println(event.json());
      out.println();
      out.println("The story it belongs to (correlation " + event.metadata().correlation() + "):");
      for (EventRecord record : all) {
        if (record.metadata().correlation().equals(event.metadata().correlation())) {
          String mark = record.equals(event) ? "> " : "  ";
          out.println(mark + line(record, CODEC.decode(record)));
        }
      }
      out.flush();
      return finish(err, findings);
    }
  }

  /** For tests and the demo: the line that people read. */
  static String line(EventEnvelope envelope) {
    EventRecord record = CODEC.encode(envelope);
    return line(record, CODEC.decode(record));
  }
}
