package com.datarestor.events.artemis;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.bus.Attempts;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.EventBus;
import com.datarestor.events.bus.EventHandler;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.bus.Subscription;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on the broker. */
final class ArtemisEventBus implements EventBus {

  private static final Logger LOG = LoggerFactory.getLogger(ArtemisEventBus.class);
  private static final EventCodec CODEC = new EventCodec();

  private final Client client;
  private final RetryPolicy policy;
  private final Set<String> saidUnknown = ConcurrentHashMap.newKeySet();

  ArtemisEventBus(Client client, RetryPolicy policy) {
    this.client = client;
    this.policy = policy;
  }

  @Override
  public Subscription subscribe(ConsumerGroup group, EventHandler handler) {
    return Lanes.start(
        Destinations.subscription(group),
        1,
        client,
        policy,
        (session, consumer, attempts) ->
            new OneByOne(group.wireName(), letter -> open(letter, handler), session, attempts));
  }

  private OneByOne.Work open(Letter letter, EventHandler handler) {
    Decoded decoded;
    try {
      decoded = CODEC.decode(CODEC.record(letter.json()));
    } catch (IllegalArgumentException e) {
      throw Letter.unreadable(e);
    }
    return switch (decoded) {
      case Decoded.Known known -> new Known(known.envelope(), handler);
      case Decoded.Unknown unknown -> {
        if (saidUnknown.add(unknown.record().type() + "/" + unknown.record().version())) {
          LOG.warn(
              "{} and others like it are kept in the log and passed over: {}",
              letter.id(),
              unknown.why());
        }
        yield OneByOne.Work.NOTHING;
      }
    };
  }

  @Override
  public Subscription subscribeBatches(ConsumerGroup group, int most, BatchHandler handler) {
    return Lanes.start(
        Destinations.subscription(group),
        1,
        client,
        policy,
        (session, consumer, attempts) ->
            new Batches(group, most, handler, session, consumer, attempts));
  }

  @Override
  public int drain(ConsumerGroup group, int most, BatchHandler handler) {
    String queue = Destinations.subscription(group);
    Subscription owner = () -> {};
    client.owners().claim(queue, owner);
    try (Session session = client.session()) {
      // a marker behind everything that waits: an empty answer of a paging queue proves nothing
      String marker = UUID.randomUUID().toString();
      Message last = session.createBytesMessage();
      last.setStringProperty(Letter.ONLY, group.wireName());
      last.setStringProperty(Letter.MARKER, marker);
      new Outbox(session).send(session.createTopic(Destinations.EVENTS), last);
      session.commit();
      Attempts none = new Attempts(policy, new CountDownLatch(0));
      return new Batches(
              group,
              most,
              handler,
              session,
              session.createConsumer(session.createQueue(queue)),
              none)
          .takeUntil(marker);
    } catch (JMSException e) {
      throw Client.failed("events of " + group.wireName() + " cannot be drained", e);
    } finally {
      client.owners().release(queue, owner);
    }
  }

  private record Known(EventEnvelope event, EventHandler handler) implements OneByOne.Work {

    @Override
    public Reaction handle() {
      return handler.handle(event);
    }

    @Override
    public void committed(Reaction reaction) {
      handler.committed(event, reaction);
    }
  }
}
