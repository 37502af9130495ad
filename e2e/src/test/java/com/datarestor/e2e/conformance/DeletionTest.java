package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Finalizers, owners, and what a deletion leaves. */
class DeletionTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private String path(String name) {
    return cluster.api().core("configmaps/" + name);
  }

  private Answer create(String name, String metadata) {
    KubeApi api = cluster.api();
    return api.create(
            api.core("configmaps"), "{\"metadata\": {\"name\": \"" + name + "\"" + metadata + "}}")
        .expect(201);
  }

  private static String ownedBy(Answer... owners) {
    StringBuilder references = new StringBuilder();
    for (Answer owner : owners) {
      references
          .append(references.isEmpty() ? "" : ", ")
          .append(
              """
              {"apiVersion": "v1", "kind": "ConfigMap", "name": "%s", "uid": "%s",
               "blockOwnerDeletion": true}
              """
                  .formatted(owner.text("metadata", "name"), owner.text("metadata", "uid")));
    }
    return ", \"ownerReferences\": [" + references + "]";
  }

  private void awaitGone(String name) {
    await().untilAsserted(() -> cluster.api().get(path(name)).expect(404));
  }

  @Test
  void options_in_the_query_count_only_without_a_body() {
    KubeApi api = cluster.api();
    create("owner", "");

    api.delete(path("owner") + "?dryRun=All", "").expect(200);
    api.get(path("owner")).expect(200);

    api.delete(path("owner") + "?dryRun=All", "{}").expect(200);
    api.get(path("owner")).expect(404);
  }

  @Test
  void an_object_with_a_finalizer_stays_until_that_is_removed() {
    KubeApi api = cluster.api();
    create("one", ", \"finalizers\": [\"example.com/wait\"]");

    api.delete(path("one"), "").expect(200);
    String first = api.get(path("one")).expect(200).text("metadata", "deletionTimestamp");
    api.delete(path("one"), "").expect(200);
    Answer waiting = api.get(path("one")).expect(200);
    api.patch(path("one"), KubeApi.MERGE, "{\"metadata\": {\"finalizers\": null}}").expect(200);

    assertThat(first).isNotEmpty();
    assertThat(waiting.text("metadata", "deletionTimestamp")).isEqualTo(first);
    awaitGone("one");
  }

  @Test
  void a_precondition_protects_an_object_of_the_same_name() {
    KubeApi api = cluster.api();
    Answer one = create("one", "");

    api.delete(path("one"), "{\"preconditions\": {\"uid\": \"another\"}}").expect(409);
    api.get(path("one")).expect(200);
    api.delete(
            path("one"), "{\"preconditions\": {\"uid\": \"" + one.text("metadata", "uid") + "\"}}")
        .expect(200);
    awaitGone("one");
  }

  @Test
  void dependents_go_after_their_owner_in_the_background() {
    Answer owner = create("owner", "");
    Answer child = create("child", ownedBy(owner));
    create("grandchild", ownedBy(child));

    cluster.api().delete(path("owner"), "{\"propagationPolicy\": \"Background\"}").expect(200);

    cluster.api().get(path("owner")).expect(404);
    awaitGone("child");
    awaitGone("grandchild");
  }

  @Test
  void a_dependent_with_another_owner_stays() {
    KubeApi api = cluster.api();
    Answer first = create("first", "");
    Answer second = create("second", "");
    create("child", ownedBy(first, second));

    api.delete(path("first"), "{\"propagationPolicy\": \"Background\"}").expect(200);

    await()
        .untilAsserted(
            () ->
                assertThat(
                        api.get(path("child"))
                            .expect(200)
                            .body()
                            .path("metadata")
                            .path("ownerReferences"))
                    .singleElement()
                    .satisfies(
                        owner -> assertThat(KubeApi.text(owner, "name")).isEqualTo("second")));
  }

  @Test
  void an_owner_waits_for_its_dependents_in_the_foreground() {
    KubeApi api = cluster.api();
    Answer owner = create("owner", "");
    create("child", ownedBy(owner) + ", \"finalizers\": [\"example.com/wait\"]");

    api.delete(path("owner"), "{\"propagationPolicy\": \"Foreground\"}").expect(200);

    await()
        .untilAsserted(
            () ->
                assertThat(api.get(path("child")).text("metadata", "deletionTimestamp"))
                    .isNotEmpty());
    Answer waiting = api.get(path("owner")).expect(200);
    assertThat(waiting.text("metadata", "deletionTimestamp")).isNotEmpty();
    assertThat(waiting.body().path("metadata").path("finalizers").path(0).asString())
        .isEqualTo("foregroundDeletion");
    api.patch(path("child"), KubeApi.MERGE, "{\"metadata\": {\"finalizers\": null}}").expect(200);
    awaitGone("child");
    awaitGone("owner");
  }

  @Test
  void orphans_stay_and_forget_their_owner() {
    KubeApi api = cluster.api();
    Answer owner = create("owner", "");
    create("child", ownedBy(owner));

    api.delete(path("owner"), "{\"propagationPolicy\": \"Orphan\"}").expect(200);

    awaitGone("owner");
    assertThat(api.get(path("child")).expect(200).body().path("metadata").has("ownerReferences"))
        .isFalse();
  }

  @Test
  void a_namespace_takes_everything_in_it_along() {
    KubeApi api = cluster.api();
    create("one", "");

    api.delete("/api/v1/namespaces/" + cluster.namespace(), "").expect(200);

    awaitGone("one");
  }

  @Test
  void a_namespace_stays_until_it_is_empty_and_takes_nothing_new() {
    KubeApi api = cluster.api();
    create("one", ", \"finalizers\": [\"example.com/wait\"]");
    String namespace = "/api/v1/namespaces/" + cluster.namespace();

    api.delete(namespace, "").expect(200);
    await()
        .untilAsserted(
            () ->
                assertThat(api.get(path("one")).expect(200).text("metadata", "deletionTimestamp"))
                    .isNotEmpty());

    assertThat(api.get(namespace).expect(200).text("status", "phase")).isEqualTo("Terminating");
    Answer refused =
        api.create(api.core("configmaps"), "{\"metadata\": {\"name\": \"two\"}}").expect(403);
    assertThat(KubeApi.text(refused.body().path("details").path("causes").path(0), "reason"))
        .isEqualTo("NamespaceTerminating");
    assertThat(refused.text("message"))
        .isEqualTo(
            "configmaps \"two\" is forbidden: unable to create new content in namespace "
                + cluster.namespace()
                + " because it is being terminated");
    api.patch(path("one"), KubeApi.MERGE, "{\"metadata\": {\"finalizers\": null}}").expect(200);
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> api.get(namespace).expect(404));
  }

  @Test
  void a_selector_deletes_what_it_matches() {
    KubeApi api = cluster.api();
    create("one", ", \"labels\": {\"old\": \"yes\"}");
    create("two", "");

    api.delete(api.core("configmaps") + "?labelSelector=old%3Dyes", "").expect(200);

    awaitGone("one");
    api.get(path("two")).expect(200);
  }
}
