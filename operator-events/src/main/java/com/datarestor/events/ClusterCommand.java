package com.datarestor.events;

/** Commands that write to the cluster for people to see; none of them decides anything. */
public sealed interface ClusterCommand extends Command {

  /** The object to write to. */
  ObjectRef object();

  @Override
  default String key() {
    return object().kind() + "/" + object().path();
  }

  /**
   * Creates the Task of an operation.
   *
   * @param snapshot what a restore was asked for, or empty
   * @param host whose snapshot a restore was asked for, or empty
   * @param name the name a backup was given, or empty
   */
  record PublishTask(Operation operation, String snapshot, String host, String name)
      implements ClusterCommand {
    @Override
    public ObjectRef object() {
      return ObjectRef.task(operation.about().namespace(), operation.taskName(), "");
    }
  }

  /** Removes an annotation if it still has this value. */
  record RemoveAnnotation(ObjectRef object, String key, String value) implements ClusterCommand {}

  record WriteAnnotation(ObjectRef object, String key, String value) implements ClusterCommand {}

  /** Records a Kubernetes Event on the object. */
  record TellUser(ObjectRef object, boolean warning, String reason, String message)
      implements ClusterCommand {}
}
