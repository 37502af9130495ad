package com.datarestor.app.cli;

import com.datarestor.app.explain.Picture;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.replay.Difference;
import com.datarestor.core.replay.History;
import com.datarestor.core.replay.Rehearsal;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.store.LogFindings;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code datarestor replay}: the state as of a moment, or today's decisions over old events. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Folds the events up to a moment and prints what the operator knew then.",
      "With --decide: runs the deciders of this release over the recorded events and reports every"
          + " decision that differs; exit status 3 when one does."
    })
final class ReplayCommand implements Callable<Integer> {

  /** Exit status when this release would decide otherwise. */
  static final int DIFFERENT = 3;

  private static final int UNKNOWN = 1;

  @Spec CommandSpec spec;
  @Mixin EventSource source = new EventSource();

  @Option(
      names = "--until",
      paramLabel = "ID|TIME",
      description = "up to this event (its id, or the beginning of it), or this moment")
  @Nullable String until;

  @Option(names = "--decide", description = "decide again and compare")
  boolean decide;

  @Override
  public Integer call() {
    List<EventEnvelope> events = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    LogFindings findings =
        source.read(
            record -> {
              switch (EventSource.decode(record)) {
                case Decoded.Known known -> events.add(known.envelope());
                case Decoded.Unknown unknown -> passedOver.add(unknown.why());
              }
            });
    PrintWriter err = spec.commandLine().getErr();
    passedOver.stream().distinct().forEach(why -> err.println("passed over: " + why));
    List<EventEnvelope> wanted = events;
    Optional<LogCompacted> compacted = compacted(events);
    if (until != null) {
      wanted = cut(events, until);
      if (wanted.isEmpty()) {
        err.println(
            "there is no event " + until + " and nothing as old as that; see events list for ids");
        err.flush();
        return UNKNOWN;
      }
      if (compacted.isPresent() && wanted.size() <= compacted.get().kept()) {
        err.println(until + " is not known any more: " + EventSentences.of(compacted.get()));
        err.flush();
        return UNKNOWN;
      }
    }
    compacted.ifPresent(
        past -> {
          spec.commandLine().getOut().println("Note: " + EventSentences.of(past) + ".");
        });
    int status = decide ? rehearse(wanted) : picture(wanted);
    int damaged = Damages.say(spec, findings);
    return damaged == 0 ? status : damaged;
  }

  /** What the log says of itself, when old events are gone. */
  private static Optional<LogCompacted> compacted(List<EventEnvelope> events) {
    return events.stream()
        .limit(1)
        .map(EventEnvelope::event)
        .filter(LogCompacted.class::isInstance)
        .map(LogCompacted.class::cast)
        .findFirst();
  }

  /** The events up to and with the one that is named, or up to the moment. */
  private static List<EventEnvelope> cut(List<EventEnvelope> events, String until) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).metadata().id().startsWith(until)) {
        return events.subList(0, i + 1);
      }
    }
    Instant moment;
    try {
      moment = EventFilter.moment(until, Clock.systemUTC().instant());
    } catch (picocli.CommandLine.TypeConversionException | DateTimeParseException e) {
      return List.of();
    }
    return events.stream().filter(event -> !event.metadata().time().isAfter(moment)).toList();
  }

  private int picture(List<EventEnvelope> events) {
    History history = new History();
    events.forEach(history::fold);
    PrintWriter out = spec.commandLine().getOut();
    if (!events.isEmpty()) {
      EventMetadata last = events.getLast().metadata();
      out.println(
          "As of " + last.time() + ", event " + last.id() + " (" + events.size() + " events):");
    }
    out.print(Picture.of(history));
    out.flush();
    return 0;
  }

  private int rehearse(List<EventEnvelope> events) {
    Rehearsal rehearsal = new Rehearsal(AllPolicies.inOrder());
    events.forEach(rehearsal::take);
    Rehearsal.Report report = rehearsal.finish();
    PrintWriter out = spec.commandLine().getOut();
    report.differences().forEach(difference -> tell(out, difference));
    out.printf(
        "%d decisions made again, %d differ; %d could not be made again%n",
        report.decisions(), report.differences().size(), report.unexplained());
    out.flush();
    return report.differences().isEmpty() ? 0 : DIFFERENT;
  }

  private static void tell(PrintWriter out, Difference difference) {
    out.println(
        difference.time()
            + "  "
            + (difference.event().isEmpty() ? "(no event)" : difference.event())
            + "  "
            + difference.reason());
    out.println("  asked: " + asked(difference.question()));
    out.println("  knew:  " + knew(difference.before()));
    out.println("  then:  " + sentences(difference.recorded()));
    out.println("  today: " + sentences(difference.today()));
  }

  private static String asked(Difference.Question question) {
    return switch (question) {
      case Difference.Question.Asked asked -> asked.command().toString();
      case Difference.Question.NobodyAsks ignored -> "by nobody";
    };
  }

  private static String knew(Object state) {
    List<String> lines = Picture.ofStream(state);
    return lines.isEmpty()
        ? "nothing yet, or that it is over"
        : String.join(System.lineSeparator() + "         ", lines);
  }

  private static String sentences(List<DomainEvent> events) {
    return events.isEmpty()
        ? "nothing"
        : String.join("; ", events.stream().map(EventSentences::of).toList());
  }
}
