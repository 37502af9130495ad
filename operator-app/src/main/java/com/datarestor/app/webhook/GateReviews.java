package com.datarestor.app.webhook;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.watch.PodView;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers AdmissionReviews of pods: a pod gets the gate if it mounts a claim that is not listed as
 * settled on its namespace. It refuses nothing. When it cannot tell, the pod gets the gate, too: to
 * take it off again is the operator's daily work.
 *
 * <p>The form is that of {@code admission.k8s.io/v1}.
 */
final class GateReviews {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final SettledClaims settled;

  /** What is listed on namespaces. */
  @FunctionalInterface
  interface SettledClaims {
    /**
     * Names of the claims of this namespace that no pod has to wait for; empty when nobody knows.
     */
    Optional<Set<String>> of(String namespace);
  }

  /** What was sent is not a review of a pod. */
  static final class NotAReview extends Exception {
    private static final long serialVersionUID = 1L;

    NotAReview(String message) {
      super(message);
    }
  }

  GateReviews(SettledClaims settled) {
    this.settled = settled;
  }

  /** The AdmissionReview with the answer to this one. */
  String answer(String review) throws NotAReview {
    JsonNode request = request(review);
    ObjectNode answer =
        MAPPER
            .createObjectNode()
            .put("apiVersion", "admission.k8s.io/v1")
            .put("kind", "AdmissionReview");
    ObjectNode response =
        answer
            .putObject("response")
            .put("uid", request.path("uid").asString())
            .put("allowed", true);
    PodView pod = pod(request);
    if (!pod.isGated() && waits(request.path("namespace").asString(""), pod.claims())) {
      boolean others = request.path("object").path("spec").path("schedulingGates").isArray();
      response
          .put("patchType", "JSONPatch")
          .put(
              "patch",
              Base64.getEncoder()
                  .encodeToString(patch(others).toString().getBytes(StandardCharsets.UTF_8)));
    }
    return answer.toString();
  }

  private static JsonNode request(String review) throws NotAReview {
    JsonNode request;
    try {
      request = MAPPER.readTree(review).path("request");
    } catch (JacksonException e) {
      throw new NotAReview("not JSON: " + e.getOriginalMessage());
    }
    if (request.path("uid").asString("").isEmpty() || !request.path("object").isObject()) {
      throw new NotAReview("an AdmissionReview has request.uid and request.object");
    }
    return request;
  }

  private static PodView pod(JsonNode request) throws NotAReview {
    try {
      return MAPPER.treeToValue(request.path("object"), PodView.class);
    } catch (JacksonException e) {
      throw new NotAReview("request.object is not a Pod: " + e.getOriginalMessage());
    }
  }

  private boolean waits(String namespace, Collection<String> claims) {
    return !claims.isEmpty()
        && settled.of(namespace).filter(names -> names.containsAll(claims)).isEmpty();
  }

  private static ArrayNode patch(boolean others) {
    ArrayNode patch = MAPPER.createArrayNode();
    ObjectNode add = patch.addObject().put("op", "add");
    if (others) {
      add.put("path", "/spec/schedulingGates/-").putObject("value").put("name", Annotations.GATE);
    } else {
      add.put("path", "/spec/schedulingGates")
          .putArray("value")
          .addObject()
          .put("name", Annotations.GATE);
    }
    return patch;
  }
}
