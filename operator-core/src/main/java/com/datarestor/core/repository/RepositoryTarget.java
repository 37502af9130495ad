package com.datarestor.core.repository;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repository targets as restic writes them: {@code s3:…}, {@code rest:https://…}, {@code /path}.
 */
public final class RepositoryTarget {

  /**
   * {@code scheme://user:password@host}: the user information of a URL, RFC 3986 section 3.2.1. It
   * ends at the last {@code @} before the path. A password with a slash in it makes no URL, but it
   * is a password nevertheless: what stands behind the colon is then no port.
   */
  private static final Pattern USER_INFORMATION =
      Pattern.compile("://(?:[^/]*@|[^/:]*:(?!\\d*/).*@)");

  /** Query parameters may hold tokens. */
  private static final Pattern QUERY = Pattern.compile("\\?.*$");

  private RepositoryTarget() {}

  /** The target without anything that may be a credential. */
  public static String redacted(String target) {
    Matcher user = USER_INFORMATION.matcher(target);
    return QUERY.matcher(user.replaceFirst("://***@")).replaceFirst("?***");
  }
}
