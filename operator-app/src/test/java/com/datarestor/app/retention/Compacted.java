package com.datarestor.app.retention;

import com.datarestor.core.retention.Remains.Margin;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.Compaction;
import com.datarestor.events.store.FileEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** Compacts a log of the tests as far as it goes. */
public final class Compacted {

  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private Compacted() {}

  /** Keeps little besides what must be kept; tells how many records. */
  public static long log(Path directory, FileEventLog.Settings settings) {
    EventCodec codec = new EventCodec();
    long[] kept = {0};
    try (FileEventLog log = FileEventLog.open(directory, settings)) {
      Compaction.Limits limits = new Compaction.Limits(Duration.ZERO, 1 << 30, 0);
      new Retention(() -> log.compaction(limits, LATER), new Margin(3, 5)).keepWithinLimits();
      log.read(
          record -> {
            if (codec.decode(record) instanceof Decoded.Known known
                && known.envelope().event() instanceof LogCompacted compacted) {
              kept[0] = compacted.kept();
            }
          });
    }
    return kept[0];
  }
}
