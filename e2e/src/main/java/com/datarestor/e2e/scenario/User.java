package com.datarestor.e2e.scenario;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a person does with kubectl, and what they see. */
public final class User {

  /** As {@code kubectl annotate} calls itself in managed fields. */
  public static final String KUBECTL_ANNOTATE = "kubectl-annotate";

  /** By these labels namespaces of scenarios are found and deleted. */
  static final Map<String, String> OURS = Map.of("app.kubernetes.io/part-of", "datarestor-e2e");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final KubernetesClient client;
  private final Duration patience;
  private final BooleanSupplier inVain;

  public User(KubernetesClient client) {
    this(client, PATIENCE, () -> false);
  }

  /**
   * @param patience how long they wait for what they asked for
   * @param inVain whether they need not wait any longer
   */
  public User(KubernetesClient client, Duration patience, BooleanSupplier inVain) {
    this.client = client;
    this.patience = patience;
    this.inVain = inVain;
  }

  /** {@code kubectl create namespace}. */
  public void namespace(String name, Map<String, String> labels) {
    Namespace namespace =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(labels)
            .addToLabels(OURS)
            .endMetadata()
            .build();
    client.resource(namespace).serverSideApply();
  }

  /** Creates a claim. */
  public void claim(String namespace, String name, Map<String, String> labels) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(labels)
            .endMetadata()
            .withNewSpec()
            .withAccessModes("ReadWriteOnce")
            .withNewResources()
            .addToRequests("storage", new Quantity("1Gi"))
            .endResources()
            .endSpec()
            .build();
    client.resource(claim).create();
  }

  /** {@code kubectl apply --server-side}. */
  public void apply(String yaml) {
    apply(yaml, "kubectl");
  }

  /** As the given field manager applies it. */
  public void apply(String yaml, String manager) {
    client.resource(yaml).fieldManager(manager).forceConflicts().serverSideApply();
  }

  /** {@code kubectl annotate --overwrite pvc}; the key without its prefix. */
  public void annotateClaim(String namespace, String name, String key, String value) {
    annotate(claimResource(namespace, name), key, value);
  }

  /**
   * Annotates a claim, waits for what is written back about it, and returns that. The key is {@code
   * manual-backup} or {@code manual-restore}.
   */
  public String ask(String namespace, String name, String key, String value) {
    String outcomeKey = key.replace("manual-", "last-");
    String before = claimAnnotation(namespace, name, outcomeKey);
    annotateClaim(namespace, name, key, value);
    return await(
        "an outcome of " + key + "=" + value + " on " + namespace + "/" + name,
        () -> {
          String outcome = claimAnnotation(namespace, name, outcomeKey);
          return outcome.equals(before) ? null : outcome;
        });
  }

  /** As a GitOps tool states the annotation, by server-side apply under the tool's name. */
  public void stateAnnotation(
      String namespace, String name, String key, String value, String manager) {
    apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: %s
          namespace: %s
          annotations: {"%s": "%s"}
        """
            .formatted(name, namespace, Annotations.key(key), value),
        manager);
  }

  /** Whether the annotation stands on the claim, with any value. The key without its prefix. */
  public boolean isAnnotated(String namespace, String name, String key) {
    Map<String, String> annotations =
        claimResource(namespace, name).require().getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(Annotations.key(key));
  }

  /** {@code kubectl annotate --overwrite config}; the key without its prefix. */
  public void annotateConfig(String namespace, String name, String key, String value) {
    annotate(
        client.resources(BackupConfig.class).inNamespace(namespace).withName(name), key, value);
  }

  private static <T extends HasMetadata> void annotate(
      Resource<T> resource, String key, String value) {
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    patch.putObject("metadata").putObject("annotations").put(Annotations.key(key), value);
    resource.patch(
        new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager(KUBECTL_ANNOTATE)
            .build(),
        patch.toString());
  }

  /** An annotation of a claim; empty text when it is not there. The key without its prefix. */
  public String claimAnnotation(String namespace, String name, String key) {
    return annotation(claimResource(namespace, name).get(), key);
  }

  /** An annotation of a Config; empty text when it is not there. The key without its prefix. */
  public String configAnnotation(String namespace, String name, String key) {
    return annotation(config(namespace, name), key);
  }

  private static String annotation(HasMetadata object, String key) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Annotations.key(key), "");
  }

  private Resource<PersistentVolumeClaim> claimResource(String namespace, String name) {
    return client.persistentVolumeClaims().inNamespace(namespace).withName(name);
  }

  public BackupConfig config(String namespace, String name) {
    return client.resources(BackupConfig.class).inNamespace(namespace).withName(name).require();
  }

  /** {@code kubectl delete config}, and waits until it is gone. */
  public void deleteConfig(String namespace, String name) {
    Resource<BackupConfig> config =
        client.resources(BackupConfig.class).inNamespace(namespace).withName(name);
    config.delete();
    awaitThat("Config " + name + " is gone", () -> config.get() == null);
  }

  /** Tasks of a namespace, oldest first. */
  public List<Task> tasks(String namespace) {
    return client.resources(Task.class).inNamespace(namespace).list().getItems().stream()
        .sorted(
            Comparator.comparing((Task task) -> task.getMetadata().getCreationTimestamp())
                .thenComparing(task -> task.getMetadata().getName()))
        .toList();
  }

  /** Tasks of one type, oldest first. */
  public List<Task> tasks(String namespace, TaskType type) {
    return tasks(namespace).stream()
        .filter(task -> task.getSpec().knownType().filter(type::equals).isPresent())
        .toList();
  }

  /** Waits for the only further Task of this type, and for its end. */
  public Task awaitTask(String namespace, TaskType type, Predicate<Task> which) {
    return await(
        "a " + type.wireName() + " Task in " + namespace + " that has ended",
        () ->
            tasks(namespace, type).stream()
                .filter(which)
                .filter(User::hasEnded)
                .findFirst()
                .orElse(null));
  }

  public static boolean hasEnded(Task task) {
    return state(task) == TaskState.COMPLETED
        || state(task) == TaskState.FAILED
        || state(task) == TaskState.CANCELLED;
  }

  /** The state; Pending before the first word. */
  public static TaskState state(Task task) {
    return task.getStatus() == null
        ? TaskState.PENDING
        : task.getStatus().knownState().orElse(TaskState.PENDING);
  }

  /** Starts a pod that keeps the claim mounted, and waits until it runs. */
  public void pod(String namespace, String name, String claim) {
    client
        .resource(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %s, namespace: %s}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
                - name: application
                  image: localhost/datarestor/busybox:cluster
                  command: [sleep, "3600"]
                  volumeMounts: [{name: data, mountPath: /data}]
              volumes:
                - name: data
                  persistentVolumeClaim: {claimName: %s}
            """
                .formatted(name, namespace, claim))
        .create();
    await(
        "pod " + namespace + "/" + name + " runs",
        () -> {
          Pod pod = client.pods().inNamespace(namespace).withName(name).get();
          return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase())
              ? pod
              : null;
        });
  }

  /** Deletes the pod and waits until it is gone. */
  public void deletePod(String namespace, String name) {
    Resource<Pod> pod = client.pods().inNamespace(namespace).withName(name);
    pod.delete();
    awaitThat("pod " + namespace + "/" + name + " is gone", () -> pod.get() == null);
  }

  /** The node that the pod runs on. */
  public String nodeOf(String namespace, String pod) {
    return client.pods().inNamespace(namespace).withName(pod).require().getSpec().getNodeName();
  }

  /** Waits until so many Tasks of this type have ended, and returns all of this type. */
  public List<Task> awaitTasks(String namespace, TaskType type, int count) {
    return await(
        count + " ended " + type.wireName() + " Tasks in " + namespace,
        () -> {
          List<Task> tasks = tasks(namespace, type);
          return tasks.stream().filter(User::hasEnded).count() >= count ? tasks : null;
        });
  }

  /** Jobs of a namespace, in the order of their names. */
  public List<Job> jobs(String namespace) {
    return client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .sorted(Comparator.comparing(job -> job.getMetadata().getName()))
        .toList();
  }

  /** The only snapshot id that a Task made or restored; fails when it did not complete. */
  public static String snapshot(Task task) {
    if (task.getStatus() == null || task.getStatus().snapshot() == null) {
      throw new AssertionError("no snapshot: " + task.getStatus());
    }
    return task.getStatus().snapshot();
  }

  /** Kubernetes Events about an object, by its name. */
  public List<Event> events(String namespace, String object) {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(object))
        .toList();
  }

  /** Waits until the Config is {@code Ready} as it is written now, and returns it. */
  public BackupConfig awaitReady(String namespace, String name) {
    return await(
        "Config " + namespace + "/" + name + " is Ready",
        () -> {
          BackupConfig config = config(namespace, name);
          boolean seen =
              config.getStatus() != null
                  && config
                      .getMetadata()
                      .getGeneration()
                      .equals(config.getStatus().observedGeneration());
          return seen && condition(config, "Ready", "True") ? config : null;
        });
  }

  /** Whether the Config has this condition with this status. */
  public static boolean condition(BackupConfig config, String type, String status) {
    return config.getStatus() != null
        && config.getStatus().conditions().stream()
            .anyMatch(each -> type.equals(each.type()) && status.equals(each.status()));
  }

  /** Waits for an outcome annotation that begins like this and returns it. */
  public String awaitOutcome(String namespace, String claim, String key, String beginning) {
    return await(
        key + " of " + namespace + "/" + claim + " begins with " + beginning,
        () -> {
          String outcome = claimAnnotation(namespace, claim, key);
          return outcome.startsWith(beginning) ? outcome : null;
        });
  }

  /** Waits for an Event on the object whose reason is this and returns it. */
  public Event awaitEvent(String namespace, String object, String reason) {
    return await(
        "an Event " + reason + " on " + namespace + "/" + object,
        () ->
            events(namespace, object).stream()
                .filter(event -> event.getReason().equals(reason))
                .findFirst()
                .orElse(null));
  }

  /** Waits until it is so; says what was waited for and what there was instead. */
  public void awaitThat(String what, BooleanSupplier so) {
    await(what, () -> so.getAsBoolean() ? Boolean.TRUE : null);
  }

  /** Waits until the annotation is taken off the claim. The key without its prefix. */
  public void awaitTakenOff(String namespace, String claim, String key) {
    awaitThat(
        key + " is taken off " + namespace + "/" + claim,
        () -> !isAnnotated(namespace, claim, key));
  }

  /** Waits until it is there; says what was waited for and what there was instead. */
  public <T> T await(String what, Supplier<? extends @org.jspecify.annotations.Nullable T> seen) {
    try {
      return Awaitility.await(what)
          .atMost(patience)
          .pollDelay(Duration.ZERO)
          .pollInterval(LOOK)
          .failFast("nothing happens any more", inVain::getAsBoolean)
          .until(seen::get, value -> value != null);
    } catch (ConditionTimeoutException | TerminalFailureException e) {
      throw new AssertionError(
          "waited in vain (at most "
              + patience.toSeconds()
              + " s): "
              + what
              + System.lineSeparator()
              + Overview.of(client),
          e);
    }
  }
}
