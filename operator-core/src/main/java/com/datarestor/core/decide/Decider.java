package com.datarestor.core.decide;

import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.Restated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides for one kind of stream. Pure: no clock, no random, no input or output, no logging.
 *
 * @param <C> the commands it owns
 * @param <E> the events it records
 * @param <S> what it must remember to decide
 */
public interface Decider<C extends DecisionCommand, E extends DomainEvent, S> {

  /** Family of the commands; each family has one decider. */
  Class<C> commands();

  /** Family of the events; each family has one decider. */
  Class<E> events();

  /** The state of a stream in which nothing has happened. */
  S initial();

  /**
   * What happens because of the command; empty when it already happened.
   *
   * @param now when the command was caused
   */
  List<E> decide(C command, S state, Instant now);

  /**
   * The state after the event.
   *
   * @param time when it happened
   */
  S evolve(S state, E event, Instant time);

  /**
   * Whether the stream is over: nothing but a repetition of what made it can concern it any more.
   * Only the newest streams that are over are remembered.
   */
  default boolean isOver(S state) {
    return false;
  }

  /**
   * What must be known of a stream when its events go, such that {@link #recall} gives the state
   * again; empty when the events themselves must be kept as long as the stream matters.
   */
  default Optional<Restated> restate(S state) {
    return Optional.empty();
  }

  /** The state that was restated; empty when the fact is another decider's. */
  default Optional<S> recall(Restated fact) {
    return Optional.empty();
  }

  /** When the stream wants to be woken, if it waits for a moment. */
  default Optional<Instant> wakeAt(S state) {
    return Optional.empty();
  }

  /** The command that wakes the stream; asked only when {@link #wakeAt} has a moment. */
  default Optional<C> wakeUp(S state) {
    return Optional.empty();
  }
}
