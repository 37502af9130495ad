package com.datarestor.events.artemis;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.bus.Subscription;
import com.datarestor.events.codec.CommandCodec;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Commands on the broker. */
final class ArtemisCommandBus implements CommandBus {

  private static final CommandCodec CODEC = new CommandCodec();

  private final Client client;
  private final RetryPolicy policy;
  private final ReentrantLock sending = new ReentrantLock();
  private final Session session;
  private final Outbox outbox;

  ArtemisCommandBus(Client client, RetryPolicy policy) throws JMSException {
    this.client = client;
    this.policy = policy;
    this.session = client.session();
    this.outbox = new Outbox(session);
  }

  @Override
  public void send(List<CommandEnvelope> commands) {
    inTransaction(() -> outbox.commands(commands));
  }

  /** Sends within the one sending session. */
  void inTransaction(Sending sends) {
    sending.lock();
    try {
      sends.send();
      session.commit();
    } catch (JMSException e) {
      rollback(e);
      throw Client.failed("commands were not sent", e);
    } finally {
      sending.unlock();
    }
  }

  private void rollback(JMSException cause) {
    try {
      session.rollback();
    } catch (JMSException e) {
      // a session that cannot roll back is closed, and says so at the next send
      cause.addSuppressed(e);
    }
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
    return Lanes.start(
        Destinations.queue(route),
        lanes,
        client,
        policy,
        (session, consumer, attempts) ->
            new OneByOne(route.wireName(), letter -> open(letter, handler), session, attempts));
  }

  private static OneByOne.Work open(Letter letter, CommandHandler handler) {
    try {
      return new Known(CODEC.decode(letter.json()), handler);
    } catch (IllegalArgumentException e) {
      throw Letter.unreadable(e);
    }
  }

  /** What is sent together. */
  @FunctionalInterface
  interface Sending {
    void send() throws JMSException;
  }

  private record Known(CommandEnvelope command, CommandHandler handler) implements OneByOne.Work {

    @Override
    public Reaction handle() {
      return handler.handle(command);
    }

    @Override
    public void committed(Reaction reaction) {
      handler.committed(command, reaction);
    }
  }
}
