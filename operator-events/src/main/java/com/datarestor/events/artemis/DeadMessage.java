package com.datarestor.events.artemis;

import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.DeadLetters.DeadLetter;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** A message that was given up: the letter, and why. */
final class DeadMessage {

  private static final String FROM = "datarestor_from";
  private static final String REASON = "datarestor_reason";
  private static final String ATTEMPTS = "datarestor_attempts";
  private static final int LONGEST_REASON = 2_000;

  private DeadMessage() {}

  /** Sends the letter to the dead letters. */
  static void send(
      Session session, Outbox outbox, Letter letter, String from, String reason, int attempts)
      throws JMSException {
    Message message = letter.toMessage(session);
    message.setStringProperty(FROM, from);
    message.setStringProperty(
        REASON, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
    message.setIntProperty(ATTEMPTS, attempts);
    outbox.send(session.createQueue(Destinations.DEAD_LETTERS), message);
  }

  static DeadLetter read(Message message) throws JMSException {
    Letter letter = Letter.from(message).letter();
    return new DeadLetter(
        letter.id(),
        Objects.requireNonNullElse(message.getStringProperty(FROM), "unknown"),
        letter.type(),
        letter.key(),
        Objects.requireNonNullElse(message.getStringProperty(REASON), "unknown"),
        message.propertyExists(ATTEMPTS) ? message.getIntProperty(ATTEMPTS) : 0,
        Instant.ofEpochMilli(message.getJMSTimestamp()));
  }

  /** Sends the letter to where it was given up: the one route, or the one group. */
  static void sendBack(Session session, Outbox outbox, Message dead) throws JMSException {
    String from = Objects.requireNonNullElse(dead.getStringProperty(FROM), "unknown");
    Letter letter = Letter.from(dead).letter();
    boolean group =
        Arrays.stream(ConsumerGroup.values()).anyMatch(each -> each.wireName().equals(from));
    if (group) {
      Message message = letter.toMessage(session);
      message.setStringProperty(Letter.ONLY, from);
      outbox.send(session.createTopic(Destinations.EVENTS), message);
      return;
    }
    CommandRoute route =
        Arrays.stream(CommandRoute.values())
            .filter(each -> each.wireName().equals(from))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("this release has no consumer named " + from));
    outbox.command(route, letter);
  }
}
