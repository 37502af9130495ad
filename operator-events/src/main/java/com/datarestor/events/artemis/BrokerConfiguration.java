package com.datarestor.events.artemis;

import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** The broker's configuration: durable, one process, small. */
final class BrokerConfiguration {

  private static final String IN_VM = "org.apache.activemq.artemis.core.remoting.impl.invm.";
  private static final int PAGE_BYTES = 256 << 10;

  /**
   * What is read back from page files at a time. A lane that is held up can hold so many bytes of
   * its own messages before the other lanes of a paging queue see no more of theirs.
   */
  private static final int READ_AHEAD_BYTES = 4 << 20;

  private BrokerConfiguration() {}

  /**
   * @param serverId tells brokers of one process apart
   */
  static Configuration of(ArtemisSettings settings, int serverId) throws Exception {
    Path directory = settings.directory().toAbsolutePath();
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setName("datarestor")
        .setPersistenceEnabled(true)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setMessageCounterEnabled(false)
        .setCriticalAnalyzer(false)
        .setJournalDirectory(directory.resolve("journal").toString())
        .setBindingsDirectory(directory.resolve("bindings").toString())
        .setPagingDirectory(directory.resolve("paging").toString())
        .setLargeMessagesDirectory(directory.resolve("large").toString())
        .setJournalType(JournalType.NIO)
        .setJournalFileSize(10 << 20)
        .setJournalMinFiles(2)
        .setJournalPoolFiles(2)
        // nanoseconds; the default makes each commit wait for 3 ms
        .setJournalBufferTimeout_NIO(100_000)
        .setJournalBufferSize_NIO(128 << 10)
        .setPageSyncTimeout(100_000)
        .setJournalLockAcquisitionTimeout(2_000)
        .setThreadPoolMaxSize(4)
        .setScheduledThreadPoolMaxSize(1)
        .setIDCacheSize(200)
        .setPersistIDCache(false)
        .setGlobalMaxSize(4 * settings.maxMemoryBytes())
        .setMessageExpiryScanPeriod(-1)
        .setAddressQueueScanPeriod(-1)
        .setDiskScanPeriod(10_000)
        .setMinDiskFree(settings.minDiskFree())
        .setGracefulShutdownEnabled(false);
    // by class: the parser of vm:// addresses needs jars that are left out
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(
            IN_VM + "InVMAcceptorFactory", Map.of("serverId", Integer.toString(serverId)), "vm"));
    configuration.addAddressSetting("#", addressSettings(settings));
    addAddresses(configuration);
    return configuration;
  }

  /** The same process's way in. */
  static TransportConfiguration connector(int serverId) {
    return new TransportConfiguration(
        IN_VM + "InVMConnectorFactory", Map.of("serverId", Integer.toString(serverId)));
  }

  private static AddressSettings addressSettings(ArtemisSettings settings) {
    return new AddressSettings()
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(false)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setExpiryAddress(SimpleString.of(Destinations.EXPIRED))
        .setDeadLetterAddress(SimpleString.of(Destinations.DEAD_LETTERS))
        // giving up is ours to decide, not the broker's
        .setMaxDeliveryAttempts(-1)
        // a delay would let later messages of the same key overtake
        .setRedeliveryDelay(0)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setMaxSizeBytes(settings.maxMemoryBytes())
        .setPageSizeBytes((int) Math.min(PAGE_BYTES, settings.maxMemoryBytes()))
        .setMaxReadPageBytes(READ_AHEAD_BYTES)
        .setIDCacheSize(200);
  }

  private static void addAddresses(Configuration configuration) {
    CoreAddressConfiguration events =
        new CoreAddressConfiguration()
            .setName(Destinations.EVENTS)
            .addRoutingType(RoutingType.MULTICAST);
    for (ConsumerGroup group : ConsumerGroup.values()) {
      events.addQueueConfig(
          durable(Destinations.queue(group))
              .setAddress(Destinations.EVENTS)
              .setRoutingType(RoutingType.MULTICAST)
              .setFilterString(Letter.isFor(group)));
    }
    configuration.addAddressConfiguration(events);
    for (CommandRoute route : CommandRoute.values()) {
      configuration.addAddressConfiguration(queue(Destinations.queue(route)));
    }
    configuration.addAddressConfiguration(queue(Destinations.DEAD_LETTERS));
    configuration.addAddressConfiguration(queue(Destinations.EXPIRED));
  }

  private static CoreAddressConfiguration queue(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfig(durable(name).setAddress(name).setRoutingType(RoutingType.ANYCAST));
  }

  private static QueueConfiguration durable(String name) {
    return QueueConfiguration.of(name).setDurable(true).setAutoCreated(false);
  }
}
