package com.datarestor.events;

import java.util.List;

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
   * @param name the name that a person gave to a backup, or empty
   * @param repositories in the order in which they are asked
   * @param arguments extra arguments of restic
   */
  record PublishTask(
      Operation operation,
      String snapshot,
      String host,
      String name,
      List<RepositoryId> repositories,
      List<String> arguments,
      Trigger trigger)
      implements ClusterCommand {
    public PublishTask {
      repositories = List.copyOf(repositories);
      arguments = List.copyOf(arguments);
    }

    @Override
    public ObjectRef object() {
      return ObjectRef.task(operation.about().namespace(), operation.taskName(), "");
    }
  }

  /**
   * Removes an annotation if it still has this value.
   *
   * @param tasks what it asked for; they are made first, so that the log is never the only place
   *     that knows what was asked
   */
  record RemoveAnnotation(ObjectRef object, String key, String value, List<PublishTask> tasks)
      implements ClusterCommand {
    public RemoveAnnotation {
      tasks = List.copyOf(tasks);
    }
  }

  record WriteAnnotation(ObjectRef object, String key, String value) implements ClusterCommand {}

  /**
   * Lists the claims of a namespace that no pod has to wait for. A namespace that has such claims
   * and no others is labelled as settled.
   *
   * @param object the namespace
   * @param claims their names, in order
   * @param waiting the names of its other claims, in order
   */
  record ListSettledClaims(ObjectRef object, List<String> claims, List<String> waiting)
      implements ClusterCommand {
    public ListSettledClaims {
      claims = List.copyOf(claims);
      waiting = List.copyOf(waiting);
    }

    /** Whether no pod of the namespace has to wait. */
    public boolean complete() {
      return waiting.isEmpty() && !claims.isEmpty();
    }
  }

  /** Takes the operator's scheduling gate off a pod, and no other. */
  record ReleasePod(ObjectRef object) implements ClusterCommand {}

  /** Records a Kubernetes Event on the object. */
  record TellUser(ObjectRef object, boolean warning, String reason, String message)
      implements ClusterCommand {}
}
