package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.ApiGroup;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Digests;
import com.datarestor.events.ObjectRef;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.temporal.ChronoUnit;

/**
 * Records Kubernetes Events. The same sentence about the same object is one Event that counts, so
 * that a repository that is down does not fill a namespace.
 */
final class EventRecorder {

  /** Longest note that the API server accepts: events.k8s.io/v1, {@code note}. */
  private static final int LONGEST_MESSAGE = 1024;

  /** Longest name of an object (RFC 1123 subdomain); a claim's own may be as long. */
  private static final int LONGEST_NAME = 253;

  private final KubernetesClient client;

  EventRecorder(KubernetesClient client) {
    this.client = client;
  }

  /** Records the Event, or counts it when it stands there already. */
  void record(TellUser tell, CommandEnvelope envelope) {
    ObjectRef object = tell.object();
    String message =
        tell.message().length() <= LONGEST_MESSAGE
            ? tell.message()
            : tell.message().substring(0, LONGEST_MESSAGE - 1) + "…";
    String time = envelope.time().truncatedTo(ChronoUnit.SECONDS).toString();
    String name = name(object, Digests.of(16, "event", object.uid(), tell.reason(), message));
    Event before = client.v1().events().inNamespace(object.namespace()).withName(name).get();
    if (before != null) {
      count(before, time, envelope.id());
      return;
    }
    try {
      client.resource(fresh(tell, name, message, time, envelope.id())).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      // Somebody recorded it at the same moment.
    }
  }

  private static String name(ObjectRef object, String digest) {
    int room = LONGEST_NAME - digest.length() - 1;
    String start = object.name().substring(0, Math.min(object.name().length(), room));
    return start.replaceFirst("[-.]+$", "") + "." + digest;
  }

  private static Event fresh(
      TellUser tell, String name, String message, String time, String command) {
    ObjectRef object = tell.object();
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(object.namespace())
        .withName(name)
        .addToAnnotations(Annotations.key("command"), command)
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(object.isOfCore() ? "v1" : ApiGroup.API_VERSION)
        .withKind(object.kind())
        .withNamespace(object.namespace())
        .withName(object.name())
        .withUid(object.uid())
        .endInvolvedObject()
        .withType(tell.warning() ? "Warning" : "Normal")
        .withReason(tell.reason())
        .withMessage(message)
        .withNewSource()
        .withComponent(Annotations.OPERATOR)
        .endSource()
        .withReportingComponent(Annotations.OPERATOR)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .build();
  }

  /** The annotation tells a redelivered command from a new one. */
  private void count(Event event, String time, String command) {
    String key = Annotations.key("command");
    if (event.getMetadata().getAnnotations() != null
        && command.equals(event.getMetadata().getAnnotations().get(key))) {
      return;
    }
    event.setCount(event.getCount() == null ? 2 : event.getCount() + 1);
    event.setLastTimestamp(time);
    event.getMetadata().getAnnotations().put(key, command);
    client.resource(event).update();
  }
}
