package com.datarestor.events.artemis;

import com.datarestor.events.bus.Attempts;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;

/** What a lane does with a message. */
@FunctionalInterface
interface Receiver {

  /** Handles the message and commits; when the lane stops, leaves without committing. */
  void take(Message message) throws JMSException;

  /** Makes a lane's receiver. */
  @FunctionalInterface
  interface Factory {
    Receiver open(Session session, MessageConsumer consumer, Attempts attempts) throws JMSException;
  }
}
