package com.datarestor.app.cli;

import com.datarestor.app.explain.Chronicle;
import com.datarestor.app.explain.Explanations;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.store.LogFindings;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code datarestor explain}: why it happened, or why nothing did. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says in plain words what happened to a claim, a Task or a Config, and why, or why nothing"
          + " did.",
      "Reads the log's files: also while the operator runs, and when it does not."
    },
    synopsisSubcommandLabel = "(pvc | task | config)")
final class ExplainCommand {

  private static final int UNKNOWN = 1;

  @Spec CommandSpec spec;
  @Mixin EventSource source = new EventSource();

  @Option(
      names = "--last",
      defaultValue = "5",
      scope = ScopeType.INHERIT,
      description = "how many operations are told at most (default: ${DEFAULT-VALUE})")
  int last = 5;

  @Command(name = "pvc", description = "Explains a PersistentVolumeClaim.")
  int pvc(@Parameters(paramLabel = "NAMESPACE/NAME") String path) {
    return explain("claim", path, explanations -> explanations.ofVolume(path));
  }

  @Command(name = "task", description = "Explains a Task.")
  int task(@Parameters(paramLabel = "NAMESPACE/NAME") String path) {
    return explain("Task", path, explanations -> explanations.ofTask(path));
  }

  @Command(name = "config", description = "Explains a Config.")
  int config(@Parameters(paramLabel = "NAMESPACE/NAME") String path) {
    return explain("Config", path, explanations -> explanations.ofConfig(path));
  }

  private int explain(
      String kind, String path, Function<Explanations, Optional<String>> explanation) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!path.matches("[^/]+/[^/]+")) {
      err.println("\"" + path + "\" is no name of a " + kind + ": write NAMESPACE/NAME");
      err.flush();
      return UNKNOWN;
    }
    Chronicle chronicle = new Chronicle();
    LogFindings findings =
        source.read(
            record -> {
              if (EventSource.decode(record) instanceof Decoded.Known known) {
                chronicle.take(known.envelope());
              }
            });
    Optional<String> text = explanation.apply(new Explanations(chronicle, last));
    if (text.isEmpty()) {
      err.println(
          "the log knows no "
              + kind
              + " "
              + path
              + ": is the name right, and is the operator running? See datarestor events list");
      err.flush();
      return UNKNOWN;
    }
    out.print(text.get());
    chronicle.compacted().ifPresent(past -> out.println("Note: " + EventSentences.of(past) + "."));
    out.flush();
    return Damages.say(spec, findings);
  }
}
