package com.datarestor.e2e.process;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import com.datarestor.events.store.EventRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Disturbs the watches of an operator after events that it archives, one time after another. */
final class DisturbedWatches implements AutoCloseable {

  /** Longer than it takes from an event to what follows from it in the cluster, and back. */
  static final Duration WHILE = Duration.ofMillis(800);

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(WHILE.toMillis(), TimeUnit.MILLISECONDS);

  private final CrashStory story;
  private final Perturbation perturbation;
  private final Strikes strikes;
  private final PointNames names;
  private final List<String> disturbed = new ArrayList<>();
  private final ArchivedEvents events;
  private @Nullable Fault now;
  private boolean closed;
  private int passed;

  DisturbedWatches(CrashStory story, Perturbation perturbation, Strikes strikes) {
    this.story = story;
    this.perturbation = perturbation;
    this.strikes = strikes;
    this.names = new PointNames(story.directory());
    this.events = new ArchivedEvents(story.data(), (data, record) -> archived(record));
  }

  private synchronized boolean archived(EventRecord record) {
    story.sign();
    String point = "after event " + names.event(record);
    if (closed || now != null || strikes.at(point, passed++).isEmpty()) {
      return true;
    }
    disturbed.add(point);
    String kind = Perturbation.KINDS.get(disturbed.size() % Perturbation.KINDS.size());
    now = perturbation.begin(story.faults(), kind);
    LATER.execute(this::end);
    return true;
  }

  private synchronized void end() {
    if (now != null) {
      now.close();
      now = null;
    }
  }

  /** The points from which on something was disturbed, in order. */
  synchronized List<String> disturbed() {
    return List.copyOf(disturbed);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    events.close();
    end();
  }
}
