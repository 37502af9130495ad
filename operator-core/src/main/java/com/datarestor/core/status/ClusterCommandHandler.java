package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.ListSettledClaims;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.ReleasePod;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand.ReportTaskPublished;
import com.datarestor.events.OperationId;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryLater;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes Tasks, annotations and Kubernetes Events into the cluster. Doing it twice is once. */
public final class ClusterCommandHandler implements CommandHandler {

  private static final int UNPROCESSABLE = 422;
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager("datarestor-operator")
          .build();
  private static final PatchContext MERGE_PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager("datarestor-operator")
          .build();

  private final KubernetesClient client;
  private final EventRecorder events;
  private final TaskPublisher tasks;
  private final Publications publications;
  private final Clock clock;

  /** Which operations are to be seen in the cluster, or have been. */
  @FunctionalInterface
  public interface Publications {
    /**
     * Whether the operation's Task is in the cluster, or not needed any more.
     *
     * @param asked when the operation was asked for
     */
    boolean isPublished(OperationId operation, Instant asked);
  }

  public ClusterCommandHandler(KubernetesClient client, Publications publications, Clock clock) {
    this.publications = publications;
    this.client = client;
    this.events = new EventRecorder(client);
    this.tasks = new TaskPublisher(client);
    this.clock = clock;
  }

  @Override
  public Reaction handle(CommandEnvelope envelope) {
    if (!(envelope.command() instanceof ClusterCommand command)) {
      throw new PermanentFailure("not-for-the-cluster", envelope.command().toString());
    }
    try {
      return switch (command) {
        case PublishTask publish -> publish(envelope, publish);
        case RemoveAnnotation remove -> {
          publishAll(remove, envelope.time());
          remove(remove);
          yield Reaction.NOTHING;
        }
        case WriteAnnotation write -> {
          write(write);
          yield Reaction.NOTHING;
        }
        case ListSettledClaims list -> {
          list(list);
          yield Reaction.NOTHING;
        }
        case ReleasePod release -> {
          release(release.object());
          yield Reaction.NOTHING;
        }
        case TellUser tell -> {
          events.record(tell, envelope);
          yield Reaction.NOTHING;
        }
      };
    } catch (KubernetesClientException e) {
      return failed(command, e);
    }
  }

  private static Reaction failed(ClusterCommand command, KubernetesClientException e) {
    if (isTerminating(e)) {
      return Reaction.NOTHING;
    }
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_NOT_FOUND -> Reaction.NOTHING;
      case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE ->
          throw new PermanentFailure(
              "api-server-" + e.getCode(),
              command.object().kind() + " " + command.object().path() + ": " + e.getMessage());
      default -> throw new RetryLater("the API server did not answer: " + e.getMessage(), e);
    };
  }

  /** Nothing can be created in a namespace that is going away, and nobody will look there. */
  private static boolean isTerminating(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getDetails() != null
        && e.getStatus().getDetails().getCauses().stream()
            .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
  }

  private Reaction publish(CommandEnvelope envelope, PublishTask publish) {
    return tasks
        .publish(publish)
        .map(
            task ->
                ObjectRef.task(
                    task.getMetadata().getNamespace(),
                    task.getMetadata().getName(),
                    task.getMetadata().getUid()))
        .map(
            ref ->
                CommandEnvelope.causedBy(
                    envelope,
                    0,
                    clock.instant(),
                    new ReportTaskPublished(publish.operation(), ref)))
        .map(report -> Reaction.commands(List.of(report)))
        .orElse(Reaction.NOTHING);
  }

  /**
   * As long as the annotation is the only thing in the cluster that says it, it stays. The Tasks
   * are made here: to wait for those who make them could be to wait for who comes behind.
   */
  private void publishAll(RemoveAnnotation command, Instant asked) {
    for (PublishTask publish : command.tasks()) {
      if (!publications.isPublished(publish.operation().id(), asked)) {
        try {
          tasks.publish(publish);
        } catch (KubernetesClientException e) {
          if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && !isTerminating(e)) {
            throw e;
          }
          // its namespace goes away, and with it what was to be done there
        }
      }
    }
  }

  /** Only the value that was acted upon is removed: a newer one is another command. */
  private void remove(RemoveAnnotation command) {
    Optional<? extends HasMetadata> found = find(command.object());
    String key = Annotations.key(command.key());
    Map<String, String> annotations =
        found.map(object -> object.getMetadata().getAnnotations()).orElse(Map.of());
    String value = annotations == null ? null : annotations.get(key);
    if (value == null || !Annotations.told(value).equals(command.value())) {
      return;
    }
    String path = "/metadata/annotations/" + key.replace("~", "~0").replace("/", "~1");
    try {
      resource(command.object())
          .patch(
              JSON_PATCH,
              "[{\"op\":\"test\",\"path\":"
                  + Json.quoted(path)
                  + ",\"value\":"
                  + Json.quoted(value)
                  + "},{\"op\":\"remove\",\"path\":"
                  + Json.quoted(path)
                  + "}]");
    } catch (KubernetesClientException e) {
      if (e.getCode() != UNPROCESSABLE) {
        throw e;
      }
      // The value changed between the look and the patch: what stands there now is not ours.
    }
  }

  private void list(ListSettledClaims command) {
    client
        .namespaces()
        .withName(command.object().name())
        .patch(
            MERGE_PATCH,
            NamespaceListing.patch(String.join(" ", command.claims()), command.complete()));
  }

  private void release(ObjectRef ref) {
    Pod pod = client.pods().inNamespace(ref.namespace()).withName(ref.name()).get();
    if (pod != null && pod.getMetadata().getUid().equals(ref.uid())) {
      PodGate.remove(client, pod);
    }
  }

  private void write(WriteAnnotation command) {
    Optional<? extends HasMetadata> found = find(command.object());
    if (found.isEmpty() || saysLater(found.get(), command)) {
      return;
    }
    resource(command.object())
        .patch(
            MERGE_PATCH,
            "{\"metadata\":{\"annotations\":{"
                + Json.quoted(Annotations.key(command.key()))
                + ":"
                + Json.quoted(command.value())
                + "}}}");
  }

  private static boolean saysLater(HasMetadata object, WriteAnnotation command) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String present = annotations == null ? null : annotations.get(Annotations.key(command.key()));
    return present != null && Outcomes.isOlder(command.value(), present);
  }

  /** The object, unless another one of the same name has taken its place. */
  private Optional<? extends HasMetadata> find(ObjectRef ref) {
    HasMetadata found = resource(ref).get();
    return found == null || !found.getMetadata().getUid().equals(ref.uid())
        ? Optional.empty()
        : Optional.of(found);
  }

  private Resource<? extends HasMetadata> resource(ObjectRef ref) {
    return ref.isVolume()
        ? client
            .resources(PersistentVolumeClaim.class)
            .inNamespace(ref.namespace())
            .withName(ref.name())
        : client.resources(BackupConfig.class).inNamespace(ref.namespace()).withName(ref.name());
  }
}
