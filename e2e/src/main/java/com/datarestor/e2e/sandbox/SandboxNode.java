package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ChangeFeed.Change;
import com.datarestor.e2e.sandbox.ContainerSpec.NotYet;
import com.datarestor.e2e.sandbox.ObjectStore.Author;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The Job controller and the kubelet in one: Jobs become Pods, Pods become processes. */
final class SandboxNode implements ChangeFeed.Watcher, PodLogs, AutoCloseable {

  private static final String GATED = "SchedulingGated";
  private static final Logger log = LoggerFactory.getLogger(SandboxNode.class);
  private static final String NAME = "sandbox-node";
  private static final Author AUTHOR = new Author("sandbox-node");
  private static final long WAIT_MILLIS = 200;
  private static final long GRACE_SECONDS = 30;

  private final ResourceKinds kinds;
  private final ObjectStore store;
  private final Path directory;
  private final Path programs;
  private final SandboxVolumes volumes;
  private final ResourceKind pods;
  private final ResourceKind jobs;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, ContainerProcess> running = new ConcurrentHashMap<>();
  private final Map<String, Path> logs = new ConcurrentHashMap<>();
  private final Object changed = new Object();
  private volatile boolean closed;

  SandboxNode(
      ResourceKinds kinds,
      ObjectStore store,
      Path directory,
      Path programs,
      SandboxVolumes volumes) {
    this.kinds = kinds;
    this.store = store;
    this.directory = directory;
    this.programs = programs;
    this.volumes = volumes;
    this.pods = kinds.core("pods");
    this.jobs = kinds.find("batch", "v1", "jobs").orElseThrow();
  }

  @Override
  public void changed(Change change) {
    synchronized (changed) {
      changed.notifyAll();
    }
    ObjectNode object = change.object();
    if (change.kind().key().equals(jobs.key()) && change.type().equals("ADDED")) {
      executor.execute(() -> runJob(object));
    }
    if (change.type().equals("DELETED") && change.kind().key().equals("/persistentvolumeclaims")) {
      volumes.delete(namespace(object), name(object));
    }
    if (!change.kind().key().equals(pods.key())) {
      return;
    }
    if (change.type().equals("ADDED")
        && object.path("metadata").path("ownerReferences").isEmpty()) {
      executor.execute(() -> runPod(object));
    }
    ContainerProcess process = running.get(key(object));
    if (process != null
        && (change.type().equals("DELETED") || object.path("metadata").has("deletionTimestamp"))) {
      executor.execute(() -> process.stop(graceOf(object)));
    }
  }

  private static long graceOf(ObjectNode pod) {
    return pod.path("spec").path("terminationGracePeriodSeconds").asLong(GRACE_SECONDS);
  }

  @Override
  public void drop() {
    // The node is told of every change for as long as it runs.
  }

  private void runJob(ObjectNode job) {
    String deadline = Json.text(job, "spec", "activeDeadlineSeconds");
    Instant end =
        deadline.isEmpty() ? Instant.MAX : Instant.now().plusSeconds(Long.parseLong(deadline));
    status(
        jobs,
        job,
        status -> {
          status.put("startTime", now());
          status.put("active", 1);
        });
    int allowed = job.path("spec").path("backoffLimit").asInt(6);
    int failed = 0;
    while (isWanted(jobs, job)) {
      ObjectNode pod = store.create(pods, namespace(job), SandboxJobs.podOf(job), AUTHOR);
      Optional<Integer> exit = runPod(pod, end);
      if (exit.isPresent() && exit.get() == 0) {
        finish(job, failed, "SuccessCriteriaMet", "Complete", "CompletionsReached");
        return;
      }
      failed++;
      boolean late = Instant.now().isAfter(end);
      if (late) {
        remove(pod);
      }
      if (late || failed > allowed) {
        finish(
            job,
            failed,
            "FailureTarget",
            "Failed",
            late ? "DeadlineExceeded" : "BackoffLimitExceeded");
        return;
      }
    }
  }

  private void finish(ObjectNode job, int failed, String first, String condition, String reason) {
    status(jobs, job, status -> SandboxJobs.end(status, failed, first, condition, reason));
  }

  private void runPod(ObjectNode pod) {
    runPod(pod, Instant.MAX);
  }

  /** The exit status; empty when the pod was deleted or its time was up. */
  private Optional<Integer> runPod(ObjectNode pod, Instant end) {
    ContainerSpec spec = new ContainerSpec(store, kinds, pod);
    try {
      Optional<ContainerProcess> started = start(pod, spec, end);
      if (started.isEmpty()) {
        leave(pod);
        return Optional.empty();
      }
      ContainerProcess process = started.get();
      while (!process.await(1)) {
        if (Instant.now().isAfter(end)) {
          process.stop(graceOf(pod));
        }
      }
      int exit = process.await();
      running.remove(key(pod));
      String message = process.terminationMessage(exit != 0 && spec.fallsBackToLog());
      podStatus(
          pod,
          spec,
          exit == 0 ? "Succeeded" : "Failed",
          state -> SandboxJobs.terminated(state, exit, message));
      leave(pod);
      return Optional.of(exit);
    } catch (IOException e) {
      log.error("pod {} cannot run", key(pod), e);
      return Optional.of(128);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The pod was to be deleted, and waited for its process. */
  private void leave(ObjectNode pod) {
    store
        .find(pods, namespace(pod), name(pod))
        .filter(current -> current.path("metadata").has("deletionTimestamp"))
        .ifPresent(this::remove);
  }

  private void remove(ObjectNode pod) {
    try {
      store.delete(pods, namespace(pod), name(pod), Json.object().put("gracePeriodSeconds", 0));
    } catch (ApiFault fault) {
      if (fault.code() != 404) {
        throw fault;
      }
      // Somebody else was faster.
    }
  }

  private boolean isWanted(ObjectNode pod) {
    return isWanted(pods, pod);
  }

  private boolean isWanted(ResourceKind kind, ObjectNode object) {
    return !closed
        && store
            .find(kind, namespace(object), name(object))
            .filter(current -> Json.text(current, "metadata", "uid").equals(uid(object)))
            .filter(current -> !current.path("metadata").has("deletionTimestamp"))
            .isPresent();
  }

  private Optional<ContainerProcess> start(ObjectNode pod, ContainerSpec spec, Instant end)
      throws IOException, InterruptedException {
    while (isWanted(pod)) {
      try {
        checkGates(pod);
        bindClaims(spec);
        status(
            pods, pod, status -> {}, current -> current.withObject("/spec").put("nodeName", NAME));
        Map<String, String> environment = spec.environment();
        Path own = Files.createDirectories(directory.resolve("pods").resolve(uid(pod)));
        ContainerProcess process =
            ContainerProcess.start(
                own,
                programs,
                spec.mounts(volumes, own.resolve("volumes")),
                environment,
                spec.command(environment),
                spec.lostCapabilities());
        logs.put(key(pod), process.log());
        running.put(key(pod), process);
        if (!isWanted(pod)) {
          process.stop(graceOf(pod));
        }
        podStatus(
            pod, spec, "Running", state -> state.putObject("running").put("startedAt", now()));
        return Optional.of(process);
      } catch (NotYet e) {
        waits(pod, spec, e);
      }
      if (Instant.now().isAfter(end)) {
        return Optional.empty();
      }
      synchronized (changed) {
        changed.wait(WAIT_MILLIS);
      }
    }
    return Optional.empty();
  }

  /** As the scheduler says it, which leaves such a pod alone. */
  private void checkGates(ObjectNode pod) {
    boolean gated =
        store
            .find(pods, namespace(pod), name(pod))
            .filter(current -> !current.path("spec").path("schedulingGates").isEmpty())
            .isPresent();
    if (gated) {
      throw new NotYet(GATED, "Scheduling is blocked due to non-empty scheduling gates");
    }
  }

  private void waits(ObjectNode pod, ContainerSpec spec, NotYet why) {
    if (!why.reason().equals("Unschedulable") && !why.reason().equals(GATED)) {
      podStatus(
          pod,
          spec,
          "Pending",
          state ->
              state
                  .putObject("waiting")
                  .put("reason", why.reason())
                  .put("message", why.getMessage()));
      return;
    }
    status(
        pods,
        pod,
        status -> {
          status.put("phase", "Pending");
          status
              .putArray("conditions")
              .addObject()
              .put("type", "PodScheduled")
              .put("status", "False")
              .put("reason", why.reason())
              .put("message", why.getMessage());
        });
  }

  private void podStatus(
      ObjectNode pod, ContainerSpec spec, String phase, Consumer<ObjectNode> state) {
    status(pods, pod, status -> SandboxJobs.podStatus(status, spec.name(), phase, state));
  }

  private void status(ResourceKind kind, ObjectNode object, Consumer<ObjectNode> change) {
    status(kind, object, change, current -> {});
  }

  private void status(
      ResourceKind kind,
      ObjectNode object,
      Consumer<ObjectNode> change,
      Consumer<ObjectNode> further) {
    try {
      store.update(
          kind,
          namespace(object),
          name(object),
          ObjectStore.ALL,
          current -> {
            further.accept(current);
            change.accept(current.withObject("/status"));
            return current;
          },
          AUTHOR);
    } catch (ApiFault fault) {
      if (fault.code() != 404) {
        throw fault;
      }
      // Deleted meanwhile: nobody is left to be told.
    }
  }

  @Override
  public InputStream open(String namespace, String pod, boolean follow, int tail)
      throws IOException {
    Path file = logs.get(namespace + "/" + pod);
    if (file == null) {
      throw new ApiFault(400, "BadRequest", "container in pod \"" + pod + "\" is not running");
    }
    return LogTail.open(
        file,
        tail,
        () -> {
          ContainerProcess process = running.get(namespace + "/" + pod);
          return follow && process != null && process.isAlive();
        });
  }

  /** What a scheduler and a provisioner do for a pod: its claims exist and get their volumes. */
  private void bindClaims(ContainerSpec spec) {
    ResourceKind claims = kinds.core("persistentvolumeclaims");
    for (String name : spec.claims()) {
      ObjectNode claim =
          store
              .find(claims, spec.namespace(), name)
              .filter(found -> !found.path("metadata").has("deletionTimestamp"))
              .orElseThrow(
                  () ->
                      new NotYet(
                          "Unschedulable", "persistentvolumeclaim \"" + name + "\" not found"));
      status(claims, claim, status -> {}, BuiltInDefaults::bind);
    }
  }

  private static String uid(JsonNode object) {
    return Json.text(object, "metadata", "uid");
  }

  private static String key(JsonNode object) {
    return namespace(object) + "/" + name(object);
  }

  private static String namespace(JsonNode object) {
    return Json.text(object, "metadata", "namespace");
  }

  private static String name(JsonNode object) {
    return Json.text(object, "metadata", "name");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(ContainerProcess::kill);
    executor.shutdownNow();
  }
}
