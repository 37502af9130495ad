package com.datarestor.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;

/** {@code datarestor}: the operator and the tools that read what it wrote. */
@Command(
    name = "datarestor",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Backs up Kubernetes volumes with restic.",
    synopsisSubcommandLabel =
        "(operator | webhook | hold | events | explain | replay | log | dead-letters)",
    subcommands = {
      OperatorCommand.class,
      WebhookCommand.class,
      HoldCommand.class,
      EventsCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      LogCommand.class,
      DeadLettersCommand.class
    })
public final class Main {

  /** Exit status for a command line, or settings, that cannot be used. */
  static final int USAGE = 64;

  static final int FAILED = 1;

  private Main() {}

  /** As the jar says it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"datarestor-operator " + (version == null ? "(not packaged)" : version)};
    }
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line, for those who call it in their own process. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    IParameterExceptionHandler usual = line.getParameterExceptionHandler();
    return line.setParameterExceptionHandler(
            (problem, arguments) -> {
              usual.handleParseException(problem, arguments);
              return USAGE;
            })
        .setExecutionExceptionHandler(
            (problem, failed, parsed) -> {
              failed.getErr().println(problem.getMessage());
              failed.getErr().flush();
              return FAILED;
            });
  }
}
