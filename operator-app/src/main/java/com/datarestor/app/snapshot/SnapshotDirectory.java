package com.datarestor.app.snapshot;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import tools.jackson.core.JacksonException;

/**
 * Snapshot files: {@code snapshot-<offset of the next record, 20 digits>.json}. The first line
 * names format, code and the CRC-32C of the second, which is the JSON of a {@link Snapshot}.
 */
final class SnapshotDirectory {

  /** The newest may turn out to be of a log that was cut. */
  private static final int KEPT = 2;

  private static final Pattern NAME = Pattern.compile("snapshot-\\d{20}\\.json");
  private static final String TEMPORARY = "snapshot.tmp";
  private static final String FORMAT = "datarestor-snapshot/1";

  private final Path directory;
  private final String code;

  /**
   * @param code fingerprint of the code that folds
   */
  SnapshotDirectory(Path directory, String code) {
    this.directory = directory;
    this.code = code;
  }

  /** The files there are, the newest first. */
  List<Path> files() throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /** Writes one beside the others, or none, and drops what is older than the newest two. */
  void write(Snapshot snapshot) throws IOException {
    Files.createDirectories(directory);
    Path temporary = directory.resolve(TEMPORARY);
    long crc = writeBody(snapshot, temporary);
    try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      file.write(StandardCharsets.US_ASCII.encode(head(crc)), 0);
      file.force(true);
    }
    Files.move(
        temporary,
        directory.resolve("snapshot-%020d.json".formatted(snapshot.mark().next())),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
    for (Path old : files().stream().skip(KEPT).toList()) {
      Files.delete(old);
    }
  }

  private long writeBody(Snapshot snapshot, Path file) throws IOException {
    try (OutputStream plain = new BufferedOutputStream(Files.newOutputStream(file))) {
      // the place of the first line, whose checksum is not known yet
      plain.write(head(0).getBytes(StandardCharsets.US_ASCII));
      CheckedOutputStream checked = new CheckedOutputStream(plain, new CRC32C());
      SnapshotJson.write(snapshot, checked);
      return checked.getChecksum().getValue();
    }
  }

  private String head(long crc) {
    return "%s %s %s\n".formatted(FORMAT, code, HexFormat.of().toHexDigits((int) crc));
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it is damaged, of another release, or no snapshot
   */
  Snapshot read(Path file) throws IOException {
    int headBytes = head(0).length();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      String head = new String(in.readNBytes(headBytes), StandardCharsets.US_ASCII);
      if (!head.startsWith(FORMAT + " " + code + " ")) {
        throw new IOException("it was written by another release");
      }
      if (!head.equals(head(crcOfRest(in)))) {
        throw new IOException("its checksum is wrong");
      }
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      in.skipNBytes(headBytes);
      return SnapshotJson.read(in);
    } catch (JacksonException e) {
      throw new IOException("it cannot be understood: " + e.getOriginalMessage(), e);
    }
  }

  private static long crcOfRest(InputStream in) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[64 << 10];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      crc.update(buffer, 0, read);
    }
    return crc.getValue();
  }
}
