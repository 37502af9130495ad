package com.datarestor.e2e.chart;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects of a release; each is known field by field, as an API server knows it. */
record Rendered(List<JsonNode> documents) {

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Stream.of(
              ClusterRole.class,
              ClusterRoleBinding.class,
              CustomResourceDefinition.class,
              Deployment.class,
              Job.class,
              MutatingAdmissionPolicy.class,
              MutatingAdmissionPolicyBinding.class,
              MutatingWebhookConfiguration.class,
              NetworkPolicy.class,
              PersistentVolumeClaim.class,
              Pod.class,
              PodDisruptionBudget.class,
              Role.class,
              RoleBinding.class,
              Secret.class,
              Service.class,
              ServiceAccount.class,
              ValidatingAdmissionPolicy.class,
              ValidatingAdmissionPolicyBinding.class)
          .collect(Collectors.toMap(Class::getSimpleName, type -> type));

  /** The client's model keeps fields that it does not know; here they are refused. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                  return false;
                }
              })
          .build();

  /** Refuses a document of an unknown kind, with an unknown field, or with a field twice. */
  static Rendered of(String yaml) {
    Rendered rendered = new Rendered(parse(yaml));
    for (JsonNode document : rendered.documents) {
      String kind = document.path("kind").asString("");
      if (!kind.equals("ServiceMonitor")) {
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
          throw new AssertionError("the tests do not know the kind " + kind);
        }
        HasMetadata object = strictly(document, type);
        if (!HasMetadata.getApiVersion(type).equals(object.getApiVersion())) {
          throw new AssertionError(kind + " has the version " + object.getApiVersion());
        }
      }
    }
    return rendered;
  }

  static List<JsonNode> parse(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      if (document != null) {
        documents.add(JsonMapper.shared().valueToTree(document));
      }
    }
    return documents;
  }

  static <T> T strictly(JsonNode document, Class<T> type) {
    try {
      return STRICT.treeToValue(document, type);
    } catch (JacksonException e) {
      throw new AssertionError(
          document.path("kind").asString()
              + " "
              + document.path("metadata").path("name").asString()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** All objects of a kind. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return documents.stream()
        .filter(document -> document.path("kind").asString().equals(type.getSimpleName()))
        .map(document -> strictly(document, type))
        .toList();
  }

  /** The object of a kind of which there is one; those of the webhook do not count. */
  <T extends HasMetadata> T one(Class<T> type) {
    List<T> all = all(type).stream().filter(object -> !isOfTheWebhook(object)).toList();
    if (all.size() != 1) {
      throw new AssertionError("there are " + all.size() + " of " + type.getSimpleName());
    }
    return all.getFirst();
  }

  private static boolean isOfTheWebhook(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && labels.getOrDefault("app.kubernetes.io/name", "").endsWith("-webhook");
  }

  /** The object with this name. */
  <T extends HasMetadata> T named(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
  }

  /** Kind and name of each, in order. */
  List<String> names() {
    return documents.stream()
        .map(
            document ->
                document.path("kind").asString()
                    + " "
                    + document.path("metadata").path("name").asString())
        .toList();
  }

  /** Without what differs between versions of Helm that render the same. */
  List<ObjectNode> sorted() {
    return documents.stream()
        .map(document -> (ObjectNode) document)
        .sorted(
            (left, right) ->
                (left.path("kind") + "/" + left.path("metadata"))
                    .compareTo(right.path("kind") + "/" + right.path("metadata")))
        .toList();
  }
}
