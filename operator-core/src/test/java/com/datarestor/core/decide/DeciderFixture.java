package com.datarestor.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Given these events, when this command, then these events: the clock stands where it is put. */
public final class DeciderFixture<C extends DecisionCommand, E extends DomainEvent, S> {

  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Decider<C, E, S> decider;
  private S state;
  private Instant now = NOON;
  private List<E> decided = new ArrayList<>();

  private DeciderFixture(Decider<C, E, S> decider) {
    this.decider = decider;
    this.state = decider.initial();
  }

  public static <C extends DecisionCommand, E extends DomainEvent, S> DeciderFixture<C, E, S> of(
      Decider<C, E, S> decider) {
    return new DeciderFixture<>(decider);
  }

  @SafeVarargs
  public final DeciderFixture<C, E, S> given(E... events) {
    for (E event : events) {
      state = decider.evolve(state, event, now);
    }
    return this;
  }

  public DeciderFixture<C, E, S> at(Instant moment) {
    now = moment;
    return this;
  }

  public DeciderFixture<C, E, S> after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Decides and evolves, as the dispatcher does after the commit. */
  public DeciderFixture<C, E, S> when(C command) {
    decided = decider.decide(command, state, now);
    for (E event : decided) {
      state = decider.evolve(state, event, now);
    }
    return this;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is read, never stored
  public final DeciderFixture<C, E, S> then(E... events) {
    assertThat(decided).isEqualTo(List.of(events));
    return this;
  }

  public DeciderFixture<C, E, S> thenSatisfies(Consumer<List<E>> expectation) {
    expectation.accept(decided);
    return this;
  }

  public DeciderFixture<C, E, S> thenNothing() {
    assertThat(decided).isEmpty();
    return this;
  }

  public DeciderFixture<C, E, S> thenWakesAt(Instant moment) {
    assertThat(decider.wakeAt(state)).isEqualTo(Optional.of(moment));
    return this;
  }

  public DeciderFixture<C, E, S> thenSleeps() {
    assertThat(decider.wakeAt(state)).isEmpty();
    return this;
  }

  public List<E> decided() {
    return decided;
  }

  public S state() {
    return state;
  }
}
