package com.datarestor.app.cli;

import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code datarestor log}: the log's files themselves. */
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Checks the files of the event log.",
    synopsisSubcommandLabel = "verify")
final class LogCommand {

  private static final int NO_LOG = 1;
  private static final String COMPACTED = "log-compacted";

  @Spec CommandSpec spec;

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads the whole log and checks every checksum, the chain of hashes, the offsets and the"
            + " sequence of every stream.",
        "Exit status 0: sound; 1: there is no log; 2: damaged, each place is said."
      })
  int verify(
      @Option(
              names = "--data-dir",
              defaultValue = "${env:DATARESTOR_DATA_DIR:-/var/lib/datarestor}",
              description = "the operator's data directory (default: ${DEFAULT-VALUE})")
          Path dataDirectory) {
    PrintWriter out = spec.commandLine().getOut();
    Path log = dataDirectory.resolve("log");
    if (!Files.isDirectory(log)) {
      spec.commandLine()
          .getErr()
          .println("there is no event log in " + log + "; name its data directory with --data-dir");
      spec.commandLine().getErr().flush();
      return NO_LOG;
    }
    LogFindings findings = EventLogReader.read(log, 0, logged -> compacted(logged.record()));
    int status = Damages.say(spec, findings);
    EventLogReader.unfinished(log).ifPresent(tail -> out.println("unfinished: " + tail));
    out.println(
        findings.records()
            + " records read, "
            + (findings.sound() ? "all sound" : findings.damage().size() + " places damaged"));
    out.flush();
    return status;
  }

  private void compacted(EventRecord record) {
    if (record.type().equals(COMPACTED)
        && EventSource.decode(record) instanceof Decoded.Known known
        && known.envelope().event() instanceof LogCompacted past) {
      spec.commandLine().getOut().println(EventSentences.of(past));
    }
  }
}
