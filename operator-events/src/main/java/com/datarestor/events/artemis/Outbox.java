package com.datarestor.events.artemis;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.codec.CommandCodec;
import com.datarestor.events.codec.EventCodec;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.List;

/** Sends within a session; nothing leaves before its commit. */
final class Outbox {

  private static final EventCodec EVENTS = new EventCodec();
  private static final CommandCodec COMMANDS = new CommandCodec();

  private final Session session;
  private final MessageProducer producer;

  Outbox(Session session) throws JMSException {
    this.session = session;
    this.producer = session.createProducer(null);
    this.producer.setDisableMessageID(true);
  }

  void send(Reaction reaction) throws JMSException {
    for (EventEnvelope event : reaction.events()) {
      event(Letter.of(EVENTS.encode(event)));
    }
    commands(reaction.commands());
  }

  void commands(List<CommandEnvelope> commands) throws JMSException {
    for (CommandEnvelope command : commands) {
      command(CommandRoute.of(command.command()), Letter.of(command, COMMANDS));
    }
  }

  void event(Letter letter) throws JMSException {
    send(session.createTopic(Destinations.EVENTS), letter.toMessage(session));
  }

  void command(CommandRoute route, Letter letter) throws JMSException {
    send(session.createQueue(Destinations.queue(route)), letter.toMessage(session));
  }

  void send(Destination destination, Message message) throws JMSException {
    producer.send(destination, message);
  }
}
