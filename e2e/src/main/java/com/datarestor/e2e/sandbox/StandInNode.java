package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ChangeFeed.Change;
import com.datarestor.e2e.sandbox.ObjectStore.Author;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reports Jobs and their pods as the Job controller and a kubelet would, and runs nothing: a Job
 * ends well as soon as it is made. For those who measure what an operator does about Jobs.
 */
final class StandInNode implements ChangeFeed.Watcher, PodLogs {

  private static final Author AUTHOR = new Author("stand-in-node");

  private final ObjectStore store;
  private final Function<JsonNode, String> words;
  private final ResourceKind pods;
  private final ResourceKind jobs;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("stand-in-node").factory());
  private final Map<String, String> said = new ConcurrentHashMap<>();

  /**
   * @param words from a Job to what its container says, in the log and to the kubelet
   */
  StandInNode(ResourceKinds kinds, ObjectStore store, Function<JsonNode, String> words) {
    this.store = store;
    this.words = words;
    this.pods = kinds.core("pods");
    this.jobs = kinds.find("batch", "v1", "jobs").orElseThrow();
  }

  @Override
  public void changed(Change change) {
    if (change.kind().key().equals(jobs.key()) && change.type().equals("ADDED")) {
      executor.execute(() -> run(change.object()));
    }
  }

  @Override
  public void drop() {
    // The node is told of every change for as long as it runs.
  }

  private void run(ObjectNode job) {
    String text = words.apply(job);
    ObjectNode pod = store.create(pods, namespace(job), SandboxJobs.podOf(job), AUTHOR);
    said.put(namespace(pod) + "/" + name(pod), text);
    String container = pod.path("spec").path("containers").path(0).path("name").asString();
    status(
        pods,
        pod,
        status ->
            SandboxJobs.podStatus(
                status, container, "Succeeded", state -> SandboxJobs.terminated(state, 0, text)));
    status(
        jobs,
        job,
        status ->
            SandboxJobs.end(status, 0, "SuccessCriteriaMet", "Complete", "CompletionsReached"));
  }

  private void status(ResourceKind kind, ObjectNode object, Consumer<ObjectNode> change) {
    store.update(
        kind,
        namespace(object),
        name(object),
        ObjectStore.ALL,
        current -> {
          change.accept(current.withObject("/status"));
          return current;
        },
        AUTHOR);
  }

  @Override
  public InputStream open(String namespace, String pod, boolean follow, int tail) {
    String text = said.getOrDefault(namespace + "/" + pod, "");
    return new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String namespace(JsonNode object) {
    return Json.text(object, "metadata", "namespace");
  }

  private static String name(JsonNode object) {
    return Json.text(object, "metadata", "name");
  }
}
