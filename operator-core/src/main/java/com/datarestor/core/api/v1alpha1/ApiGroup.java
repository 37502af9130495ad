package com.datarestor.core.api.v1alpha1;

/** The API group, its version, and the sentences and bounds that several fields share. */
public final class ApiGroup {

  /** Also the prefix of annotations and labels. */
  public static final String NAME = "backup.datarestor-operator.com";

  public static final String VERSION = "v1alpha1";
  public static final String CONFIG_KIND = "Config";
  public static final String TASK_KIND = "Task";

  /** {@code apiVersion} of both kinds. */
  public static final String API_VERSION = NAME + "/" + VERSION;

  static final long NAME_LENGTH = 253;
  static final long NAMESPACE_LENGTH = 63;
  static final long ARGUMENT_LENGTH = 4096;
  static final long MESSAGE_LENGTH = 4096;

  private ApiGroup() {}
}
