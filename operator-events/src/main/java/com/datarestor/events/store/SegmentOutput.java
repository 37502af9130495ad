package com.datarestor.events.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The end of a segment, to write to. */
interface SegmentOutput extends Closeable {

  void write(byte[] bytes) throws IOException;

  /** Returns when everything written is on disk. */
  void sync() throws IOException;

  /** Opens outputs; another one stands in for a failing disk in tests. */
  @FunctionalInterface
  interface Opener {

    /** Continues the file at its end; creates it when it is not there. */
    SegmentOutput open(Path file) throws IOException;
  }

  /** A file on disk. */
  static SegmentOutput onDisk(Path path) throws IOException {
    // not a FileChannel: that one closes itself when the writing thread is interrupted
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    file.seek(file.length());
    return new SegmentOutput() {
      @Override
      public void write(byte[] bytes) throws IOException {
        file.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        file.getFD().sync();
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }
}
