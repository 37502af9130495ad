package com.datarestor.events;

/** A command that a decider answers with events of one stream. */
public sealed interface DecisionCommand extends Command
    permits ConfigCommand, VolumeCommand, OperationCommand, RepositoryCommand, QueueCommand {

  /** The stream that decides. */
  StreamId stream();

  @Override
  default String key() {
    return stream().value();
  }
}
