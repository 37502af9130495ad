package com.datarestor.core.decide;

import com.datarestor.events.DecisionCommand;
import com.datarestor.events.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** When which stream wants to be woken. Thread-safe. */
public final class WakeUps {

  private final Map<StreamId, WakeUp> armed = new HashMap<>();
  private final NavigableSet<WakeUp> order = new TreeSet<>();

  /** Replaces the stream's wake-up. */
  public synchronized void arm(StreamId stream, Instant moment, DecisionCommand command) {
    disarm(stream);
    WakeUp wakeUp = new WakeUp(moment, stream, command);
    armed.put(stream, wakeUp);
    order.add(wakeUp);
  }

  /** The stream waits for nothing any more. */
  public synchronized void disarm(StreamId stream) {
    WakeUp old = armed.remove(stream);
    if (old != null) {
      order.remove(old);
    }
  }

  /** Takes out what is due; the streams arm themselves again when they have decided. */
  public synchronized List<WakeUp> takeDue(Instant now) {
    List<WakeUp> due = new ArrayList<>();
    while (!order.isEmpty() && !order.first().moment().isAfter(now)) {
      WakeUp next = order.removeFirst();
      armed.remove(next.stream());
      due.add(next);
    }
    return due;
  }

  /** The next moment anybody waits for. */
  public synchronized Optional<Instant> next() {
    return order.isEmpty() ? Optional.empty() : Optional.of(order.first().moment());
  }

  /** A stream's wish to be woken with this command. */
  public record WakeUp(Instant moment, StreamId stream, DecisionCommand command)
      implements Comparable<WakeUp> {
    @Override
    public int compareTo(WakeUp other) {
      int byMoment = moment.compareTo(other.moment);
      return byMoment != 0 ? byMoment : stream.value().compareTo(other.stream.value());
    }
  }
}
