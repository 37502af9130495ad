package com.datarestor.restic.command;

import java.util.List;

/** Words that may not reach restic; the message says which, why, and what to write instead. */
public final class InvalidArguments extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidArguments(String sentence) {
    super(sentence);
  }

  public InvalidArguments(List<String> sentences) {
    super(String.join(" ", sentences));
  }
}
