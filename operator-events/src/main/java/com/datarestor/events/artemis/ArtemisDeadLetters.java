package com.datarestor.events.artemis;

import com.datarestor.events.bus.DeadLetters;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Dead letters on the broker. */
final class ArtemisDeadLetters implements DeadLetters {

  private static final SimpleString QUEUE = SimpleString.of(Destinations.DEAD_LETTERS);

  private final Client client;
  private final ActiveMQServer server;

  ArtemisDeadLetters(Client client, ActiveMQServer server) {
    this.client = client;
    this.server = server;
  }

  @Override
  public synchronized List<DeadLetter> list() {
    List<DeadLetter> letters = new ArrayList<>();
    try (Session session = client.session();
        QueueBrowser browser = session.createBrowser(queue(session))) {
      Enumeration<?> messages = browser.getEnumeration();
      while (messages.hasMoreElements()) {
        letters.add(DeadMessage.read((Message) messages.nextElement()));
      }
      return letters;
    } catch (JMSException e) {
      throw Client.failed("dead letters cannot be listed", e);
    }
  }

  @Override
  public int count() {
    org.apache.activemq.artemis.core.server.Queue queue = server.locateQueue(QUEUE);
    return queue == null ? 0 : Math.toIntExact(queue.getMessageCount());
  }

  @Override
  public synchronized boolean redeliver(String id) {
    try (Session session = client.session();
        MessageConsumer consumer = session.createConsumer(queue(session), Letter.hasId(id))) {
      Outbox outbox = new Outbox(session);
      boolean found = false;
      // an event can have been given up by several groups
      for (Message dead = consumer.receiveNoWait(); dead != null; dead = consumer.receiveNoWait()) {
        DeadMessage.sendBack(session, outbox, dead);
        found = true;
      }
      session.commit();
      return found;
    } catch (JMSException e) {
      throw Client.failed("dead letter " + id + " cannot be redelivered", e);
    }
  }

  private static Queue queue(Session session) throws JMSException {
    return session.createQueue(Destinations.DEAD_LETTERS);
  }
}
