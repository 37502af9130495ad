package com.datarestor.app.cli;

import com.datarestor.events.store.LogFindings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code events export}: one file to attach to an issue. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes events as JSON lines, with what looks like a credential taken out.",
      "replay and explain read the file with --file."
    })
final class ExportEvents implements Callable<Integer> {

  @Spec CommandSpec spec;
  @Mixin EventSource source = new EventSource();
  @Mixin EventFilter filter = new EventFilter();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LogFindings findings =
        source.read(
            record -> {
              if (filter.wants(EventSource.decode(record))) {
                out.print(Redaction.of(record.json()));
                out.print('\n');
              }
            });
    out.flush();
    return Damages.say(spec, findings);
  }
}
