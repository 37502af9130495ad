package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Making, reading, listing, changing. */
class ObjectsTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private static String configMap(String name, String labels) {
    return """
        {"apiVersion": "v1", "kind": "ConfigMap",
         "metadata": {"name": "%s", "labels": %s}, "data": {"key": "value"}}
        """
        .formatted(name, labels);
  }

  private KubeApi withMaps(int count) {
    KubeApi api = cluster.api();
    for (int i = 0; i < count; i++) {
      api.create(api.core("configmaps"), configMap("map-%03d".formatted(i), "{\"mine\": \"yes\"}"))
          .expect(201);
    }
    return api;
  }

  @Test
  void gives_a_new_object_its_identity() {
    KubeApi api = withMaps(1);

    JsonNode metadata = api.get(api.core("configmaps/map-000")).expect(200).body().path("metadata");

    assertThat(KubeApi.text(metadata, "uid")).hasSize(36);
    assertThat(KubeApi.text(metadata, "creationTimestamp"))
        .matches("\\d{4}-.*T\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(KubeApi.text(metadata, "resourceVersion")).matches("[1-9]\\d*");
    assertThat(KubeApi.text(metadata, "namespace")).isEqualTo(cluster.namespace());
  }

  @Test
  void makes_names_from_a_prefix() {
    KubeApi api = cluster.api();
    String body = "{\"metadata\": {\"generateName\": \"restic-\"}}";

    String first = api.create(api.core("configmaps"), body).expect(201).text("metadata", "name");
    String second = api.create(api.core("configmaps"), body).expect(201).text("metadata", "name");

    assertThat(List.of(first, second)).allMatch(name -> name.matches("restic-[a-z0-9]{5}"));
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void says_that_a_name_is_taken_and_that_a_name_is_not_there() {
    KubeApi api = withMaps(1);

    Answer taken = api.create(api.core("configmaps"), configMap("map-000", "{}")).expect(409);
    Answer missing = api.get(api.core("configmaps/other")).expect(404);

    assertThat(taken.text("reason")).isEqualTo("AlreadyExists");
    assertThat(taken.message()).isEqualTo("configmaps \"map-000\" already exists");
    assertThat(missing.text("reason")).isEqualTo("NotFound");
    assertThat(missing.message()).isEqualTo("configmaps \"other\" not found");
  }

  @Test
  void refuses_a_namespace_that_does_not_exist() {
    Answer refused =
        cluster
            .api()
            .create("/api/v1/namespaces/nowhere-at-all/configmaps", configMap("one", "{}"))
            .expect(404);

    assertThat(refused.message()).isEqualTo("namespaces \"nowhere-at-all\" not found");
  }

  @Test
  void lists_in_pages_of_one_version_whatever_changes_meanwhile() {
    KubeApi api = withMaps(7);
    String list = api.core("configmaps") + "?labelSelector=mine&limit=3";

    Answer first = api.get(list).expect(200);
    api.delete(api.core("configmaps/map-000"), "").expect(200);
    api.create(api.core("configmaps"), configMap("map-0005", "{\"mine\": \"yes\"}")).expect(201);
    List<String> names = new ArrayList<>(first.names());
    Answer page = first;
    while (!page.text("metadata", "continue").isEmpty()) {
      page = api.get(list + "&continue=" + page.text("metadata", "continue")).expect(200);
      names.addAll(page.names());
      assertThat(page.text("metadata", "resourceVersion"))
          .isEqualTo(first.text("metadata", "resourceVersion"));
    }

    assertThat(names)
        .containsExactly(
            "map-000", "map-001", "map-002", "map-003", "map-004", "map-005", "map-006");
    assertThat(first.body().path("metadata").path("remainingItemCount").asInt(4)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app=web               | web-1 web-2
          app==web,tier=front   | web-1
          app!=web              | db-1 none
          app                   | db-1 web-1 web-2
          !app                  | none
          app in (web,db)       | db-1 web-1 web-2
          app notin (web)       | db-1 none
          app in (web),tier     | web-1
          """)
  void selects_by_label(String selector, String names) {
    KubeApi api = cluster.api();
    api.create(api.core("configmaps"), configMap("web-1", "{\"app\":\"web\",\"tier\":\"front\"}"));
    api.create(api.core("configmaps"), configMap("web-2", "{\"app\":\"web\"}"));
    api.create(api.core("configmaps"), configMap("db-1", "{\"app\":\"db\"}"));
    api.create(api.core("configmaps"), configMap("none", "{}"));
    String encoded = selector.replace(" ", "%20").replace("=", "%3D").replace("!", "%21");

    Answer list = api.get(api.core("configmaps") + "?labelSelector=" + encoded).expect(200);

    // a real cluster puts a certificate into each namespace
    assertThat(list.names())
        .filteredOn(name -> !name.startsWith("kube-root"))
        .containsExactly(names.split(" "));
  }

  @Test
  void selects_by_name_and_by_what_an_event_is_about() {
    KubeApi api = withMaps(2);
    for (String about : List.of("data", "logs")) {
      api.create(
              api.core("events"),
              """
              {"metadata": {"generateName": "%s."}, "reason": "BackupFailed", "type": "Warning",
               "message": "no such repository", "involvedObject": {"kind": "PersistentVolumeClaim",
                 "name": "%s", "namespace": "%s"}}
              """
                  .formatted(about, about, cluster.namespace()))
          .expect(201);
    }

    assertThat(api.get(api.core("configmaps") + "?fieldSelector=metadata.name%3Dmap-001").names())
        .containsExactly("map-001");
    Answer events =
        api.get(
            api.core("events")
                + "?fieldSelector=involvedObject.name%3Ddata,involvedObject.kind%3DPersistentVolumeClaim");
    assertThat(events.expect(200).names()).singleElement().asString().startsWith("data.");
    api.get(api.configs() + "?fieldSelector=spec.suspend%3Dtrue").expect(400);
  }

  @Test
  void refuses_an_update_of_an_older_version() {
    KubeApi api = withMaps(1);
    String path = api.core("configmaps/map-000");
    ObjectNode old = (ObjectNode) api.get(path).body();
    api.patch(path, KubeApi.MERGE, "{\"data\": {\"key\": \"newer\"}}").expect(200);
    old.withObject("/data").put("key", "older");

    Answer refused = api.replace(path, old).expect(409);

    assertThat(refused.text("reason")).isEqualTo("Conflict");
    assertThat(refused.message())
        .contains("the object has been modified; please apply your changes");
    assertThat(api.get(path).text("data", "key")).isEqualTo("newer");
  }

  @Test
  void keeps_the_version_when_nothing_changes() {
    KubeApi api = withMaps(1);
    String path = api.core("configmaps/map-000");
    String before = api.get(path).text("metadata", "resourceVersion");

    Answer same = api.patch(path, KubeApi.MERGE, "{\"data\": {\"key\": \"value\"}}").expect(200);

    assertThat(same.text("metadata", "resourceVersion")).isEqualTo(before);
  }

  @Test
  void does_nothing_in_a_dry_run() {
    KubeApi api = withMaps(1);
    String path = api.core("configmaps/map-000");

    api.create(api.core("configmaps") + "?dryRun=All", configMap("other", "{}")).expect(201);
    Answer patched =
        api.patch(path + "?dryRun=All", KubeApi.MERGE, "{\"data\": {\"key\": \"x\"}}").expect(200);
    api.delete(path + "?dryRun=All", "").expect(200);

    assertThat(patched.text("data", "key")).isEqualTo("x");
    api.get(api.core("configmaps/other")).expect(404);
    assertThat(api.get(path).expect(200).text("data", "key")).isEqualTo("value");
  }

  @Test
  void keeps_secrets_in_base64_and_takes_them_in_clear() {
    KubeApi api = cluster.api();
    api.create(
            api.core("secrets"),
            """
            {"metadata": {"name": "restic"}, "stringData": {"RESTIC_PASSWORD": "pässword"}}
            """)
        .expect(201);

    Answer secret = api.get(api.core("secrets/restic")).expect(200);

    assertThat(secret.text("data", "RESTIC_PASSWORD")).isEqualTo("cMOkc3N3b3Jk");
    assertThat(secret.body().has("stringData")).isFalse();
    assertThat(secret.text("type")).isEqualTo("Opaque");
  }

  @Test
  void hands_a_lease_to_one_holder_only() {
    KubeApi api = cluster.api();
    String leases = api.group("coordination.k8s.io/v1", "leases");
    api.create(
            leases,
            """
            {"metadata": {"name": "operator"}, "spec": {"holderIdentity": "one",
              "leaseDurationSeconds": 15, "renewTime": "2026-11-25T10:00:00.000000Z"}}
            """)
        .expect(201);
    ObjectNode seen = (ObjectNode) api.get(leases + "/operator").expect(200).body();
    ObjectNode two = seen.deepCopy();
    two.withObject("/spec").put("holderIdentity", "two");
    ObjectNode three = seen.deepCopy();
    three.withObject("/spec").put("holderIdentity", "three");

    api.replace(leases + "/operator", two).expect(200);
    api.replace(leases + "/operator", three).expect(409);

    assertThat(api.get(leases + "/operator").text("spec", "holderIdentity")).isEqualTo("two");
  }

  @Test
  void prints_custom_resources_as_tables_with_their_columns() {
    KubeApi api = cluster.api();
    api.create(
            api.tasks(),
            """
            {"apiVersion": "backup.datarestor-operator.com/v1alpha1", "kind": "Task",
             "metadata": {"name": "one"}, "spec": {"type": "backup-manual", "pvc": "data",
               "config": {"name": "nightly", "namespace": "backup-system"}}}
            """)
        .expect(201);

    Answer table = api.table(api.tasks()).expect(200);

    assertThat(table.text("kind")).isEqualTo("Table");
    List<String> columns = new ArrayList<>();
    table.body().path("columnDefinitions").forEach(c -> columns.add(KubeApi.text(c, "name")));
    // names of columns are capitals in the definition
    assertThat(columns).startsWith("Name", "TYPE", "PVC", "REPOSITORY", "STATE").endsWith("AGE");
    JsonNode row = table.body().path("rows").path(0);
    assertThat(row.path("cells").path(0).asString()).isEqualTo("one");
    assertThat(row.path("cells").path(1).asString()).isEqualTo("backup-manual");
    assertThat(KubeApi.text(row, "object", "metadata", "name")).isEqualTo("one");
  }
}
