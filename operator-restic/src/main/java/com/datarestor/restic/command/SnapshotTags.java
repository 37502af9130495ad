package com.datarestor.restic.command;

import java.util.List;

/**
 * The tags a snapshot carries, as {@code key=value}. The host alone does not tell whose snapshot it
 * is: {@code a-b}/{@code c} and {@code a}/{@code b-c} share one.
 */
public final class SnapshotTags {

  public static final String NAMESPACE = "ns";
  public static final String VOLUME = "pvc";
  public static final String NAME = "name";
  public static final String TASK = "task";
  public static final String CONFIG = "config";
  public static final String CLUSTER = "cluster";

  /**
   * On backups that a person gave a name. restic's {@code --keep-tag} compares whole tags, so what
   * forget shall keep needs a tag that is the same for every name.
   */
  public static final String KEEP_NAMED = "keep=named";

  private SnapshotTags() {}

  /**
   * One tag.
   *
   * @throws InvalidArguments when the value cannot be a tag
   */
  public static String of(String key, String value) {
    return key + "=" + new TagValue(value).text();
  }

  /** The two tags that say whose snapshot it is. */
  public static List<String> identity(String namespace, String volume) {
    return List.of(of(NAMESPACE, namespace), of(VOLUME, volume));
  }
}
