package com.datarestor.core.annotation;

import com.datarestor.core.repository.RepositoryTarget;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Keys of annotations and labels. Short keys are without the prefix. */
public final class Annotations {

  public static final String PREFIX = "backup.datarestor-operator.com/";

  public static final String MANUAL_BACKUP = "manual-backup";
  public static final String MANUAL_RESTORE = "manual-restore";
  public static final String BACKUP_ARGS = "backup-args";
  public static final String EXCLUDE = "exclude";
  public static final String AUTO_RESTORE = "auto-restore";

  /** The scheduling gate of a pod that waits for a claim of its to be settled. */
  public static final String GATE = "backup.datarestor-operator.com/restore";

  /** On a claim that is held: its UID, to start with an empty volume. */
  public static final String START_FRESH = "start-fresh";

  /**
   * On a namespace: the names of its claims that no pod has to wait for, with a space between two.
   * The admission policy, which cannot look at claims, lets pods pass that use no others.
   */
  public static final String SETTLED_CLAIMS = "settled-claims";

  /**
   * Label of a namespace, with the value {@link #SETTLED}: all its claims are settled. If the
   * webhook does not answer, a pod is admitted there and refused elsewhere.
   */
  public static final String CLAIMS_LABEL = PREFIX + "claims";

  /** The value of {@link #CLAIMS_LABEL}. */
  public static final String SETTLED = "settled";

  /** On a claim: how it was settled, see {@link SettledMarker}. */
  public static final String RESTORE_STATE = "restore-state";

  public static final String STOP_PODS = "stop-pods";
  public static final String LAST_BACKUP = "last-backup";
  public static final String LAST_RESTORE = "last-restore";

  /** The annotations of a volume that ask for something. */
  public static final List<String> COMMANDS_OF_VOLUME =
      List.of(MANUAL_BACKUP, MANUAL_RESTORE, BACKUP_ARGS);

  /** The annotations of a Config that ask for something. */
  public static final List<String> COMMANDS_OF_CONFIG = List.of(MANUAL_BACKUP, MANUAL_RESTORE);

  /** Label that every object made by the operator carries. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String OPERATOR = "datarestor-operator";

  /** Label with the operation id, on Tasks and Jobs. */
  public static final String OPERATION_LABEL = PREFIX + "operation";

  /** Label with the type of the operation, on Tasks. */
  public static final String TYPE_LABEL = PREFIX + "type";

  /** Label with the repository's id, on Tasks. */
  public static final String REPOSITORY_LABEL = PREFIX + "repository";

  /** Label with the UID of what a Task is about. */
  public static final String ABOUT_LABEL = PREFIX + "about";

  /** Label with the UID of the Config, on Tasks. */
  public static final String CONFIG_LABEL = PREFIX + "config";

  /** On a Task of a restore: the ids of the repositories that are asked, in their order. */
  public static final String REPOSITORIES = PREFIX + "repositories";

  /** On Tasks: what asked for it, see {@link com.datarestor.events.Trigger}. */
  public static final String TRIGGER = PREFIX + "trigger";

  /** On Tasks: when that was. */
  public static final String TRIGGER_TIME = PREFIX + "trigger-time";

  /** On Tasks: the value of the annotation that asked. */
  public static final String TRIGGER_VALUE = PREFIX + "trigger-value";

  /** On Tasks: who wrote the annotation that asked. */
  public static final String TRIGGER_MANAGER = PREFIX + "trigger-manager";

  /** No understood value is this long. */
  static final int LONGEST_VALUE = 256;

  private Annotations() {}

  /** The key as it stands on an object. */
  public static String key(String shortKey) {
    return PREFIX + shortKey;
  }

  /**
   * The value as it may be spoken of and kept: a repository in it has lost its user and password,
   * and it is cut to a length that no understood value reaches.
   */
  public static String told(String value) {
    return cut(withoutCredentials(value));
  }

  /** A bar ends a repository, and so does a slash behind its host. */
  private static String withoutCredentials(String value) {
    return value.contains("://")
        ? Arrays.stream(value.split("\\|", -1))
            .map(part -> part.contains("://") ? RepositoryTarget.redacted(part) : part)
            .collect(Collectors.joining("|"))
        : value;
  }

  /**
   * The value, cut just behind the length that is still understood. A character of two code units
   * stays whole: half of it could not be written as UTF-8.
   */
  private static String cut(String value) {
    if (value.length() <= LONGEST_VALUE) {
      return value;
    }
    int end = LONGEST_VALUE + (Character.isHighSurrogate(value.charAt(LONGEST_VALUE)) ? 2 : 1);
    return value.substring(0, Math.min(end, value.length()));
  }
}
