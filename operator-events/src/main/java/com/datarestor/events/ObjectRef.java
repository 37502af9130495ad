package com.datarestor.events;

/**
 * A Kubernetes object.
 *
 * @param uid empty when the reference was written by a person and not yet looked up
 */
public record ObjectRef(String kind, String namespace, String name, String uid) {

  public static final String VOLUME = "PersistentVolumeClaim";
  public static final String CONFIG = "Config";
  public static final String TASK = "Task";
  public static final String JOB = "Job";
  public static final String POD = "Pod";
  public static final String NAMESPACE = "Namespace";

  public static ObjectRef volume(String namespace, String name, String uid) {
    return new ObjectRef(VOLUME, namespace, name, uid);
  }

  public static ObjectRef config(String namespace, String name, String uid) {
    return new ObjectRef(CONFIG, namespace, name, uid);
  }

  public static ObjectRef task(String namespace, String name, String uid) {
    return new ObjectRef(TASK, namespace, name, uid);
  }

  public static ObjectRef job(String namespace, String name, String uid) {
    return new ObjectRef(JOB, namespace, name, uid);
  }

  public static ObjectRef pod(String namespace, String name, String uid) {
    return new ObjectRef(POD, namespace, name, uid);
  }

  public static ObjectRef namespace(String name) {
    return new ObjectRef(NAMESPACE, "", name, "");
  }

  public boolean isVolume() {
    return kind.equals(VOLUME);
  }

  /** Whether Kubernetes itself defines the kind, in the core group. */
  public boolean isOfCore() {
    return kind.equals(VOLUME) || kind.equals(POD);
  }

  /** {@code namespace/name}, as people write it. */
  public String path() {
    return namespace + "/" + name;
  }

  /** The restic host of a volume, {@code namespace-name}: ambiguous on its own, see the tags. */
  public String host() {
    return namespace + "-" + name;
  }
}
