package com.datarestor.app.explain;

import com.datarestor.core.annotation.AskLedger;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.replay.History;
import com.datarestor.core.repository.RepositoryState;
import com.datarestor.core.repository.RepositoryState.Contact;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.events.Operation;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything that the streams know at one moment, for people. The order is always the same. */
public final class Picture {

  private static final int LINES_OF_A_QUEUE = 10;

  private Picture() {}

  /** The whole picture, sections with a line for each stream. */
  public static String of(History history) {
    StringBuilder text = new StringBuilder();
    section(text, "Configs", lines(history.configs(), Picture::config));
    section(text, "Claims", lines(history.volumes(), Picture::volume));
    section(text, "Repositories", lines(history.repositories(), Picture::repository));
    section(text, "Operations that have not ended", operations(history));
    section(text, "Queue", queue(history.queue()));
    long ended =
        history.operations().values().stream()
            .filter(state -> state.life() instanceof Life.Ended)
            .count();
    text.append(Words.count(ended, "operation")).append(" ended.").append(System.lineSeparator());
    return text.toString();
  }

  /**
   * What one stream knows, from the state of its aggregate; empty when nothing has happened in it.
   *
   * @throws IllegalArgumentException when that is no state of an aggregate
   */
  public static List<String> ofStream(Object state) {
    return switch (state) {
      case ConfigState config -> config(config);
      case VolumeState volume -> volume(volume);
      case RepositoryState repository -> repository(repository);
      case OperationState operation -> operation(operation.life());
      case QueueState queue -> shortened(queue(queue));
      default -> throw new IllegalArgumentException("no aggregate has a " + state.getClass());
    };
  }

  private static List<String> shortened(List<String> lines) {
    if (lines.size() <= LINES_OF_A_QUEUE) {
      return lines;
    }
    List<String> few = new ArrayList<>(lines.subList(0, LINES_OF_A_QUEUE));
    few.add("and " + (lines.size() - LINES_OF_A_QUEUE) + " more");
    return few;
  }

  private static void section(StringBuilder text, String title, List<String> lines) {
    text.append(title).append(':').append(System.lineSeparator());
    for (String line : lines.isEmpty() ? List.of("none") : lines) {
      text.append("  ").append(line).append(System.lineSeparator());
    }
  }

  private static <K, S> List<String> lines(Map<K, S> states, Function<S, List<String>> lines) {
    return states.values().stream()
        .map(lines)
        .filter(each -> !each.isEmpty())
        .sorted(java.util.Comparator.comparing(List::getFirst))
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> config(ConfigState state) {
    String problems =
        state.problems().isEmpty()
            ? ""
            : "; generation "
                + state.generation()
                + " is refused: "
                + state.problems().stream().map(Problem::spoken).collect(Collectors.joining("; "));
    return switch (state.sight()) {
      case ConfigState.Sight.Accepted accepted ->
          List.of(
              accepted.config().path()
                  + ": generation "
                  + state.generation()
                  + (accepted.plan().suspended() ? ", suspended, " : ", ")
                  + accepted.plan().repositories().stream()
                      .map(RepositoryPlan::repository)
                      .map(repository -> repository.spoken())
                      .collect(Collectors.joining(", "))
                  + problems);
      case ConfigState.Sight.Removed ignored -> List.of();
      case ConfigState.Sight.Never ignored ->
          problems.isEmpty() ? List.of() : List.of("a Config" + problems);
    };
  }

  private static List<String> volume(VolumeState state) {
    if (!(state.sight() instanceof VolumeState.Sight.Seen seen)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    String selections =
        seen.facts().selections().stream()
            .map(Picture::selection)
            .collect(Collectors.joining(", "));
    lines.add(
        seen.facts().volume().path()
            + ": "
            + (selections.isEmpty()
                ? "not selected: " + seen.facts().unselectedBecause()
                : "selected by " + selections)
            + (seen.facts().bound() ? "" : "; not bound")
            + (seen.facts().block() ? "; a block device" : ""));
    for (Schedule schedule : state.schedules().values()) {
      lines.add(
          "  schedule \""
              + schedule.expression()
              + "\" on "
              + schedule.repository().spoken()
              + ", counted from "
              + Words.moment(schedule.since())
              + (schedule.outstanding() ? ", a backup has not ended" : "")
              + (schedule.suspended() ? ", suspended" : ""));
    }
    state.asks().entries().forEach((key, entry) -> lines.add("  " + ask(key, entry)));
    return lines;
  }

  private static String selection(Selection selection) {
    return selection.config().path() + " by " + selection.because();
  }

  private static String ask(String key, AskLedger.Entry entry) {
    String state =
        switch (entry) {
          case AskLedger.Entry.Spent ignored -> "answered";
          case AskLedger.Entry.Waiting ignored -> "waits";
          case AskLedger.Entry.Cleared ignored -> "answered and taken off";
        };
    return key + "=\"" + entry.value() + "\" " + state;
  }

  private static List<String> repository(RepositoryState state) {
    return state.users().values().stream()
        .map(
            user ->
                user.repository().spoken()
                    + " for Config "
                    + user.config().path()
                    + ": "
                    + contact(user.contact()))
        .toList();
  }

  private static String contact(Contact contact) {
    return switch (contact) {
      case Contact.Trying trying -> "is being contacted, attempt " + trying.attempt();
      case Contact.Failed failed -> "does not open, tried again at " + moment(failed.retryAt());
      case Contact.Reading ignored -> "opens, its snapshots are being read";
      case Contact.Open open -> "opens, read again at " + moment(open.readAgainAt());
    };
  }

  private static String moment(Instant moment) {
    return Words.moment(moment);
  }

  private static List<String> operations(History history) {
    return history.operations().values().stream()
        .map(OperationState::life)
        .flatMap(life -> operation(life).stream())
        .sorted()
        .toList();
  }

  private static List<String> operation(Life life) {
    return switch (life) {
      case Life.Waiting waiting -> List.of(name(waiting.request().operation()) + ": waits");
      case Life.Working working ->
          List.of(
              name(working.request().operation())
                  + ": "
                  + working.step().wireName()
                  + " on "
                  + working.repository().spoken()
                  + (working.launched() ? ", its Job is there" : ", its Job is not there yet"));
      case Life.Restoring restoring ->
          List.of(
              name(restoring.request().operation())
                  + ": restores snapshot "
                  + Words.shortId(restoring.snapshot().id())
                  + " from "
                  + restoring.repository().spoken()
                  + (restoring.launched() ? ", its Job is there" : ", its Job is not there yet"));
      case Life.Unknown ignored -> List.of();
      case Life.Ended ignored -> List.of();
    };
  }

  private static String name(Operation operation) {
    return operation.about().namespace() + "/" + operation.taskName();
  }

  private static List<String> queue(QueueState queue) {
    List<String> lines = new ArrayList<>();
    queue.running().forEach(place -> lines.add(name(place.operation()) + " has its turn"));
    queue
        .waiting()
        .forEach(
            place ->
                lines.add(
                    name(place.operation())
                        + ": "
                        + queue.explain(place.operation().id()).orElse("waits")));
    return lines;
  }
}
