package com.datarestor.events.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What compaction does to files; another one stands in for a crash in tests. */
interface LogDisk {

  /** The real one. */
  LogDisk REAL =
      new LogDisk() {
        @Override
        public void write(Path file, byte[] content) throws IOException {
          try (OutputStream out = Files.newOutputStream(file)) {
            out.write(content);
          }
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
          }
        }

        @Override
        public void rename(Path file, Path name) throws IOException {
          Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.deleteIfExists(file);
        }

        @Override
        public void sync(Path directory) throws IOException {
          LogIdentity.syncDirectory(directory);
        }
      };

  /** Writes a file anew and returns when it is on disk. */
  void write(Path file, byte[] content) throws IOException;

  /** Gives a file another name, which may be taken already. */
  void rename(Path file, Path name) throws IOException;

  void delete(Path file) throws IOException;

  /** Returns when the names in the directory are on disk. */
  void sync(Path directory) throws IOException;
}
