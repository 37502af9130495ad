package com.datarestor.restic.command;

import com.datarestor.restic.command.ResticMessage.BackedUp;
import com.datarestor.restic.command.ResticMessage.BrokenList;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticMessage.ExitError;
import com.datarestor.restic.command.ResticMessage.FileError;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticMessage.Initialized;
import com.datarestor.restic.command.ResticMessage.Listed;
import com.datarestor.restic.command.ResticMessage.Other;
import com.datarestor.restic.command.ResticMessage.Progress;
import com.datarestor.restic.command.ResticMessage.Restored;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Job's log, or its termination message, read back. No input makes it fail: what is cut off or
 * foreign is kept among the last lines.
 */
public final class ResticOutput {

  static final int LAST_LINES = 20;
  static final int LONGEST_LINE = 500;
  static final int MOST_FILE_ERRORS = 20;

  /** Credentials in a URL, which restic hides in some of its messages only. */
  private static final Pattern URL_CREDENTIALS = Pattern.compile("://[^/\\s\"]+@");

  private final Deque<String> lastLines = new ArrayDeque<>();
  private final List<FileError> fileErrors = new ArrayList<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private final List<String> kept = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private long fileErrorCount;
  private boolean listed;
  private boolean broken;
  private Optional<BackedUp> backedUp = Optional.empty();
  private Optional<Restored> restored = Optional.empty();
  private Optional<ExitError> exitError = Optional.empty();
  private Optional<Contact> contact = Optional.empty();
  private Optional<Progress> progress = Optional.empty();

  private ResticOutput() {}

  /** Reads all lines. */
  public static ResticOutput read(Stream<String> lines) {
    ResticOutput output = new ResticOutput();
    lines.forEach(output::take);
    return output;
  }

  /** Reads a text of lines. */
  public static ResticOutput read(String text) {
    return read(text.lines());
  }

  private void take(String raw) {
    String line = URL_CREDENTIALS.matcher(raw.strip()).replaceAll("://***@");
    switch (ResticLines.read(line)) {
      case Progress message -> {
        progress = Optional.of(message);
        return; // there are thousands, and none says what went wrong
      }
      case BackedUp message -> backedUp = Optional.of(message);
      case Restored message -> restored = Optional.of(message);
      case FileError message -> {
        fileErrorCount++;
        if (fileErrors.size() < MOST_FILE_ERRORS) {
          fileErrors.add(message);
        }
      }
      case ExitError message -> exitError = Optional.of(message);
      case Contact message -> contact = Optional.of(message);
      case Initialized message -> {}
      case Forgotten message -> {
        kept.addAll(message.kept());
        removed.addAll(message.removed());
      }
      case Listed message -> {
        listed = true;
        snapshots.addAll(message.snapshots());
      }
      case BrokenList message -> broken = true;
      case Other message -> {}
    }
    keep(line);
  }

  private void keep(String text) {
    if (text.isEmpty()) {
      return;
    }
    lastLines.addLast(text.length() <= LONGEST_LINE ? text : text.substring(0, LONGEST_LINE) + "…");
    if (lastLines.size() > LAST_LINES) {
      lastLines.removeFirst();
    }
  }

  /** The last progress said. */
  public Optional<Progress> progress() {
    return progress;
  }

  public Optional<BackedUp> backedUp() {
    return backedUp;
  }

  public Optional<Restored> restored() {
    return restored;
  }

  public Optional<Contact> contact() {
    return contact;
  }

  public Optional<ExitError> exitError() {
    return exitError;
  }

  /** The first {@value #MOST_FILE_ERRORS} files that could not be read or written. */
  public List<FileError> fileErrors() {
    return List.copyOf(fileErrors);
  }

  /** How many there were. */
  public long fileErrorCount() {
    return fileErrorCount;
  }

  /** All snapshots listed; empty when no list was seen or one was damaged. */
  public Optional<List<Snapshot>> snapshots() {
    return listed && !broken ? Optional.of(List.copyOf(snapshots)) : Optional.empty();
  }

  /** What forget did; empty when what it said was damaged. It says nothing when it had nothing. */
  public Optional<Forgotten> forgotten() {
    return broken ? Optional.empty() : Optional.of(new Forgotten(kept, removed));
  }

  /** The end of the output, oldest first, without progress and without credentials in URLs. */
  public List<String> lastLines() {
    return List.copyOf(lastLines);
  }
}
