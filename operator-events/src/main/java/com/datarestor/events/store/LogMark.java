package com.datarestor.events.store;

/**
 * A place in a log: behind a record that is known by its hash, so that a log that was cut, changed
 * or exchanged does not have it.
 *
 * @param log identity of the log
 * @param next offset of the record that comes next
 * @param hash what the next line names
 * @param segment offset by which the file of the line before is named
 * @param lineAt where that line starts in its file, in bytes
 */
public record LogMark(String log, long next, String hash, long segment, long lineAt) {

  /** Before the first record of any log. */
  public static final LogMark START = new LogMark("", 0, LogLine.NO_HASH, 0, 0);
}
