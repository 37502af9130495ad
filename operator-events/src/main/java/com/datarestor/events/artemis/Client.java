package com.datarestor.events.artemis;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** The one connection to the broker. */
final class Client implements AutoCloseable {

  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Lanes.Owners owners = new Lanes.Owners();
  private final Trouble trouble = new Trouble();

  Client(int serverId) throws JMSException {
    factory = new ActiveMQConnectionFactory(false, BrokerConfiguration.connector(serverId));
    factory.setConsumerWindowSize(64 << 10);
    factory.setProducerWindowSize(64 << 10);
    // a commit waits for the disk and fails when a send before it did
    factory.setBlockOnDurableSend(false);
    // no reconnection: in one process a broker that is gone stays gone
    factory.setReconnectAttempts(0);
    connection = factory.createConnection();
    connection.start();
  }

  /** A new transacted session, for one thread at a time. */
  Session session() throws JMSException {
    return connection.createSession(true, Session.SESSION_TRANSACTED);
  }

  Lanes.Owners owners() {
    return owners;
  }

  Trouble trouble() {
    return trouble;
  }

  static IllegalStateException failed(String what, JMSException cause) {
    return new IllegalStateException(
        "%s (%s): the broker is closed or cannot write its journal; check its disk."
            .formatted(what, cause.getMessage()),
        cause);
  }

  @Override
  public void close() throws JMSException {
    try {
      connection.close();
    } finally {
      factory.close();
    }
  }
}
