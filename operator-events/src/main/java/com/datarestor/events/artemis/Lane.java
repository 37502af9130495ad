package com.datarestor.events.artemis;

import com.datarestor.events.bus.Attempts;
import com.datarestor.events.bus.RetryPolicy;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TransactionRolledBackException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that takes messages one after another, with a transacted session of its own. */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final int STACK_BYTES = 512 << 10;

  private final String name;
  private final Session session;
  private final MessageConsumer consumer;
  private final Receiver receiver;
  private final CountDownLatch stop;
  private final Trouble trouble;
  private final Thread thread;

  /** Held from a message's arrival until it is committed. */
  private final ReentrantLock inHand = new ReentrantLock();

  Lane(
      String name,
      Session session,
      MessageConsumer consumer,
      Receiver.Factory receiver,
      RetryPolicy policy,
      CountDownLatch stop,
      Trouble trouble)
      throws JMSException {
    this.name = name;
    this.session = session;
    this.consumer = consumer;
    this.receiver = receiver.open(session, consumer, new Attempts(policy, stop));
    this.stop = stop;
    this.trouble = trouble;
    this.thread = Thread.ofPlatform().name(name).stackSize(STACK_BYTES).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    // an Error passes through here to the thread's handler; the message is not acknowledged
    String why = "an unexpected error, see the log";
    try {
      takeAll();
      why = "the broker has closed it";
    } catch (JMSException e) {
      LOG.debug("lane {}", name, e);
      why = e.toString();
    } finally {
      if (stop.getCount() > 0) {
        trouble.laneEnded(name, why);
      }
    }
  }

  private void takeAll() throws JMSException {
    for (Message next = consumer.receive(); next != null; next = consumer.receive()) {
      inHand.lock();
      try {
        if (stop.getCount() == 0) {
          return;
        }
        receiver.take(next);
      } catch (TransactionRolledBackException e) {
        LOG.warn("lane {}: the broker did not commit; the message comes again", name, e);
        pause();
      } finally {
        inHand.unlock();
      }
    }
  }

  private void pause() {
    try {
      boolean stopped = stop.await(1, TimeUnit.SECONDS);
      LOG.debug("lane {} goes on, stopped {}", name, stopped);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when no message is in hand; none is taken after the stop. */
  void awaitHandEmpty() {
    inHand.lock();
    try {
      LOG.debug("lane {} has nothing in hand", name);
    } finally {
      inHand.unlock();
    }
  }

  /** Ends the wait for a message. */
  void stopReceiving() throws JMSException {
    consumer.close();
  }

  /** Ends the lane; what is not committed stays in the queue. */
  void end() throws JMSException, InterruptedException {
    if (thread != Thread.currentThread()) {
      thread.join();
    }
    session.close();
  }
}
