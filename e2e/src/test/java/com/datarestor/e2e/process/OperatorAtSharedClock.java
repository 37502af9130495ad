package com.datarestor.e2e.process;

import com.datarestor.app.config.OperatorConfig;
import com.datarestor.app.operator.OperatorProcess;
import java.io.IOException;
import java.nio.file.Path;

/** {@code datarestor operator} whose schedules follow a {@link SharedClock}; see the argument. */
final class OperatorAtSharedClock {

  private OperatorAtSharedClock() {}

  /**
   * Runs until a signal.
   *
   * @param arguments the file of the clock
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    OperatorConfig config = OperatorConfig.read(System.getenv());
    System.exit(new OperatorProcess(config, SharedClock.in(Path.of(arguments[0]))).run());
  }
}
