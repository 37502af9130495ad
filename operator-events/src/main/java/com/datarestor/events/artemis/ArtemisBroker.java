package com.datarestor.events.artemis;

import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.bus.EventBus;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded broker: durable queues in one directory, reachable from this process only. */
public final class ArtemisBroker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ArtemisBroker.class);
  private static final AtomicInteger SERVER_IDS = new AtomicInteger();

  private final ArtemisSettings settings;
  private final ActiveMQServer server;
  private final Client client;
  private final ArtemisEventBus events;
  private final ArtemisCommandBus commands;
  private final ArtemisDeadLetters deadLetters;

  private ArtemisBroker(ArtemisSettings settings, ActiveMQServer server, Client client)
      throws JMSException {
    this.settings = settings;
    this.server = server;
    this.client = client;
    this.events = new ArtemisEventBus(client, settings.retry());
    this.commands = new ArtemisCommandBus(client, settings.retry());
    this.deadLetters = new ArtemisDeadLetters(client, server);
  }

  /**
   * Starts the broker and returns when its queues are there, with what they held before.
   *
   * @throws IllegalStateException when it does not start: its directory is in use or not writable
   */
  public static ArtemisBroker start(ArtemisSettings settings) {
    int serverId = SERVER_IDS.getAndIncrement();
    ActiveMQClient.setGlobalThreadPoolProperties(4, 1, 1);
    ActiveMQServer server = startServer(settings, serverId);
    boolean started = false;
    try {
      ArtemisBroker broker = new ArtemisBroker(settings, server, new Client(serverId));
      started = true;
      return broker;
    } catch (JMSException e) {
      throw Client.failed("the broker in " + settings.directory() + " takes no connection", e);
    } finally {
      if (!started) {
        stop(server);
      }
    }
  }

  private static ActiveMQServer startServer(ArtemisSettings settings, int serverId) {
    try {
      ActiveMQServer server =
          ActiveMQServers.newActiveMQServer(BrokerConfiguration.of(settings, serverId));
      server.start();
      if (!server.waitForActivation(30, TimeUnit.SECONDS)) {
        stop(server);
        throw new IllegalStateException("it was not active after 30 s");
      }
      return server;
    } catch (Exception e) {
      // Artemis declares Exception: whatever it is, there is no broker
      throw new IllegalStateException(
          "The broker in %s does not start (%s): is another operator using that directory, is it writable, is its disk full?"
              .formatted(settings.directory(), e.getMessage()),
          e);
    }
  }

  public EventBus events() {
    return events;
  }

  public CommandBus commands() {
    return commands;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** What only another start mends, as a sentence for people; empty when there is no such thing. */
  public Optional<String> broken() {
    if (!server.isStarted()) {
      return Optional.of(
          "The broker in %s has stopped: see the log and check its disk."
              .formatted(settings.directory()));
    }
    return client.trouble().sentence();
  }

  /** Why messages do not flow, as a sentence for people; empty when all is well. */
  public Optional<String> trouble() {
    Optional<String> broken = broken();
    if (broken.isPresent()) {
      return broken;
    }
    if (server.getPagingManager().isDiskFull()) {
      return Optional.of(
          "The disk of %s has less than %d MiB free: nothing is sent until there is space."
              .formatted(settings.directory(), Math.max(1, settings.minDiskFree() >> 20)));
    }
    return Optional.empty();
  }

  /** Finishes the messages in hand, then stops; everything else stays on disk. */
  @Override
  public void close() {
    client.owners().closeAll();
    crash();
  }

  /** Stops without finishing anything: what is not committed was never done. */
  void crash() {
    try (client) {
      LOG.debug("the broker in {} stops", settings.directory());
    } catch (JMSException e) {
      LOG.warn("the connection to the broker did not close", e);
    } finally {
      stop(server);
    }
  }

  /** The way in for messages that no release writes. */
  ArtemisCommandBus raw() {
    return commands;
  }

  private static void stop(ActiveMQServer server) {
    try {
      server.stop();
    } catch (Exception e) {
      // Artemis declares Exception; a broker that does not stop ends with the process
      LOG.warn("the broker did not stop", e);
    }
  }
}
