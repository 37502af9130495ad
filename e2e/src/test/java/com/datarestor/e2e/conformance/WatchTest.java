package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import com.datarestor.e2e.conformance.KubeApi.Watch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Being told of changes. */
class WatchTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private static String configMap(String name, String labels) {
    return "{\"metadata\": {\"name\": \"%s\", \"labels\": %s}}".formatted(name, labels);
  }

  private String create(String name, String labels) {
    KubeApi api = cluster.api();
    Answer created = api.create(api.core("configmaps"), configMap(name, labels)).expect(201);
    return created.text("metadata", "resourceVersion");
  }

  private String watch(String query) {
    return cluster.api().core("configmaps") + "?watch=true&labelSelector=mine&" + query;
  }

  @Test
  void tells_what_came_after_the_version_in_order() throws Exception {
    KubeApi api = cluster.api();
    String version = create("one", "{\"mine\": \"yes\"}");
    try (Watch watch = api.watch(watch("resourceVersion=" + version))) {
      create("two", "{\"mine\": \"yes\"}");
      create("other", "{}");
      api.patch(api.core("configmaps/one"), KubeApi.MERGE, "{\"data\": {\"a\": \"ü→€\"}}");
      api.delete(api.core("configmaps/two"), "").expect(200);

      await()
          .untilAsserted(
              () ->
                  assertThat(watch.seen())
                      .containsExactly("ADDED two", "MODIFIED one", "DELETED two"));
      assertThat(KubeApi.text(watch.events().get(1), "object", "data", "a")).isEqualTo("ü→€");
    }
  }

  @Test
  void begins_with_what_is_there_when_no_version_is_given() throws Exception {
    create("one", "{\"mine\": \"yes\"}");
    create("two", "{\"mine\": \"yes\"}");
    try (Watch watch = cluster.api().watch(watch(""))) {
      await()
          .untilAsserted(
              () -> assertThat(watch.seen()).containsExactlyInAnyOrder("ADDED one", "ADDED two"));
    }
  }

  @Test
  void tells_an_object_that_ceases_to_match_as_deleted_and_one_that_begins_to_as_added()
      throws Exception {
    KubeApi api = cluster.api();
    String version = create("one", "{\"mine\": \"yes\"}");
    String path = api.core("configmaps/one");
    try (Watch watch = api.watch(watch("resourceVersion=" + version))) {
      api.patch(path, KubeApi.MERGE, "{\"metadata\": {\"labels\": {\"mine\": null}}}");
      api.patch(path, KubeApi.MERGE, "{\"metadata\": {\"labels\": {\"mine\": \"yes\"}}}");

      await()
          .untilAsserted(
              () -> assertThat(watch.seen()).containsExactly("DELETED one", "ADDED one"));
    }
  }

  @Test
  void ends_in_time_with_a_bookmark_from_which_to_go_on() throws Exception {
    KubeApi api = cluster.api();
    String version = create("one", "{\"mine\": \"yes\"}");
    String bookmark;
    try (Watch watch =
        api.watch(watch("allowWatchBookmarks=true&timeoutSeconds=4&resourceVersion=" + version))) {
      create("unseen", "{}");
      await().atMost(java.time.Duration.ofSeconds(20)).until(watch::hasEnded);
      assertThat(watch.seen()).last().isEqualTo("BOOKMARK");
      bookmark = KubeApi.text(watch.events().getLast(), "object", "metadata", "resourceVersion");
      assertThat(KubeApi.text(watch.events().getLast(), "object", "kind")).isEqualTo("ConfigMap");
    }
    create("two", "{\"mine\": \"yes\"}");
    try (Watch watch = api.watch(watch("resourceVersion=" + bookmark))) {
      await().untilAsserted(() -> assertThat(watch.seen()).containsExactly("ADDED two"));
    }
  }

  @Test
  void sends_tables_to_whoever_asks_for_them() throws Exception {
    create("one", "{\"mine\": \"yes\"}");

    Answer table = cluster.api().table(cluster.api().core("configmaps") + "?labelSelector=mine");

    assertThat(table.text("kind")).isEqualTo("Table");
    assertThat(table.body().path("rows")).hasSize(1);
  }
}
