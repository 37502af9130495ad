package com.datarestor.e2e.process;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.process.Lives.Loss;
import com.datarestor.e2e.sandbox.ApiFaults;
import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import com.datarestor.events.store.EventRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator that is killed at points of its story, and started again at once, as a kubelet would.
 * A point is an event that was archived, or the time before or after a change at the API server.
 */
final class CrashingOperator implements AutoCloseable {

  private final CrashStory story;
  private final Strikes strikes;
  private final Lives lives;
  private final PointNames names;
  private final List<String> crashes = new ArrayList<>();
  private final ArchivedEvents events;
  private Loss loss = Loss.NOTHING;
  private boolean closed;
  private boolean dying;
  private int lived = Integer.MAX_VALUE / 2;

  private CrashingOperator(CrashStory story, Strikes strikes, Lives lives) {
    this.story = story;
    this.strikes = strikes;
    this.lives = lives;
    this.names = new PointNames(story.directory());
    this.events = new ArchivedEvents(lives.data(), this::archived);
  }

  /** Begins its first life. */
  static CrashingOperator start(CrashStory story, Strikes strikes, Lives lives) {
    CrashingOperator operator = new CrashingOperator(story, strikes, lives);
    ApiFaults faults = story.faults();
    faults.strikeBefore(operator::isOfTheDead, () -> {});
    faults.strikeBefore(
        request -> isChange(request) && operator.at("before ", request), operator::crash);
    faults.strikeAfter(
        request -> isChange(request) && operator.at("after ", request), operator::crash);
    lives.begin();
    return operator;
  }

  private static boolean isChange(ApiRequest request) {
    return request.isChange() && request.user().startsWith(CrashStory.OPERATOR);
  }

  /** What was killed may still be in this process, and changes nothing any more. */
  private synchronized boolean isOfTheDead(ApiRequest request) {
    return isChange(request) && !request.user().equals(lives.token());
  }

  private boolean at(String when, ApiRequest request) {
    return at(when + names.change(request));
  }

  private boolean archived(Path data, EventRecord record) {
    synchronized (this) {
      if (!data.equals(lives.data())) {
        return false;
      }
      if (!at("after event " + names.event(record))) {
        return true;
      }
    }
    crash();
    return true;
  }

  /** Whether the operator is to be killed now; who is told so kills it. */
  private synchronized boolean at(String point) {
    story.sign();
    if (closed || dying) {
      return false;
    }
    strikes.at(point, lived++).ifPresent(taken -> die(point, taken));
    return dying;
  }

  private void die(String point, Loss taken) {
    crashes.add(point);
    loss = taken;
    dying = true;
  }

  /** Kills it and starts it anew. */
  private synchronized void crash() {
    lives.crash(loss);
    events.moveTo(lives.data());
    dying = false;
    lived = 0;
    notifyAll();
  }

  /** The points at which it was killed, in order. */
  synchronized List<String> crashes() {
    return List.copyOf(crashes);
  }

  /** Where the last life has its journal and log. */
  synchronized Path data() {
    return lives.data();
  }

  /** Stops it as a signal would, once it works. From now on it is not killed. */
  void stopInOrder() throws InterruptedException {
    awaitLastLife();
    lives.endInOrder();
  }

  /** Waits for the life that nothing ends any more but its user. */
  private synchronized void awaitLastLife() throws InterruptedException {
    closed = true;
    while (dying) {
      wait();
    }
  }

  @Override
  public void close() {
    try {
      awaitLastLife();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    lives.close();
    events.close();
  }
}
