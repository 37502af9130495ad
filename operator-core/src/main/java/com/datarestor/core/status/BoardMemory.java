package com.datarestor.core.status;

import com.datarestor.core.queue.QueueMemory;
import com.datarestor.events.Catalogue;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.StreamId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StatusBoard} remembers, at one moment.
 *
 * @param folded how many events of each stream were applied
 * @param over streams in which nothing can happen any more, the oldest first
 * @param removed UIDs of deleted Configs and volumes, the oldest first
 * @param configs by UID
 * @param volumes by UID
 * @param ended ended operations that are still shown, the oldest first
 */
public record BoardMemory(
    Map<StreamId, Long> folded,
    List<StreamId> over,
    List<String> removed,
    Map<String, ConfigLine> configs,
    Map<String, Sighting> volumes,
    List<TaskView> tasks,
    List<OperationId> ended,
    QueueMemory queue) {

  /** A {@link ConfigView} that does not change. */
  public record ConfigLine(
      ObjectRef config,
      long generation,
      @Nullable ConfigPlan plan,
      List<Problem> problems,
      Map<String, ConfigView.Outcome> outcomes,
      Map<RepositoryId, RepositoryLine> repositories,
      Set<OperationId> running,
      long backupsSucceeded,
      long backupsFailed,
      long restoresSucceeded,
      long restoresFailed) {

    static ConfigLine of(ConfigView view) {
      Map<RepositoryId, RepositoryLine> lines = new LinkedHashMap<>();
      view.repositories.forEach((id, line) -> lines.put(id, RepositoryLine.of(line)));
      return new ConfigLine(
          view.config,
          view.generation,
          view.plan,
          List.copyOf(view.problems),
          Map.copyOf(view.outcomes),
          lines,
          Set.copyOf(view.running),
          view.backupsSucceeded,
          view.backupsFailed,
          view.restoresSucceeded,
          view.restoresFailed);
    }

    ConfigView view() {
      ConfigView view = new ConfigView(config);
      view.generation = generation;
      view.plan = plan;
      view.problems = problems;
      view.outcomes.putAll(outcomes);
      repositories.forEach((id, line) -> view.repositories.put(id, line.view()));
      view.running.addAll(running);
      view.backupsSucceeded = backupsSucceeded;
      view.backupsFailed = backupsFailed;
      view.restoresSucceeded = restoresSucceeded;
      view.restoresFailed = restoresFailed;
      return view;
    }
  }

  /** A {@link ConfigView.RepositoryLine} that does not change. */
  public record RepositoryLine(
      ConfigView.Contact contact,
      Catalogue catalogue,
      Instant read,
      Map<Instant, AddedSince.Added> since,
      @Nullable Instant createdAt,
      @Nullable Instant lastBackup,
      @Nullable Instant lastForget,
      @Nullable Later lastError) {

    private static RepositoryLine of(ConfigView.RepositoryLine line) {
      return new RepositoryLine(
          line.contact,
          line.catalogue,
          line.read,
          line.since.moments(),
          line.createdAt,
          line.lastBackup,
          line.lastForget,
          line.lastError);
    }

    private ConfigView.RepositoryLine view() {
      ConfigView.RepositoryLine line = new ConfigView.RepositoryLine();
      line.contact = contact;
      line.catalogue = catalogue;
      line.read = read;
      line.since.recall(since);
      line.createdAt = createdAt;
      line.lastBackup = lastBackup;
      line.lastForget = lastForget;
      line.lastError = lastError;
      return line;
    }
  }
}
