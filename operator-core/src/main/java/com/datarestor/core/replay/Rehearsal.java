package com.datarestor.core.replay;

import com.datarestor.core.decide.Policies;
import com.datarestor.core.replay.Difference.Question;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the policies and deciders of this release over recorded events and collects every decision
 * that differs.
 *
 * <p>The log has the events, not the commands that were decided. A command that a policy sent is
 * made again from its cause, under the same id; one that came from outside (an observation, a
 * report, a moment) is put together again from what it led to, see {@link Recollection}. A command
 * that led to nothing left no trace: this release differs there only if it would decide something
 * at every moment at which the command can have been decided. A decision that only a rule can have
 * asked for, and no rule of this release does, differs too. Of a log that lacks its beginning only
 * those streams are judged that begin in it.
 */
public final class Rehearsal {

  /** What the log's end may have cut off was sent later than this before it. */
  private static final Duration LONG = Duration.ofHours(1);

  private final Policies policies;
  private final History history = new History();
  private final Recollection recollection = new Recollection(history);
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final List<EventEnvelope> group = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private final Beginnings beginnings = new Beginnings();
  private Instant last = Instant.MIN;
  private long decisions;
  private long unexplained;

  /** Records that come next and are kept of a past that is gone. */
  private long kept;

  /** A command that a policy sent and whose decision was not seen yet. */
  private record Pending(
      CommandEnvelope envelope, DecisionCommand command, StreamId source, boolean suspect) {

    /** Whether commands like this one and the other are decided in the order they were sent. */
    boolean keepsOrderWith(Pending other) {
      return source.equals(other.source) && command.key().equals(other.command.key());
    }
  }

  public Rehearsal(Policies policies) {
    this.policies = policies;
  }

  /** Takes the next event of the log. */
  public void take(EventEnvelope event) {
    if (event.event() instanceof LogCompacted compacted) {
      judge();
      kept = compacted.kept();
      beginnings.compacted();
      history.fold(event);
      return;
    }
    if (kept > 0) {
      // what it was decided from is gone
      kept--;
      beginnings.kept(event.metadata());
      history.fold(event);
      return;
    }
    if (!group.isEmpty() && !continues(event.metadata())) {
      judge();
    }
    group.add(event);
  }

  /** The log has ended. */
  public Report finish() {
    judge();
    for (Pending each : pending.values()) {
      if (each.suspect() && each.envelope().time().plus(LONG).isBefore(last)) {
        notDecided(each);
      }
    }
    pending.clear();
    return new Report(decisions, unexplained, differences);
  }

  /**
   * What the rehearsal found.
   *
   * @param decisions how many were made again
   * @param unexplained how many could not, because the log does not tell what was to be decided
   */
  public record Report(long decisions, long unexplained, List<Difference> differences) {
    public Report {
      differences = List.copyOf(differences);
    }
  }

  /** Whether it belongs to the decision in hand; a command that came again is decided again. */
  private boolean continues(EventMetadata next) {
    EventMetadata first = group.getFirst().metadata();
    return first.causation().equals(next.causation())
        && first.stream().equals(next.stream())
        && !first.id().equals(next.id());
  }

  private void judge() {
    if (group.isEmpty()) {
      return;
    }
    EventMetadata first = group.getFirst().metadata();
    last = first.time();
    List<DomainEvent> recorded = group.stream().<DomainEvent>map(EventEnvelope::event).toList();
    Pending sent = pending.get(first.causation());
    if (sent != null) {
      passOver(first.causation(), sent);
      pending.remove(first.causation());
    }
    beginnings.see(first);
    if (beginnings.whole(first.stream())) {
      Recollection.Memory memory =
          sent == null
              ? recollection.of(first, recorded)
              : new Recollection.Memory.Command(sent.command());
      beginnings.tell(first.correlation(), memory);
      compare(first, memory, recorded);
    } else {
      unexplained++;
    }
    group.forEach(history::fold);
    pending.replaceAll((id, each) -> each.suspect() ? suspected(each) : each);
    group.forEach(this::react);
    group.clear();
  }

  private void compare(
      EventMetadata first, Recollection.Memory memory, List<DomainEvent> recorded) {
    switch (memory) {
      case Recollection.Memory.NotTold ignored -> unexplained++;
      case Recollection.Memory.OfARule ignored -> {
        if (beginnings.toldFromItsBeginning(first.correlation())) {
          decisions++;
          differences.add(difference(first, new Question.NobodyAsks(), recorded, List.of()));
        } else {
          unexplained++;
        }
      }
      case Recollection.Memory.Command made -> {
        decisions++;
        List<DomainEvent> today = history.decide(asked(first, made.command()));
        if (!today.equals(recorded)) {
          differences.add(difference(first, new Question.Asked(made.command()), recorded, today));
        }
      }
    }
  }

  private Difference difference(
      EventMetadata first, Question question, List<DomainEvent> recorded, List<DomainEvent> today) {
    return new Difference(
        first.time(), first.id(), question, recorded, today, history.state(first.stream()));
  }

  private static CommandEnvelope asked(EventMetadata first, DecisionCommand command) {
    return new CommandEnvelope(
        first.causation(), first.time(), first.actor(), first.correlation(), "", command);
  }

  /**
   * What one stream's events call for is decided in order, as far as one key is concerned: those
   * before this one led to nothing. Anything else may overtake it.
   */
  private void passOver(String found, Pending command) {
    List<String> before = new ArrayList<>();
    for (Map.Entry<String, Pending> each : pending.entrySet()) {
      if (each.getKey().equals(found)) {
        break;
      }
      if (each.getValue().keepsOrderWith(command)) {
        before.add(each.getKey());
      }
    }
    for (String id : before) {
      Pending passed = pending.remove(id);
      if (passed != null) {
        notDecided(passed);
      }
    }
  }

  private void notDecided(Pending each) {
    if (!beginnings.allSeen(each.command().stream())) {
      unexplained++;
      return;
    }
    decisions++;
    if (each.suspect()) {
      differences.add(
          new Difference(
              each.envelope().time(),
              "",
              new Question.Asked(each.command()),
              List.of(),
              history.decide(each.envelope()),
              history.state(each.command().stream())));
    }
  }

  private void react(EventEnvelope event) {
    for (CommandEnvelope sent : policies.handle(event).commands()) {
      if (sent.command() instanceof DecisionCommand command) {
        pending.put(
            sent.id(), suspected(new Pending(sent, command, event.metadata().stream(), true)));
      }
    }
  }

  private Pending suspected(Pending each) {
    return new Pending(
        each.envelope(), each.command(), each.source(), !history.decide(each.envelope()).isEmpty());
  }
}
