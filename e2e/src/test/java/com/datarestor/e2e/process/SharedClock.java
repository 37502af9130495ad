package com.datarestor.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that jumps ahead when a story says so, for all processes that open the same file. */
final class SharedClock extends Clock {

  private final MemorySegment ahead;

  private SharedClock(MemorySegment ahead) {
    this.ahead = ahead;
  }

  /** Opens it; a new file is a clock that has not jumped yet. */
  static SharedClock in(Path file) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new SharedClock(
          channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, Arena.global()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jumps ahead to this moment; never back. */
  void jumpTo(Instant moment) {
    long millis = moment.toEpochMilli() - System.currentTimeMillis();
    ahead.set(ValueLayout.JAVA_LONG, 0, Math.max(millis, ahead.get(ValueLayout.JAVA_LONG, 0)));
  }

  @Override
  public Instant instant() {
    return Instant.now().plusMillis(ahead.get(ValueLayout.JAVA_LONG, 0));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("moments have no zone");
  }
}
