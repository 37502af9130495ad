package com.datarestor.events.bus;

/** Trying again cannot help: the message goes to the dead letters at once, with this reason. */
public final class PermanentFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code a word that does not change between releases
   */
  public PermanentFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
