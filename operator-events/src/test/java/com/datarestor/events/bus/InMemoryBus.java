package com.datarestor.events.bus;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.bus.Attempts.Outcome;
import com.datarestor.events.codec.CommandCodec;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The transport without a broker, for tests: it forgets everything with its process. */
public final class InMemoryBus implements EventBus, CommandBus, DeadLetters {

  private static final EventCodec EVENTS = new EventCodec();
  private static final CommandCodec COMMANDS = new CommandCodec();

  private final RetryPolicy policy;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Waiting> queues = new LinkedHashMap<>();
  private final Map<DeadLetter, Runnable> dead = new LinkedHashMap<>();

  /** Messages of one queue, and who takes them. */
  private static final class Waiting {
    final List<Object> messages = new ArrayList<>();
    Optional<Consumer> owner = Optional.empty();
  }

  /** What a lane does with the message it has in hand. */
  @FunctionalInterface
  private interface Turn {
    void take(Object message, CountDownLatch stop);
  }

  public InMemoryBus(RetryPolicy policy) {
    this.policy = policy;
    for (ConsumerGroup group : ConsumerGroup.values()) {
      queues.put(group.wireName(), new Waiting());
    }
    for (CommandRoute route : CommandRoute.values()) {
      queues.put(route.wireName(), new Waiting());
    }
  }

  @Override
  public void send(List<CommandEnvelope> commands) {
    locked(() -> enqueue(Reaction.commands(commands)));
  }

  @Override
  public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
    if (lanes < 1) {
      throw new IllegalArgumentException("at least one lane, not " + lanes);
    }
    return new Consumer(
        route.wireName(),
        lanes,
        (message, stop) -> {
          CommandEnvelope command = (CommandEnvelope) message;
          one(
              route.wireName(),
              message,
              new Attempts(policy, stop).handle(command.id(), () -> handler.handle(command)),
              reaction -> handler.committed(command, reaction));
        });
  }

  @Override
  public Subscription subscribe(ConsumerGroup group, EventHandler handler) {
    return new Consumer(
        group.wireName(),
        1,
        (message, stop) -> {
          EventEnvelope event = (EventEnvelope) message;
          one(
              group.wireName(),
              message,
              new Attempts(policy, stop).handle(event.metadata().id(), () -> handler.handle(event)),
              reaction -> handler.committed(event, reaction));
        });
  }

  @Override
  public Subscription subscribeBatches(ConsumerGroup group, int most, BatchHandler handler) {
    return new Consumer(
        group.wireName(),
        1,
        (message, stop) -> {
          List<Object> batch = locked(() -> first(group, most));
          new Attempts(policy, stop)
              .insist(
                  group.wireName(),
                  () -> {
                    handler.handle(records(batch));
                    return batch;
                  })
              .ifPresent(done -> locked(() -> queue(group.wireName()).messages.removeAll(done)));
        });
  }

  @Override
  public int drain(ConsumerGroup group, int most, BatchHandler handler) {
    int drained = 0;
    if (locked(() -> queue(group.wireName()).owner.isPresent())) {
      throw new IllegalStateException(group.wireName() + " already has its one consumer");
    }
    List<Object> batch = locked(() -> first(group, most));
    while (!batch.isEmpty()) {
      List<Object> taken = batch;
      handler.handle(records(taken));
      locked(() -> queue(group.wireName()).messages.removeAll(taken));
      drained += taken.size();
      batch = locked(() -> first(group, most));
    }
    return drained;
  }

  @Override
  public List<DeadLetter> list() {
    return locked(() -> List.copyOf(dead.keySet()));
  }

  @Override
  public int count() {
    return list().size();
  }

  @Override
  public boolean redeliver(String id) {
    return locked(
        () -> {
          List<DeadLetter> found =
              dead.keySet().stream().filter(letter -> letter.id().equals(id)).toList();
          found.forEach(letter -> dead.remove(letter).run());
          changed.signalAll();
          return !found.isEmpty();
        });
  }

  /** Stops every consumer. */
  public void stop() {
    locked(() -> queues.values().stream().flatMap(queue -> queue.owner.stream()).toList())
        .forEach(Consumer::close);
  }

  private void one(
      String from,
      Object message,
      Outcome<Reaction> outcome,
      java.util.function.Consumer<Reaction> committed) {
    switch (outcome) {
      case Outcome.Done<Reaction> done -> {
        locked(
            () -> {
              remove(from, message);
              return enqueue(done.result());
            });
        committed.accept(done.result());
      }
      case Outcome.GivenUp<Reaction> gone ->
          locked(
              () -> {
                remove(from, message);
                return dead.put(
                    letter(from, message, gone), () -> queue(from).messages.add(message));
              });
      case Outcome.Stopped<Reaction> stopped -> {}
    }
  }

  private void remove(String queue, Object message) {
    queue(queue).messages.removeIf(each -> each == message);
  }

  private static DeadLetter letter(String from, Object message, Outcome.GivenUp<Reaction> gone) {
    if (message instanceof CommandEnvelope command) {
      return new DeadLetter(
          command.id(),
          from,
          COMMANDS.typeOf(command.command()),
          command.command().key(),
          gone.reason(),
          gone.attempts(),
          Instant.now());
    }
    EventRecord record = EVENTS.encode((EventEnvelope) message);
    return new DeadLetter(
        record.metadata().id(),
        from,
        record.type(),
        record.metadata().stream().value(),
        gone.reason(),
        gone.attempts(),
        Instant.now());
  }

  private boolean enqueue(Reaction reaction) {
    for (ConsumerGroup group : ConsumerGroup.values()) {
      queue(group.wireName()).messages.addAll(reaction.events());
    }
    for (CommandEnvelope command : reaction.commands()) {
      queue(CommandRoute.of(command.command()).wireName()).messages.add(command);
    }
    changed.signalAll();
    return true;
  }

  private List<Object> first(ConsumerGroup group, int most) {
    return queue(group.wireName()).messages.stream().limit(most).toList();
  }

  private static List<EventRecord> records(List<Object> events) {
    return events.stream().map(each -> EVENTS.encode((EventEnvelope) each)).toList();
  }

  private Waiting queue(String name) {
    Waiting queue = queues.get(name);
    if (queue == null) {
      throw new IllegalArgumentException("no queue " + name);
    }
    return queue;
  }

  private static String key(Object message) {
    return message instanceof CommandEnvelope command
        ? command.command().key()
        : ((EventEnvelope) message).metadata().stream().value();
  }

  private <T> T locked(java.util.function.Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** The lanes of one queue. */
  private final class Consumer implements Subscription {

    private final Waiting queue;
    private final Turn turn;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    Consumer(String name, int lanes, Turn turn) {
      this.queue = queue(name);
      this.turn = turn;
      locked(
          () -> {
            if (queue.owner.isPresent()) {
              throw new IllegalStateException(name + " already has its one consumer");
            }
            queue.owner = Optional.of(this);
            return queue;
          });
      for (int i = 0; i < lanes; i++) {
        int lane = i;
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> run(message -> Math.floorMod(key(message).hashCode(), lanes) == lane)));
      }
    }

    private void run(Predicate<Object> mine) {
      for (Optional<Object> next = next(mine); next.isPresent(); next = next(mine)) {
        turn.take(next.get(), stop);
      }
    }

    private Optional<Object> next(Predicate<Object> mine) {
      return locked(
          () -> {
            while (stop.getCount() > 0) {
              Optional<Object> found = queue.messages.stream().filter(mine).findFirst();
              if (found.isPresent()) {
                return found;
              }
              changed.awaitUninterruptibly();
            }
            return Optional.empty();
          });
    }

    @Override
    public void close() {
      locked(
          () -> {
            stop.countDown();
            changed.signalAll();
            return stop;
          });
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      locked(
          () -> {
            if (queue.owner.filter(owner -> owner == this).isPresent()) {
              queue.owner = Optional.empty();
            }
            return queue;
          });
    }
  }
}
