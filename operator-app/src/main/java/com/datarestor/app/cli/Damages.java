package com.datarestor.app.cli;

import com.datarestor.events.store.LogFindings;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands that read the log say of its damage. */
final class Damages {

  /** Exit status when the log is damaged. */
  static final int DAMAGED = 2;

  private Damages() {}

  /** Says the damage on standard error; the exit status. */
  static int say(CommandSpec spec, LogFindings findings) {
    PrintWriter err = spec.commandLine().getErr();
    for (String damage : findings.damage()) {
      err.println("damaged: " + damage);
    }
    err.flush();
    return findings.sound() ? 0 : DAMAGED;
  }
}
