package com.datarestor.events.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the whole lines of a segment, also while it grows. */
final class SegmentLines implements Closeable {

  private final RandomAccessFile file;
  private byte[] buffer = new byte[64 << 10];

  /** The line last given. */
  private byte[] line = new byte[0];

  private long lineAt;

  /** Unread bytes are buffer[from..to); the first of them stands at this position of the file. */
  private long position;

  private int from;
  private int to;

  SegmentLines(Path file) throws IOException {
    this(file, 0);
  }

  /**
   * @param position where the first line wanted starts
   */
  SegmentLines(Path file, long position) throws IOException {
    if (Files.notExists(file)) {
      // which RandomAccessFile cannot be told from a file that may not be read
      throw new NoSuchFileException(file.toString());
    }
    // not a FileChannel: that one closes itself when the reading thread is interrupted
    this.file = new RandomAccessFile(file.toFile(), "r");
    this.file.seek(position);
    this.position = position;
  }

  /** Goes to the next line; false when there is no whole one (yet). */
  boolean next() throws IOException {
    int searched = from;
    while (true) {
      for (int i = searched; i < to; i++) {
        if (buffer[i] == '\n') {
          line = Arrays.copyOfRange(buffer, from, i);
          lineAt = position;
          position += i + 1 - from;
          from = i + 1;
          return true;
        }
      }
      searched = to;
      if (from > 0) {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        searched -= from;
        to -= from;
        from = 0;
      }
      if (to == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int read = file.read(buffer, to, buffer.length - to);
      if (read <= 0) {
        return false;
      }
      to += read;
    }
  }

  /** The line's bytes, without its line feed. */
  byte[] line() {
    return line;
  }

  /** Where the line starts, in bytes from the start of the file. */
  long lineAt() {
    return lineAt;
  }

  /** Where the bytes start that are not given yet. */
  long position() {
    return position;
  }

  /** Bytes read that do not end in a line feed (yet). */
  int unfinished() {
    return to - from;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
