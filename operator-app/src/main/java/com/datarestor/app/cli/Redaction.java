package com.datarestor.app.cli;

import java.util.regex.Pattern;

/**
 * Takes what looks like a credential out of a line of JSON. No event is meant to hold one; what
 * people write into annotations and what servers answer can.
 */
final class Redaction {

  private static final String STARS = "***";

  /** {@code scheme://user:password@}: RFC 3986 section 3.2.1. */
  private static final Pattern USER_INFORMATION = Pattern.compile("://[^/@\\s\"\\\\]*@");

  /**
   * {@code RESTIC_PASSWORD: …} as variables are written, and {@code X-Amz-Signature=…} in any case.
   * A colon behind a word in lower case is a sentence going on.
   */
  private static final Pattern NAMED =
      Pattern.compile(
          "((?:[A-Z0-9_]*(?:PASSWORD|SECRET|TOKEN|CREDENTIAL|ACCESS_KEY)[A-Z0-9_]*\\s*[=:]\\s*)"
              + "|(?i:(?:password|secret|token|signature|credential|access_?key|api_?key)=))"
              + "[^\\s\"\\\\,;&]+");

  /** An AWS access key id, and a bearer token. */
  private static final Pattern KNOWN =
      Pattern.compile("\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|(?i)\\bbearer\\s+[a-z0-9._~+/-]+=*");

  private Redaction() {}

  static String of(String json) {
    String text = USER_INFORMATION.matcher(json).replaceAll("://" + STARS + "@");
    text = NAMED.matcher(text).replaceAll("$1" + STARS);
    return KNOWN.matcher(text).replaceAll(STARS);
  }
}
