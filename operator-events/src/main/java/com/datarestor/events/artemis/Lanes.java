package com.datarestor.events.artemis;

import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.bus.Subscription;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of one queue: its only consumer. */
final class Lanes implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);

  private final String queue;
  private final Owners owners;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Lane> lanes = new ArrayList<>();

  /** Who consumes which queue of a broker. */
  static final class Owners {

    private final Map<String, Subscription> byQueue = new ConcurrentHashMap<>();

    /**
     * @throws IllegalStateException when the queue has an owner
     */
    void claim(String queue, Subscription owner) {
      if (byQueue.putIfAbsent(queue, owner) != null) {
        throw new IllegalStateException(
            queue + " already has its one consumer: close that one before another is started");
      }
    }

    void release(String queue, Subscription owner) {
      byQueue.remove(queue, owner);
    }

    void closeAll() {
      List.copyOf(byQueue.values()).forEach(Subscription::close);
    }
  }

  private Lanes(String queue, Owners owners) {
    this.queue = queue;
    this.owners = owners;
  }

  /** Starts so many lanes; each takes its part of the keys. */
  static Lanes start(
      String queue, int count, Client client, RetryPolicy policy, Receiver.Factory receiver) {
    if (count < 1) {
      throw new IllegalArgumentException(queue + " needs at least one lane, not " + count);
    }
    Lanes started = new Lanes(queue, client.owners());
    client.owners().claim(queue, started);
    boolean complete = false;
    try {
      for (int i = 0; i < count; i++) {
        Session session = client.session();
        Queue source = session.createQueue(queue);
        MessageConsumer consumer =
            count == 1
                ? session.createConsumer(source)
                : session.createConsumer(source, Letter.isInLane(i, count));
        started.lanes.add(
            new Lane(
                queue + "-" + i,
                session,
                consumer,
                receiver,
                policy,
                started.stop,
                client.trouble()));
      }
      started.lanes.forEach(Lane::start);
      complete = true;
      return started;
    } catch (JMSException e) {
      throw Client.failed("lanes of " + queue + " cannot be started", e);
    } finally {
      if (!complete) {
        client.owners().release(queue, started);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (stop.getCount() == 0) {
      return;
    }
    stop.countDown();
    // all hands are empty before the first consumer goes: nothing is handed from lane to lane
    lanes.forEach(Lane::awaitHandEmpty);
    try {
      for (Lane lane : lanes) {
        lane.stopReceiving();
      }
      for (Lane lane : lanes) {
        lane.end();
      }
    } catch (JMSException e) {
      LOG.warn("{}: the broker was gone before its lanes", queue, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      owners.release(queue, this);
    }
  }
}
