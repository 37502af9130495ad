package com.datarestor.restic.job;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Digests;
import com.datarestor.events.Failure;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.bus.CommandBus;
import java.time.Clock;
import java.util.List;

/** Tells the deciders what became of a Job. */
final class JobReports {

  private static final String ACTOR = "executor";

  private final CommandBus commands;
  private final Clock clock;

  JobReports(CommandBus commands, Clock clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * @param job UID of the Job: its end is reported under one id, however often it is seen
   * @param correlation the story the Job belongs to, or empty
   */
  void send(String job, String correlation, OperationCommand report) {
    String id = Digests.of(32, "job-end", job, report.getClass().getSimpleName());
    commands.send(
        List.of(
            new CommandEnvelope(
                id, clock.instant(), ACTOR, correlation.isEmpty() ? id : correlation, "", report)));
  }

  void failed(String job, String correlation, WorkInHand work, Failure failure) {
    send(job, correlation, new ReportFailed(work.operation(), work.step(), failure));
  }
}
