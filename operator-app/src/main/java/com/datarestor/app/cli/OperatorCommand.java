package com.datarestor.app.cli;

import com.datarestor.app.config.OperatorConfig;
import com.datarestor.app.config.OperatorConfig.InvalidEnvironment;
import com.datarestor.app.operator.OperatorProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code datarestor operator}: runs until it is told to stop. */
@Command(
    name = "operator",
    mixinStandardHelpOptions = true,
    description = "Runs the operator; its settings are environment variables (--variables).")
final class OperatorCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(OperatorCommand.class);

  @Spec CommandSpec spec;

  @Option(names = "--variables", description = "lists the environment variables and ends")
  boolean variables;

  @Override
  public Integer call() throws Exception {
    if (variables) {
      PrintWriter out = spec.commandLine().getOut();
      for (OperatorConfig.Variable variable : OperatorConfig.Variable.values()) {
        out.printf("%-28s %s [%s]%n", variable, variable.meaning(), variable.otherwise());
      }
      out.flush();
      return 0;
    }
    OperatorConfig config;
    try {
      config = OperatorConfig.read(System.getenv());
    } catch (InvalidEnvironment e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Main.USAGE;
    }
    try {
      return new OperatorProcess(config, Clock.systemUTC()).run();
    } catch (IOException | RuntimeException e) {
      // The last words of the process belong into its log.
      log.error("the operator ends: {}", e.getMessage(), e);
      return Main.FAILED;
    }
  }
}
