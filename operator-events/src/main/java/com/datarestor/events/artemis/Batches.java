package com.datarestor.events.artemis;

import com.datarestor.events.bus.Attempts;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.EventBus.BatchHandler;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;

/** Handles events in batches; a batch is never given up, only what is no event at all. */
final class Batches implements Receiver {

  /** A batch that has so many characters takes no more events: large ones come alone. */
  private static final int MOST_CHARACTERS = 1 << 20;

  private static final EventCodec CODEC = new EventCodec();

  private final ConsumerGroup group;
  private final int most;
  private final BatchHandler handler;
  private final Session session;
  private final MessageConsumer consumer;
  private final Attempts attempts;
  private final Outbox outbox;

  Batches(
      ConsumerGroup group,
      int most,
      BatchHandler handler,
      Session session,
      MessageConsumer consumer,
      Attempts attempts)
      throws JMSException {
    this.group = group;
    this.most = most;
    this.handler = handler;
    this.session = session;
    this.consumer = consumer;
    this.attempts = attempts;
    this.outbox = new Outbox(session);
  }

  @Override
  public void take(Message first) throws JMSException {
    List<EventRecord> batch = new ArrayList<>();
    int characters = 0;
    Message next = first;
    while (next != null) {
      characters += add(next, batch);
      boolean full = batch.size() >= most || characters >= MOST_CHARACTERS;
      next = full ? null : consumer.receiveNoWait();
    }
    List<EventRecord> whole = List.copyOf(batch);
    boolean done =
        whole.isEmpty()
            || attempts
                .insist(
                    group.wireName() + " batch of " + whole.size(),
                    () -> {
                      handler.handle(whole);
                      return whole;
                    })
                .isPresent();
    if (done) {
      session.commit();
    } else {
      session.rollback();
    }
  }

  /** Adds the message's event, or gives it up within the transaction. */
  private int add(Message message, List<EventRecord> batch) throws JMSException {
    if (Letter.isMarker(message)) {
      return 0;
    }
    Letter.Received received = Letter.from(message);
    String json = received.letter().json();
    if (!received.whole()) {
      giveUp(received.letter(), "damaged: the message was damaged in the broker's files");
      return 0;
    }
    try {
      batch.add(CODEC.record(json));
      return json.length();
    } catch (IllegalArgumentException e) {
      giveUp(received.letter(), "unreadable: " + e.getMessage());
      return 0;
    }
  }

  private void giveUp(Letter letter, String reason) throws JMSException {
    DeadMessage.send(session, outbox, letter, group.wireName(), reason, 1);
  }

  /** Takes everything up to the marker with this id, in batches. */
  int takeUntil(String marker) throws JMSException {
    int taken = 0;
    List<EventRecord> batch = new ArrayList<>();
    int characters = 0;
    while (true) {
      Message next = consumer.receive();
      if (next == null) {
        throw new JMSException("the broker closed while its queue was drained");
      }
      boolean last = marker.equals(next.getStringProperty(Letter.MARKER));
      characters += add(next, batch);
      if (last || batch.size() >= most || characters >= MOST_CHARACTERS) {
        if (!batch.isEmpty()) {
          handler.handle(List.copyOf(batch));
        }
        session.commit();
        taken += batch.size();
        batch.clear();
        characters = 0;
      }
      if (last) {
        return taken;
      }
    }
  }
}
