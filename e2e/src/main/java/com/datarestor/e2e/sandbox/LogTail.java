package com.datarestor.e2e.sandbox;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A log file, read to its end and on while its writer lives. */
final class LogTail extends InputStream {

  private static final long PAUSE_MILLIS = 50;

  private final InputStream file;
  private final BooleanSupplier growing;
  private final CountDownLatch pause = new CountDownLatch(1);

  private LogTail(InputStream file, BooleanSupplier growing) {
    this.file = file;
    this.growing = growing;
  }

  /**
   * @param tail only so many last lines, or all when negative
   */
  static InputStream open(Path path, int tail, BooleanSupplier growing) throws IOException {
    if (tail >= 0) {
      List<String> lines = Files.readAllLines(path);
      String end = String.join("\n", lines.subList(Math.max(0, lines.size() - tail), lines.size()));
      return new ByteArrayInputStream(end.getBytes(StandardCharsets.UTF_8));
    }
    return new LogTail(new FileInputStream(path.toFile()), growing);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (true) {
      boolean more = growing.getAsBoolean();
      int read = file.read(buffer, offset, length);
      if (read >= 0 || !more) {
        return read;
      }
      try {
        if (pause.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          return -1;
        }
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }

  @Override
  public void close() throws IOException {
    pause.countDown();
    file.close();
  }
}
