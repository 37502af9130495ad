package com.datarestor.events.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** One line of a segment file, as the package documentation describes it. */
sealed interface LogLine {

  /** What stands for the line before the first one. */
  String NO_HASH = "0".repeat(32);

  /** The first line of a segment. */
  record Header(String previous, long offset, String log) implements LogLine {}

  /** A record. */
  record Entry(String previous, long offset, String json) implements LogLine {}

  /**
   * The first line of a compacted part.
   *
   * @param next offset of the first record that it does not cover
   * @param hash what the segment with that record names as the line before
   * @param lines how many records follow
   */
  record Compacted(long next, String log, String hash, long lines) implements LogLine {}

  /** Anything else. */
  record Bad() implements LogLine {}

  /** The bytes of a segment's first line, without line feed. */
  static byte[] header(String previous, long offset, String log) {
    return line(previous, offset, "segment", "{\"format\":1,\"log\":\"" + log + "\"}");
  }

  /** The bytes of a compacted part's first line, without line feed. */
  static byte[] compacted(long next, String log, String hash, long lines) {
    return line(
        NO_HASH,
        next,
        "compacted",
        "{\"format\":1,\"log\":\"%s\",\"hash\":\"%s\",\"records\":%d}".formatted(log, hash, lines));
  }

  /** The bytes of a record, without line feed. */
  static byte[] entry(String previous, long offset, String json) {
    requireOneLine(json);
    return line(previous, offset, "event", json);
  }

  static void requireOneLine(String json) {
    if (json.indexOf('\n') >= 0 || json.isEmpty()) {
      throw new IllegalArgumentException("an event's JSON must be one line: " + json);
    }
  }

  /** The hash by which the next line names this one. */
  static String hash(byte[] line) {
    return HexFormat.of().formatHex(Layout.SHA_256.get().digest(line), 0, 16);
  }

  /** Reads a line; one whose checksum is wrong is bad. */
  static LogLine parse(byte[] line) {
    int number = Layout.NUMBER_AT;
    if (line.length <= number
        || line[line.length - 1] != '}'
        || !Layout.isAt(line, 0, Layout.BEFORE_CRC)
        || !Layout.isAt(line, Layout.CRC_AT + 8, Layout.BEFORE_PREVIOUS)
        || !Layout.isHex(line, Layout.PREVIOUS_AT, 32)
        || !Layout.isAt(line, Layout.PREVIOUS_AT + 32, Layout.BEFORE_NUMBER)
        || !Layout.isAt(line, Layout.CRC_AT, Layout.checksum(line).getBytes(ISO_8859_1))) {
      return new Bad();
    }
    int end = Layout.endOfNumber(line);
    long offset = Layout.number(line, end);
    String previous = new String(line, Layout.PREVIOUS_AT, 32, ISO_8859_1);
    if (offset < 0) {
      return new Bad();
    }
    if (Layout.isAt(line, end, Layout.EVENT)) {
      return new Entry(previous, offset, Layout.body(line, end + Layout.EVENT.length));
    }
    if (Layout.isAt(line, end, Layout.SEGMENT)) {
      Matcher segment = Layout.SEGMENT_BODY.matcher(Layout.body(line, end + Layout.SEGMENT.length));
      return segment.matches() ? new Header(previous, offset, segment.group(1)) : new Bad();
    }
    if (Layout.isAt(line, end, Layout.COMPACTED)) {
      Matcher part =
          Layout.COMPACTED_BODY.matcher(Layout.body(line, end + Layout.COMPACTED.length));
      return part.matches()
          ? new Compacted(offset, part.group(1), part.group(2), Long.parseLong(part.group(3)))
          : new Bad();
    }
    return new Bad();
  }

  private static byte[] line(String previous, long offset, String kind, String body) {
    String text =
        "{\"crc\":\"00000000\",\"prev\":\"%s\",\"n\":%d,\"%s\":%s}"
            .formatted(previous, offset, kind, body);
    byte[] line = text.getBytes(StandardCharsets.UTF_8);
    byte[] crc = Layout.checksum(line).getBytes(ISO_8859_1);
    System.arraycopy(crc, 0, line, Layout.CRC_AT, crc.length);
    return line;
  }

  /** Where things stand in a line. */
  final class Layout {

    private static final byte[] BEFORE_CRC = "{\"crc\":\"".getBytes(ISO_8859_1);
    private static final byte[] BEFORE_PREVIOUS = "\",\"prev\":\"".getBytes(ISO_8859_1);
    private static final byte[] BEFORE_NUMBER = "\",\"n\":".getBytes(ISO_8859_1);
    private static final byte[] EVENT = ",\"event\":".getBytes(ISO_8859_1);
    private static final byte[] SEGMENT = ",\"segment\":".getBytes(ISO_8859_1);

    private static final byte[] COMPACTED = ",\"compacted\":".getBytes(ISO_8859_1);

    private static final int CRC_AT = BEFORE_CRC.length;
    private static final int CHECKED_FROM = "{\"crc\":\"00000000\",".length();
    private static final int PREVIOUS_AT = CRC_AT + 8 + BEFORE_PREVIOUS.length;
    private static final int NUMBER_AT = PREVIOUS_AT + 32 + BEFORE_NUMBER.length;
    private static final int MOST_DIGITS = 18;

    private static final Pattern SEGMENT_BODY =
        Pattern.compile("\\{\"format\":1,\"log\":\"([0-9a-f-]{36})\"}");

    private static final Pattern COMPACTED_BODY =
        Pattern.compile(
            "\\{\"format\":1,\"log\":\"([0-9a-f-]{36})\",\"hash\":\"([0-9a-f]{32})\",\"records\":([0-9]{1,18})}");

    /** A start hashes every line of the log: looking the algorithm up each time would show. */
    private static final ThreadLocal<MessageDigest> SHA_256 =
        ThreadLocal.withInitial(Layout::sha256);

    private Layout() {}

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }

    private static String checksum(byte[] line) {
      CRC32C crc = new CRC32C();
      crc.update(line, CHECKED_FROM, line.length - CHECKED_FROM);
      return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static boolean isAt(byte[] line, int from, byte[] wanted) {
      int to = from + wanted.length;
      return to <= line.length && Arrays.equals(line, from, to, wanted, 0, wanted.length);
    }

    private static boolean isHex(byte[] line, int from, int digits) {
      for (int i = from; i < from + digits; i++) {
        boolean hex = (line[i] >= '0' && line[i] <= '9') || (line[i] >= 'a' && line[i] <= 'f');
        if (!hex) {
          return false;
        }
      }
      return true;
    }

    private static int endOfNumber(byte[] line) {
      int end = NUMBER_AT;
      while (end < line.length && line[end] >= '0' && line[end] <= '9') {
        end++;
      }
      return end;
    }

    /** The number up to there, or -1: no digits, too many of them, or a zero before others. */
    private static long number(byte[] line, int end) {
      int digits = end - NUMBER_AT;
      if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && line[NUMBER_AT] == '0')) {
        return -1;
      }
      long number = 0;
      for (int i = NUMBER_AT; i < end; i++) {
        number = number * 10 + line[i] - '0';
      }
      return number;
    }

    private static String body(byte[] line, int from) {
      return new String(line, from, line.length - 1 - from, StandardCharsets.UTF_8);
    }
  }
}
