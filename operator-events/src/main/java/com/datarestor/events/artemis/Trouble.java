package com.datarestor.events.artemis;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps lanes from working; said until the process is started again. */
final class Trouble {

  private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

  private final Map<String, String> byLane = new ConcurrentHashMap<>();

  void laneEnded(String lane, String why) {
    LOG.error("lane {} has ended: {}. Its messages wait until the next start.", lane, why);
    byLane.put(lane, why);
  }

  Optional<String> sentence() {
    return byLane.entrySet().stream()
        .findFirst()
        .map(each -> "lane %s has ended: %s".formatted(each.getKey(), each.getValue()));
  }
}
