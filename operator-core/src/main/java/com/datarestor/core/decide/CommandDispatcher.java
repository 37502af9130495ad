package com.datarestor.core.decide;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.Digests;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.StreamId;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Hands each command to the one decider that owns it and remembers every stream's state. States are
 * folded from the log at start and evolve when a decision is committed, never before: a decision
 * that was rolled back has not happened.
 *
 * <p>Commands of one stream must come one after another; {@link #read} may be called from anywhere.
 *
 * <p>Of the streams that are over, the newest {@value #OVER_KEPT} are remembered, so that a
 * repeated request is known to be one. That is enough: a request is repeated by a message that was
 * delivered and not acknowledged, and those are what was on its way when the process ended, a few
 * hundred at most, handled in the order in which they were sent; and by a start, which sends again
 * what it cannot see the effect of, and asks {@link #forgottenUntil} first. A trigger that is seen
 * again (an annotation, an occurrence of a schedule) is known to the stream of its volume or
 * Config, which is over only when that is deleted, and a deleted object's UID does not come back.
 */
public final class CommandDispatcher implements CommandHandler {

  static final int OVER_KEPT = 10_000;

  private final Map<Class<?>, Owner<?, ?, ?>> ownersOfCommands = new HashMap<>();
  private final Map<Class<?>, Owner<?, ?, ?>> ownersOfEvents = new HashMap<>();
  private final WakeUps wakeUps;
  private final int overKept;

  /** Remembers the newest {@value #OVER_KEPT} streams that are over. */
  public CommandDispatcher(Iterable<? extends Decider<?, ?, ?>> deciders, WakeUps wakeUps) {
    this(deciders, wakeUps, OVER_KEPT);
  }

  /**
   * @throws IllegalArgumentException when two deciders own one family
   */
  public CommandDispatcher(
      Iterable<? extends Decider<?, ?, ?>> deciders, WakeUps wakeUps, int overKept) {
    this.wakeUps = wakeUps;
    this.overKept = overKept;
    for (Decider<?, ?, ?> decider : deciders) {
      Owner<?, ?, ?> owner = new Owner<>(decider);
      if (ownersOfCommands.put(decider.commands(), owner) != null
          || ownersOfEvents.put(decider.events(), owner) != null) {
        throw new IllegalArgumentException(
            "two deciders for " + decider.commands().getSimpleName() + ": a command has one owner");
      }
    }
  }

  @Override
  public Reaction handle(CommandEnvelope envelope) {
    if (!(envelope.command() instanceof DecisionCommand command)) {
      throw new PermanentFailure(
          "not-a-decision", envelope.command().getClass().getSimpleName() + " needs no decision");
    }
    return Reaction.events(ownerOfCommand(command).decide(envelope, command));
  }

  @Override
  public void committed(CommandEnvelope envelope, Reaction reaction) {
    reaction.events().forEach(this::fold);
    if (reaction.events().isEmpty() && envelope.command() instanceof DecisionCommand command) {
      ownerOfCommand(command).rearm(command.stream());
    }
  }

  /** Applies an event that is committed; one that was applied before changes nothing. */
  public void fold(EventEnvelope event) {
    if (event.event() instanceof Restated fact) {
      recall(event.metadata(), fact);
      armReplayed();
    } else {
      ownerOfEvent(event.event()).fold(event);
    }
  }

  /**
   * Applies an event of the past like {@link #fold}, but nobody wants to be woken because of it
   * before {@link #armReplayed}: when a stream wants to be woken next is asked once, not after each
   * of its events.
   */
  public void replay(EventEnvelope event) {
    if (event.event() instanceof Restated fact) {
      recall(event.metadata(), fact);
    } else {
      ownerOfEvent(event.event()).replay(event);
    }
  }

  private void recall(EventMetadata metadata, Restated fact) {
    for (Owner<?, ?, ?> owner : ownersOfEvents.values()) {
      if (fact instanceof LogCompacted compacted) {
        owner.forgot(compacted.forgotten());
      } else {
        owner.recall(metadata, fact);
      }
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Ends a replay: every stream may want to be woken. */
  public void armReplayed() {
    ownersOfEvents.values().forEach(Owner::armReplayed);
  }

  /** The state of a stream as the decider sees it now. */
  public <S> S read(Decider<?, ?, S> decider, StreamId stream) {
    Owner<?, ?, ?> owner = ownersOfEvents.get(decider.events());
    Remembered<?> entry = owner == null ? null : owner.entries.get(stream);
    if (entry == null) {
      return decider.initial();
    }
    // The owner of a decider's events holds that decider's states.
    @SuppressWarnings("unchecked")
    S state = (S) entry.state();
    return state;
  }

  /** The states of all streams of one kind, as they are now. */
  public <S> Map<StreamId, S> states(Decider<?, ?, S> decider) {
    Map<StreamId, S> states = new HashMap<>();
    Owner<?, ?, ?> owner = ownersOfEvents.get(decider.events());
    if (owner != null) {
      for (StreamId stream : owner.entries.keySet()) {
        states.put(stream, read(decider, stream));
      }
    }
    return states;
  }

  /** When the newest of the streams ended that are forgotten; empty while none is. */
  public <S> Optional<Instant> forgottenUntil(Decider<?, ?, S> decider) {
    return ownerOf(decider).forgottenUntil();
  }

  /** Everything that is remembered for a decider; what is over comes in the order of its end. */
  public <S> Memory<S> memory(Decider<?, ?, S> decider) {
    return ownerOf(decider).memory();
  }

  /** Takes what {@link #memory} gave, instead of replaying what it was folded from. */
  public <S> void recall(Decider<?, ?, S> decider, Memory<S> memory) {
    ownerOf(decider).recall(memory);
  }

  private <S> Owner<?, ?, S> ownerOf(Decider<?, ?, S> decider) {
    Owner<?, ?, ?> owner = ownersOfEvents.get(decider.events());
    if (owner == null) {
      throw new IllegalArgumentException(decider.getClass().getSimpleName() + " is not asked here");
    }
    // The owner of a decider's events holds that decider's states.
    @SuppressWarnings("unchecked")
    Owner<?, ?, S> own = (Owner<?, ?, S>) owner;
    return own;
  }

  private Owner<?, ?, ?> ownerOfCommand(DecisionCommand command) {
    return ownerOf(ownersOfCommands, command);
  }

  private Owner<?, ?, ?> ownerOfEvent(DomainEvent event) {
    return ownerOf(ownersOfEvents, event);
  }

  private static Owner<?, ?, ?> ownerOf(Map<Class<?>, Owner<?, ?, ?>> owners, Object message) {
    for (Map.Entry<Class<?>, Owner<?, ?, ?>> owner : owners.entrySet()) {
      if (owner.getKey().isInstance(message)) {
        return owner.getValue();
      }
    }
    throw new PermanentFailure(
        "no-decider", "nobody decides for " + message.getClass().getSimpleName());
  }

  /** A stream's state and how many events made it. */
  public record Remembered<S>(S state, long sequence, Instant time) {
    private <T> Remembered<T> map(Function<S, T> form) {
      return new Remembered<>(form.apply(state), sequence, time);
    }
  }

  /**
   * What is remembered of one kind of stream.
   *
   * @param open the streams that are not over
   * @param over the newest streams that are, the oldest first
   * @param forgottenUntil see {@link CommandDispatcher#forgottenUntil}
   */
  public record Memory<S>(
      Map<StreamId, Remembered<S>> open,
      Map<StreamId, Remembered<S>> over,
      Optional<Instant> forgottenUntil) {

    /** The same with its states in another form. */
    public <T> Memory<T> map(Function<S, T> form) {
      return new Memory<>(map(open, form), map(over, form), forgottenUntil);
    }

    private static <S, T> Map<StreamId, Remembered<T>> map(
        Map<StreamId, Remembered<S>> states, Function<S, T> form) {
      Map<StreamId, Remembered<T>> mapped = new LinkedHashMap<>();
      states.forEach((stream, last) -> mapped.put(stream, last.map(form)));
      return mapped;
    }
  }

  private final class Owner<C extends DecisionCommand, E extends DomainEvent, S> {

    private final Decider<C, E, S> decider;
    private final ConcurrentMap<StreamId, Remembered<S>> entries = new ConcurrentHashMap<>();
    private final LinkedHashSet<StreamId> over = new LinkedHashSet<>();
    private final Set<StreamId> replayed = new HashSet<>();
    private Instant forgottenUntil = Instant.MIN;

    Owner(Decider<C, E, S> decider) {
      this.decider = decider;
    }

    private Remembered<S> entry(StreamId stream) {
      Remembered<S> entry = entries.get(stream);
      return entry == null ? new Remembered<>(decider.initial(), 0, Instant.EPOCH) : entry;
    }

    List<EventEnvelope> decide(CommandEnvelope envelope, DecisionCommand command) {
      Remembered<S> entry = entry(command.stream());
      List<E> events =
          decider.decide(decider.commands().cast(command), entry.state(), envelope.time());
      List<EventEnvelope> envelopes = new ArrayList<>(events.size());
      long sequence = entry.sequence();
      for (E event : events) {
        sequence++;
        String id = Digests.of(32, "event", envelope.id(), Integer.toString(envelopes.size()));
        envelopes.add(
            new EventEnvelope(
                new EventMetadata(
                    id,
                    command.stream(),
                    sequence,
                    envelope.time(),
                    envelope.actor(),
                    envelope.correlation(),
                    envelope.id()),
                event));
      }
      return envelopes;
    }

    void fold(EventEnvelope envelope) {
      if (apply(envelope)) {
        rearm(envelope.metadata().stream());
      }
    }

    void replay(EventEnvelope envelope) {
      if (apply(envelope)) {
        replayed.add(envelope.metadata().stream());
      }
    }

    void armReplayed() {
      replayed.forEach(this::rearm);
      replayed.clear();
    }

    private boolean apply(EventEnvelope envelope) {
      StreamId stream = envelope.metadata().stream();
      Remembered<S> before = entry(stream);
      if (envelope.metadata().sequence() <= before.sequence()) {
        return false;
      }
      E event = decider.events().cast(envelope.event());
      Instant time = envelope.metadata().time();
      S after = decider.evolve(before.state(), event, time);
      remember(stream, new Remembered<>(after, envelope.metadata().sequence(), time));
      return true;
    }

    private void remember(StreamId stream, Remembered<S> now) {
      entries.put(stream, now);
      if (decider.isOver(now.state())) {
        end(stream);
      }
    }

    private synchronized void end(StreamId stream) {
      over.add(stream);
      if (over.size() > overKept) {
        StreamId forgotten = over.removeFirst();
        replayed.remove(forgotten);
        Remembered<S> oldest = entries.remove(forgotten);
        if (oldest != null && oldest.time().isAfter(forgottenUntil)) {
          forgottenUntil = oldest.time();
        }
      }
    }

    /** Streams of this decider are not restated, so they may be forgotten. */
    private boolean keepsEvents() {
      return decider.restate(decider.initial()).isEmpty();
    }

    synchronized void forgot(Instant moment) {
      if (keepsEvents() && moment.isAfter(Instant.EPOCH)) {
        forgottenUntil = later(forgottenUntil, moment);
      }
    }

    void recall(EventMetadata metadata, Restated fact) {
      StreamId stream = metadata.stream();
      Optional<S> state = decider.recall(fact);
      if (state.isPresent() && metadata.sequence() >= entry(stream).sequence()) {
        remember(stream, new Remembered<>(state.get(), metadata.sequence(), metadata.time()));
        replayed.add(stream);
      }
    }

    synchronized Optional<Instant> forgottenUntil() {
      return forgottenUntil.equals(Instant.MIN) ? Optional.empty() : Optional.of(forgottenUntil);
    }

    synchronized Memory<S> memory() {
      Map<StreamId, Remembered<S>> open = new LinkedHashMap<>(entries);
      Map<StreamId, Remembered<S>> ended = new LinkedHashMap<>();
      for (StreamId stream : over) {
        Remembered<S> last = open.remove(stream);
        if (last != null) {
          ended.put(stream, last);
        }
      }
      return new Memory<>(open, ended, forgottenUntil());
    }

    synchronized void recall(Memory<S> memory) {
      forgottenUntil = memory.forgottenUntil().orElse(Instant.MIN);
      memory.open().forEach(this::remember);
      memory.over().forEach(this::remember);
      replayed.addAll(memory.open().keySet());
    }

    void rearm(StreamId stream) {
      arm(stream, entry(stream).state());
    }

    private void arm(StreamId stream, S state) {
      Optional<Instant> moment = decider.wakeAt(state);
      Optional<C> command = decider.wakeUp(state);
      if (moment.isPresent() && command.isPresent()) {
        wakeUps.arm(stream, moment.get(), command.get());
      } else {
        wakeUps.disarm(stream);
      }
    }
  }
}
