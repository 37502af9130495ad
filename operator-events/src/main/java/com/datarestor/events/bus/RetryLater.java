package com.datarestor.events.bus;

/** The world must change first (an API server is away): tried again without end, with back-off. */
public final class RetryLater extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public RetryLater(String message) {
    super(message);
  }

  public RetryLater(String message, Throwable cause) {
    super(message, cause);
  }
}
