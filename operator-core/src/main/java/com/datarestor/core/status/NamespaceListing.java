package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;

/** What is written on a namespace of its claims: for the policy and the webhook that look there. */
public final class NamespaceListing {

  private NamespaceListing() {}

  /**
   * The JSON merge patch that writes it.
   *
   * @param claims names of the settled claims, with a space between two
   * @param complete whether the namespace has no other claims
   */
  public static String patch(String claims, boolean complete) {
    return patch(Json.quoted(claims), complete ? Json.quoted(Annotations.SETTLED) : "null");
  }

  /** The JSON merge patch that takes it away. */
  public static String none() {
    return patch("null", "null");
  }

  private static String patch(String annotation, String label) {
    return "{\"metadata\":{\"annotations\":{"
        + Json.quoted(Annotations.key(Annotations.SETTLED_CLAIMS))
        + ":"
        + annotation
        + "},\"labels\":{"
        + Json.quoted(Annotations.CLAIMS_LABEL)
        + ":"
        + label
        + "}}}";
  }
}
