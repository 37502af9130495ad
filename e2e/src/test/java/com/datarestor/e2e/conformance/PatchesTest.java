package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The patch types, and who owns which field afterwards. */
class PatchesTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private String claim() {
    KubeApi api = cluster.api();
    api.create(
            api.core("persistentvolumeclaims") + "?fieldManager=author",
            """
            {"metadata": {"name": "data", "annotations": {"a": "1", "b": "2"},
               "finalizers": ["example.com/first"]},
             "spec": {"accessModes": ["ReadWriteOnce"],
               "resources": {"requests": {"storage": "1Gi"}}}}
            """)
        .expect(201);
    return api.core("persistentvolumeclaims/data");
  }

  private static String config(String name, String spec) {
    return """
        {"apiVersion": "backup.datarestor-operator.com/v1alpha1", "kind": "Config",
         "metadata": {"name": "%s"}, "spec": {"repositories": [{"priority": 1, "target": "/r"}]%s}}
        """
        .formatted(name, spec);
  }

  @Test
  void merge_patch_removes_what_is_null_and_keeps_the_rest() {
    String path = claim();

    Answer patched =
        cluster
            .api()
            .patch(
                path,
                KubeApi.MERGE,
                "{\"metadata\": {\"annotations\": {\"a\": null, \"c\": \"3\"}}}")
            .expect(200);

    assertThat(patched.body().path("metadata").path("annotations"))
        .isEqualTo(KubeApi.object("{\"b\": \"2\", \"c\": \"3\"}"));
  }

  @Test
  void json_patch_changes_nothing_when_its_test_fails() {
    String path = claim();
    KubeApi api = cluster.api();

    api.patch(
            path,
            KubeApi.JSON,
            """
            [{"op": "test", "path": "/metadata/annotations/a", "value": "other"},
             {"op": "remove", "path": "/metadata/annotations/a"}]
            """)
        .expect(422);
    assertThat(api.get(path).text("metadata", "annotations", "a")).isEqualTo("1");

    api.patch(
            path,
            KubeApi.JSON,
            """
            [{"op": "test", "path": "/metadata/annotations/a", "value": "1"},
             {"op": "remove", "path": "/metadata/annotations/a"}]
            """)
        .expect(200);
    assertThat(api.get(path).text("metadata", "annotations", "a")).isEmpty();
  }

  @Test
  void strategic_patch_merges_lists_of_built_in_kinds_by_their_keys() {
    String path = claim();

    Answer patched =
        cluster
            .api()
            .patch(
                path,
                KubeApi.STRATEGIC,
                "{\"metadata\": {\"finalizers\": [\"example.com/second\"]}}")
            .expect(200);

    assertThat(patched.body().path("metadata").path("finalizers"))
        .extracting(JsonNode::asString)
        .contains("example.com/first", "example.com/second");
    cluster.api().patch(path, KubeApi.MERGE, "{\"metadata\": {\"finalizers\": null}}").expect(200);
  }

  @Test
  void custom_resources_have_no_strategic_patch() {
    KubeApi api = cluster.api();
    api.create(api.configs(), config("nightly", "")).expect(201);

    api.patch(api.configs() + "/nightly", KubeApi.STRATEGIC, "{\"spec\": {\"suspend\": true}}")
        .expect(415);
  }

  @Test
  void managed_fields_say_who_wrote_an_annotation_last() {
    String path = claim();
    KubeApi api = cluster.api();

    Answer patched =
        api.patch(
                path + "?fieldManager=kubectl-annotate",
                KubeApi.MERGE,
                "{\"metadata\": {\"annotations\": {\"b\": \"changed\"}}}")
            .expect(200);

    assertThat(owns(patched, "kubectl-annotate", "b")).isTrue();
    assertThat(owns(patched, "author", "b")).isFalse();
    assertThat(owns(patched, "author", "a")).isTrue();
  }

  private static boolean owns(Answer object, String manager, String annotation) {
    for (JsonNode entry : object.body().path("metadata").path("managedFields")) {
      if (KubeApi.text(entry, "manager").equals(manager)
          && entry
              .path("fieldsV1")
              .path("f:metadata")
              .path("f:annotations")
              .has("f:" + annotation)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void apply_makes_an_object_and_takes_back_what_is_no_longer_applied() {
    KubeApi api = cluster.api();
    String path = api.configs() + "/nightly";
    api.apply(
            path, "flux", config("nightly", ", \"suspend\": true, \"timeZone\": \"Europe/Berlin\""))
        .expect(201);

    Answer again = api.apply(path, "flux", config("nightly", ", \"suspend\": true")).expect(200);

    assertThat(again.text("spec", "timeZone")).isEqualTo("UTC");
    assertThat(again.body().path("spec").path("suspend").asBoolean()).isTrue();
    assertThat(
            again
                .body()
                .path("metadata")
                .path("managedFields")
                .path(0)
                .path("operation")
                .asString())
        .isEqualTo("Apply");
  }

  @Test
  void apply_replaces_lists_that_have_no_keys() {
    KubeApi api = cluster.api();
    String path = api.configs() + "/nightly";
    String two =
        ", \"env\": [{\"name\": \"A\", \"value\": \"1\"}, {\"name\": \"B\", \"value\": \"2\"}]";
    api.apply(path, "flux", config("nightly", two)).expect(201);

    Answer again =
        api.apply(
                path, "flux", config("nightly", ", \"env\": [{\"name\": \"B\", \"value\": \"2\"}]"))
            .expect(200);

    assertThat(again.body().path("spec").path("env")).hasSize(1);
  }

  @Test
  void apply_refuses_to_take_a_field_from_another_manager_unless_forced() {
    KubeApi api = cluster.api();
    String path = api.configs() + "/nightly";
    api.apply(path, "flux", config("nightly", ", \"suspend\": true")).expect(201);

    Answer refused = api.apply(path, "alice", config("nightly", ", \"suspend\": false"));

    refused.expect(409);
    assertThat(refused.message())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"flux\": .spec.suspend");
    assertThat(refused.body().path("details").path("causes").path(0).path("reason").asString())
        .isEqualTo("FieldManagerConflict");
    api.apply(path, "alice", config("nightly", ", \"suspend\": true")).expect(200);
    api.apply(path + "?force=true", "alice", config("nightly", ", \"suspend\": false")).expect(200);
    api.apply(path, "flux", config("nightly", ", \"suspend\": true")).expect(409);
  }

  @Test
  void apply_leaves_alone_what_others_added() {
    KubeApi api = cluster.api();
    String path = api.configs() + "/nightly";
    api.apply(path, "flux", config("nightly", "")).expect(201);
    api.patch(
            path + "?fieldManager=kubectl-annotate",
            KubeApi.MERGE,
            "{\"metadata\": {\"annotations\": {\"note\": \"by hand\"}}}")
        .expect(200);

    Answer again = api.apply(path, "flux", config("nightly", "")).expect(200);

    assertThat(again.text("metadata", "annotations", "note")).isEqualTo("by hand");
  }

  @Test
  void apply_of_a_status_merges_conditions_by_their_type() {
    KubeApi api = cluster.api();
    api.create(api.configs(), config("nightly", "")).expect(201);
    String path = api.configs() + "/nightly/status";
    String condition =
        """
        {"apiVersion": "backup.datarestor-operator.com/v1alpha1", "kind": "Config",
         "metadata": {"name": "nightly"}, "status": {"conditions": [{"type": "%s",
           "status": "True", "reason": "Fine", "message": "", "observedGeneration": 1,
           "lastTransitionTime": "2026-11-25T10:00:00Z"}]}}
        """;
    api.apply(path, "one", condition.formatted("Ready")).expect(200);

    Answer both = api.apply(path, "two", condition.formatted("Reconciling")).expect(200);

    assertThat(both.body().path("status").path("conditions"))
        .extracting(each -> KubeApi.text(each, "type"))
        .containsExactlyInAnyOrder("Ready", "Reconciling");
  }
}
