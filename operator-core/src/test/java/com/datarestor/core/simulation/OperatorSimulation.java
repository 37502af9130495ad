package com.datarestor.core.simulation;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ResticCommand;
import com.datarestor.events.StreamId;
import com.datarestor.events.bus.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The whole of the operator's decisions in one thread, one message at a time, with a clock that
 * stands until it is moved. What the broker promises is kept: messages of one key in order, a
 * message's consequences with its acknowledgement or not at all, every message at least once.
 *
 * <p>The operator may be killed and started again before or within any step; cluster, repositories,
 * log and undelivered messages stay, memory is folded again from the log. The journal may be lost
 * with it: then only cluster, repositories and log are left. With {@link #shuffled(long)} messages
 * of different keys overtake each other, differently for each seed and always alike for one.
 */
public final class OperatorSimulation {

  /** A story longer than this does not end. */
  private static final int MOST_STEPS = 100_000;

  private sealed interface Message {
    long number();

    record OfCommand(long number, CommandEnvelope envelope) implements Message {}

    record OfEvent(long number, EventEnvelope envelope) implements Message {}
  }

  private enum Kill {
    BEFORE_STEP,
    BEFORE_COMMIT
  }

  private record Planned(Kill kill, Consumer<OperatorSimulation> start) {}

  private final SimulatedCluster cluster = new SimulatedCluster();
  private final SimulatedRestic restic = new SimulatedRestic();
  private final Policies policies = AllPolicies.inOrder();
  private final List<EventEnvelope> log = new ArrayList<>();
  private final Map<String, Deque<Message>> lanes = new LinkedHashMap<>();
  private final List<Message> handled = new ArrayList<>();
  private final Map<Integer, Planned> planned = new HashMap<>();
  private UnaryOperator<List<EventEnvelope>> archive = UnaryOperator.identity();
  private Optional<Random> order = Optional.empty();
  private CommandDispatcher dispatcher;
  private WakeUps wakeUps;
  private Instant now;
  private Set<String> tasksWhenDataWasLost = Set.of();
  private boolean statusesLate;
  private long numbers;
  private int steps;

  public OperatorSimulation(Instant now) {
    this.now = now;
    cluster.isNow(now);
    this.wakeUps = new WakeUps();
    this.dispatcher = KnownOfDispatcher.newDispatcher(wakeUps);
  }

  /** Messages of different keys overtake each other from now on. */
  public OperatorSimulation shuffled(long seed) {
    order = Optional.of(new Random(seed));
    return this;
  }

  /** A start reads this of the log. */
  public OperatorSimulation archivedAs(UnaryOperator<List<EventEnvelope>> kept) {
    archive = kept;
    return this;
  }

  /** Kills the operator before this step, as {@link #restart(int)} does. */
  public OperatorSimulation restartBefore(int step, int redelivered) {
    planned.put(step, new Planned(Kill.BEFORE_STEP, simulation -> simulation.restart(redelivered)));
    return this;
  }

  /** Kills the operator within this step: its effects are there, its reaction is lost. */
  public OperatorSimulation killWithin(int step) {
    planned.put(step, new Planned(Kill.BEFORE_COMMIT, simulation -> simulation.restart(0)));
    return this;
  }

  /** Kills the operator before this step and loses the journal, see {@link #loseJournal(int)}. */
  public OperatorSimulation loseJournalBefore(int step, int unarchived) {
    planned.put(
        step, new Planned(Kill.BEFORE_STEP, simulation -> simulation.loseJournal(unarchived)));
    return this;
  }

  /** Kills the operator within this step and loses the journal: its effects are there. */
  public OperatorSimulation loseJournalWithin(int step, int unarchived) {
    planned.put(
        step, new Planned(Kill.BEFORE_COMMIT, simulation -> simulation.loseJournal(unarchived)));
    return this;
  }

  /** Kills the operator before this step and loses everything it had on disk. */
  public OperatorSimulation loseDataBefore(int step) {
    planned.put(step, new Planned(Kill.BEFORE_STEP, OperatorSimulation::loseData));
    return this;
  }

  /** Kills the operator within this step and loses everything it had: its effects are there. */
  public OperatorSimulation loseDataWithin(int step) {
    planned.put(step, new Planned(Kill.BEFORE_COMMIT, OperatorSimulation::loseData));
    return this;
  }

  /** Statuses are written when nothing else is to be done, instead of at once. */
  public OperatorSimulation writingStatusesLate() {
    statusesLate = true;
    return this;
  }

  /** What was in the cluster when the data was lost; empty when it was not. */
  public Set<String> tasksWhenDataWasLost() {
    return tasksWhenDataWasLost;
  }

  public SimulatedCluster cluster() {
    return cluster;
  }

  public SimulatedRestic restic() {
    return restic;
  }

  /** The states as the deciders see them now. */
  public CommandDispatcher dispatcher() {
    return dispatcher;
  }

  /** Every committed event, in the order of the commits. */
  public List<EventEnvelope> log() {
    return List.copyOf(log);
  }

  /** Number of messages handled so far. */
  public int steps() {
    return steps;
  }

  /** The committed events of all streams of a kind, without what differs between two runs. */
  public Map<StreamId, List<DomainEvent>> story(String kind) {
    Map<StreamId, List<DomainEvent>> story = new HashMap<>();
    for (EventEnvelope envelope : log) {
      StreamId stream = envelope.metadata().stream();
      if (stream.kind().equals(kind)) {
        story.computeIfAbsent(stream, s -> new ArrayList<>()).add(envelope.event());
      }
    }
    return story;
  }

  /** Tells every level of the cluster, as at start, on a relist, or after a change. */
  public OperatorSimulation observe() {
    cluster.levels().forEach(this::send);
    return this;
  }

  /** Sends a command that starts a story. */
  public OperatorSimulation send(DecisionCommand command) {
    numbers++;
    enqueue(CommandEnvelope.first("first-" + numbers, now, CommandEnvelope.OPERATOR, command));
    return this;
  }

  /** Goes on until nothing is on its way and nothing is due. */
  public OperatorSimulation run() {
    do {
      while (step()) {
        if (steps > MOST_STEPS) {
          throw new IllegalStateException("the story does not end");
        }
      }
    } while (wake());
    return this;
  }

  /** Moves the clock and runs everything that becomes due on the way, at its own moment. */
  public OperatorSimulation runUntil(Instant moment) {
    run();
    Optional<Instant> next = wakeUps.next();
    while (next.isPresent() && !next.get().isAfter(moment)) {
      skipTo(next.get());
      run();
      next = wakeUps.next();
    }
    return skipTo(moment).run();
  }

  public OperatorSimulation runFor(Duration time) {
    return runUntil(now.plus(time));
  }

  /** Moves the clock as if the operator had been down meanwhile. */
  public OperatorSimulation skipTo(Instant moment) {
    now = moment;
    cluster.isNow(now);
    return this;
  }

  /**
   * Forgets what is in memory. Of the last messages, those are delivered once more that were the
   * last of their key: what came after an unacknowledged message was never handed out.
   */
  public void restart(int redelivered) {
    wakeUps = new WakeUps();
    dispatcher = KnownOfDispatcher.newDispatcher(wakeUps);
    archive.apply(log()).forEach(dispatcher::fold);
    int from = Math.max(0, handled.size() - redelivered);
    Set<Deque<Message>> redeliveredTo = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Message message : handled.subList(from, handled.size()).reversed()) {
      if (redeliveredTo.add(lane(message))) {
        lane(message).addFirst(message);
      }
    }
    observe();
  }

  /**
   * Starts with the archive, but without the journal: everything on its way is gone, with so many
   * of the last events that were not archived yet.
   */
  private void loseJournal(int unarchived) {
    lanes.clear();
    handled.clear();
    log.subList(Math.max(0, log.size() - unarchived), log.size()).clear();
    wakeUps = new WakeUps();
    dispatcher = KnownOfDispatcher.newDispatcher(wakeUps);
    Unfinished unfinished = new Unfinished(policies);
    for (EventEnvelope event : archive.apply(log())) {
      dispatcher.fold(event);
      unfinished.take(event);
    }
    unfinished.missing(new KnownOfDispatcher(dispatcher)).forEach(this::enqueue);
    observe();
    restic.levels().forEach(this::send);
  }

  /** Starts with the cluster and the repositories alone. */
  public void loseData() {
    tasksWhenDataWasLost = cluster.tasks();
    // a start is later than what it follows: contacts are named by their moment
    skipTo(now.plusMillis(1));
    lanes.clear();
    handled.clear();
    log.clear();
    wakeUps = new WakeUps();
    dispatcher = KnownOfDispatcher.newDispatcher(wakeUps);
    cluster.published().forget();
    cluster.recalled(restic.found(), new KnownOfDispatcher(dispatcher)).forEach(this::send);
    observe();
    restic.levels().forEach(this::send);
  }

  private boolean wake() {
    cluster.published().writeStatuses();
    List<WakeUps.WakeUp> due = wakeUps.takeDue(now);
    due.forEach(wakeUp -> send(wakeUp.command()));
    return !due.isEmpty();
  }

  /** Handles one message; false when none is on its way. */
  public boolean step() {
    if (lanes.values().stream().allMatch(Deque::isEmpty)) {
      return false;
    }
    Planned plan = planned.remove(steps);
    if (plan != null && plan.kill() == Kill.BEFORE_STEP) {
      plan.start().accept(this);
      return true;
    }
    Deque<Message> lane = choose();
    Message message = lane.getFirst();
    steps++;
    cluster.isNow(now);
    Reaction reaction = handle(message);
    if (plan != null && plan.kill() == Kill.BEFORE_COMMIT) {
      plan.start().accept(this);
      return true;
    }
    lane.removeFirst();
    handled.add(message);
    commit(message, reaction);
    return true;
  }

  private Deque<Message> choose() {
    List<Deque<Message>> full = lanes.values().stream().filter(lane -> !lane.isEmpty()).toList();
    return order
        .map(random -> full.get(random.nextInt(full.size())))
        .orElseGet(
            () ->
                full.stream()
                    .min(Comparator.comparingLong(lane -> lane.getFirst().number()))
                    .orElseThrow());
  }

  private Reaction handle(Message message) {
    return switch (message) {
      case Message.OfEvent event -> policies.handle(event.envelope());
      case Message.OfCommand command ->
          switch (command.envelope().command()) {
            case DecisionCommand ignored -> dispatcher.handle(command.envelope());
            case ClusterCommand c ->
                reports(
                    command.envelope(),
                    cluster.handle(
                        c, new KnownOfDispatcher(dispatcher), command.envelope().time()));
            case ResticCommand c -> reports(command.envelope(), restic.handle(c, now));
          };
    };
  }

  private Reaction reports(CommandEnvelope cause, List<? extends Command> reports) {
    List<CommandEnvelope> envelopes = new ArrayList<>();
    for (Command report : reports) {
      envelopes.add(CommandEnvelope.causedBy(cause, envelopes.size(), now, report));
    }
    return Reaction.commands(envelopes);
  }

  private void commit(Message message, Reaction reaction) {
    log.addAll(reaction.events());
    if (message instanceof Message.OfCommand command
        && command.envelope().command() instanceof DecisionCommand) {
      dispatcher.committed(command.envelope(), reaction);
    }
    for (EventEnvelope event : reaction.events()) {
      numbers++;
      enqueue(new Message.OfEvent(numbers, event));
      cluster.published().happened(event);
    }
    if (!statusesLate) {
      cluster.published().writeStatuses();
    }
    reaction.commands().forEach(this::enqueue);
  }

  private void enqueue(CommandEnvelope envelope) {
    numbers++;
    enqueue(new Message.OfCommand(numbers, envelope));
  }

  private void enqueue(Message message) {
    lane(message).addLast(message);
  }

  private Deque<Message> lane(Message message) {
    String key =
        switch (message) {
          case Message.OfEvent event -> "policies/" + event.envelope().metadata().stream();
          case Message.OfCommand command ->
              switch (command.envelope().command()) {
                case DecisionCommand c -> "decisions/" + c.key();
                case ClusterCommand c -> "cluster/" + c.key();
                case ResticCommand c -> "restic/" + c.key();
              };
        };
    return lanes.computeIfAbsent(key, k -> new ArrayDeque<>());
  }
}
