package com.datarestor.core.annotation;

import java.time.Instant;

/**
 * Who wrote an annotation.
 *
 * @param manager the name under which it was written; empty when it has none
 * @param declarative whether it would write the same again by itself, see {@link FieldManagers}
 * @param time when, by the clock of the API server, in whole seconds
 */
public record AnnotationWriter(String manager, boolean declarative, Instant time) {

  /** The API server does not say. */
  public static final AnnotationWriter UNKNOWN = new AnnotationWriter("", false, Instant.EPOCH);
}
