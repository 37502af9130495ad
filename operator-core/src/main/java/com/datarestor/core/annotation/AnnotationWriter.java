package com.datarestor.core.annotation;

/**
 * Who wrote an annotation.
 *
 * @param manager the name under which it was written; empty when it has none
 * @param declarative whether it would write the same again by itself, see {@link FieldManagers}
 */
public record AnnotationWriter(String manager, boolean declarative) {

  /** The API server does not say. */
  public static final AnnotationWriter UNKNOWN = new AnnotationWriter("", false);
}
