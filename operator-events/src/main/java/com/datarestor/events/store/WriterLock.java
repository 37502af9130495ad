package com.datarestor.events.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes its holder the one writer of a directory, until it is closed or its process ends. */
final class WriterLock implements Closeable {

  /**
   * Directories locked by this process. Asking the file again would not do: POSIX drops a process's
   * lock as soon as the process closes any descriptor of that file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private WriterLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /**
   * @throws IllegalStateException when somebody else writes there
   */
  static WriterLock of(Path wanted) throws IOException {
    Path directory = wanted.toRealPath();
    if (!HELD.add(directory)) {
      throw inUse(directory, "by this process");
    }
    @Nullable FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              directory.resolve("events.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(directory, "by another process");
      }
      locked = true;
      return new WriterLock(directory, channel);
    } finally {
      if (!locked) {
        if (channel != null) {
          channel.close();
        }
        HELD.remove(directory);
      }
    }
  }

  private static IllegalStateException inUse(Path directory, String byWhom) {
    return new IllegalStateException(
        "The event log in %s is already being written %s: stop the other operator or give each one its own directory."
            .formatted(directory, byWhom));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(directory);
    }
  }
}
