package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.HoldCounts;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a claim whose pods wait. The pods here bring the gate with them. */
class RestoreBeforeStartTest {

  @RegisterExtension static final Scene SCENE = Scene.thatHolds();

  private static final String HOLD = "backup.datarestor-operator.com/hold";

  private final Cluster cluster = SCENE.cluster();
  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String first = SCENE.fresh("first");
  private final VolumeFiles files = cluster.files(namespace, "data");

  @BeforeEach
  void config() {
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(first, 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
  }

  /** A pod that says what it finds in its volumes before it does anything else. */
  private void heldPod(String name, String... claims) {
    String mounts =
        Arrays.stream(claims)
            .map(claim -> "{name: " + claim + ", mountPath: /v/" + claim + "}")
            .collect(Collectors.joining(", "));
    String volumes =
        Arrays.stream(claims)
            .map(
                claim -> "{name: " + claim + ", persistentVolumeClaim: {claimName: " + claim + "}}")
            .collect(Collectors.joining(", "));
    user.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s}
        spec:
          terminationGracePeriodSeconds: 1
          automountServiceAccountToken: false
          schedulingGates: [{name: %s}]
          containers:
            - name: app
              image: %s
              command: [sh, -c, "cd /v; find . -type f | sort; echo started; touch data/started-%s"]
              volumeMounts: [%s]
          restartPolicy: Never
          volumes: [%s]
        """
            .formatted(
                name, namespace, Annotations.GATE, cluster.resticImage(), name, mounts, volumes));
  }

  /** What the pod found, as soon as it has started. */
  private List<String> found(String pod) {
    String log =
        user.await(
            pod + " has started",
            () -> {
              String phase =
                  cluster
                      .client()
                      .pods()
                      .inNamespace(namespace)
                      .withName(pod)
                      .require()
                      .getStatus()
                      .getPhase();
              return "Succeeded".equals(phase)
                  ? cluster.client().pods().inNamespace(namespace).withName(pod).getLog()
                  : null;
            });
    return log.lines().takeWhile(line -> !line.equals("started")).toList();
  }

  private boolean waits(String pod) {
    return !cluster
        .client()
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .require()
        .getSpec()
        .getSchedulingGates()
        .isEmpty();
  }

  private String state(String claim) {
    return user.claimAnnotation(namespace, claim, Annotations.RESTORE_STATE);
  }

  private void awaitState(String claim, String state) {
    user.awaitThat(claim + " is " + state, () -> state(claim).contains(" state=" + state + " "));
  }

  private String uid(String claim) {
    PersistentVolumeClaim found =
        cluster.client().persistentVolumeClaims().inNamespace(namespace).withName(claim).require();
    return found.getMetadata().getUid();
  }

  /** The volume with all that is in it goes, and another claim of its name comes. */
  private void rebuild(String claim) {
    var resource = cluster.client().persistentVolumeClaims().inNamespace(namespace).withName(claim);
    resource.delete();
    user.awaitThat(claim + " is gone", () -> resource.get() == null);
    user.claim(namespace, claim, Map.of());
  }

  /** A claim that has been backed up, and its files. */
  private SortedMap<String, String> backedUp() {
    user.claim(namespace, "data", Map.of());
    heldPod("first", "data");
    found("first");
    user.deletePod(namespace, "first");
    files.shell("rm started-first; mkdir -p orders; printf one >orders/1.txt; printf x >y");
    SortedMap<String, String> good = files.contents();
    assertThat(user.ask(namespace, "data", "manual-backup", "good")).startsWith("Completed");
    return good;
  }

  @Test
  void a_new_claim_starts_empty_and_says_so() {
    user.claim(namespace, "data", Map.of());
    heldPod("web", "data");

    assertThat(found("web")).isEmpty();

    assertThat(state("data")).startsWith("uid=" + uid("data") + " state=fresh ");
    assertThat(user.awaitEvent(namespace, "data", "StartsFresh").getType()).isEqualTo("Normal");
    assertThat(user.awaitEvent(namespace, "web", "Held").getMessage()).contains("start-fresh");
    Task task = user.awaitTask(namespace, TaskType.RESTORE_AUTOMATED, User::hasEnded);
    assertThat(User.state(task)).isEqualTo(TaskState.COMPLETED);
    user.awaitThat(
        "the claim is listed on its namespace",
        () ->
            "data"
                .equals(
                    cluster
                        .client()
                        .namespaces()
                        .withName(namespace)
                        .require()
                        .getMetadata()
                        .getAnnotations()
                        .get(Annotations.key(Annotations.SETTLED_CLAIMS))));
  }

  @Test
  void the_first_instruction_sees_what_was_backed_up() {
    SortedMap<String, String> good = backedUp();
    rebuild("data");
    heldPod("web", "data");

    assertThat(found("web")).containsExactly("./data/orders/1.txt", "./data/y");

    files.shell("rm started-web");
    assertThat(files.contents()).isEqualTo(good);
    assertThat(state("data")).contains(" state=restored ", " snapshot=", " repository=");
    assertThat(user.awaitEvent(namespace, "data", "RestoredBeforeStart").getMessage())
        .contains("repository 1");
  }

  @Test
  void a_pod_with_two_claims_waits_for_both() {
    backedUp();
    rebuild("data");
    user.claim(namespace, "wal", Map.of());
    heldPod("db", "data", "wal");

    assertThat(found("db")).containsExactly("./data/orders/1.txt", "./data/y");

    awaitState("data", "restored");
    awaitState("wal", "fresh");
    user.awaitThat(
        "the Config counts them",
        () ->
            new HoldCounts(0, 0, 0, 1, 1, 0, 0)
                .equals(user.config(namespace, "config").getStatus().hold()));
  }

  @Test
  void a_volume_with_data_is_not_written_into() {
    backedUp();
    SCENE.password(namespace, "another password");
    rebuild("data");
    files.write("mine", "mine".getBytes(UTF_8));
    heldPod("web", "data");
    SCENE.password(namespace, Scene.PASSWORD);

    assertThat(found("web")).containsExactly("./data/mine");

    awaitState("data", "adopted");
  }

  @Test
  void nothing_starts_while_the_repository_gives_no_answer_and_a_person_can_go_on() {
    backedUp();
    SCENE.password(namespace, "another password");
    rebuild("data");
    heldPod("web", "data");

    String said = user.awaitEvent(namespace, "data", "RestoreWaits").getMessage();
    assertThat(said).contains("repository 1", "start-fresh=" + uid("data"));
    assertThat(waits("web")).isTrue();
    assertThat(state("data")).isEmpty();

    // a value that was left over from the claim before does nothing
    user.annotateClaim(namespace, "data", Annotations.START_FRESH, "0b7c7f4e-6d44-4c0e-a0f4");
    user.annotateClaim(namespace, "data", Annotations.START_FRESH, uid("data"));
    assertThat(found("web")).isEmpty();
    awaitState("data", "fresh");
  }

  @Test
  void when_the_repository_answers_again_the_restore_goes_on_by_itself() {
    backedUp();
    SCENE.password(namespace, "another password");
    rebuild("data");
    heldPod("web", "data");
    user.awaitEvent(namespace, "data", "RestoreWaits");

    SCENE.password(namespace, Scene.PASSWORD);

    assertThat(found("web")).containsExactly("./data/orders/1.txt", "./data/y");
  }

  @Test
  void a_claim_in_use_is_adopted_and_backed_up() {
    // without an answer nobody knows whether it has a backup, and it is not settled before
    SCENE.password(namespace, "another password");
    user.claim(namespace, "data", Map.of());
    // on a cluster nothing else starts without having been looked at
    hold(false);
    user.pod(namespace, "web", "data");
    hold(true);

    awaitState("data", "adopted");

    SCENE.password(namespace, Scene.PASSWORD);
    assertThat(user.ask(namespace, "data", "manual-backup", "live")).startsWith("Completed");
    assertThat(user.jobs(namespace))
        .noneMatch(job -> job.getMetadata().getName().startsWith("datarestor-restore-"));
    user.deletePod(namespace, "web");
  }

  private void hold(boolean enabled) {
    cluster
        .client()
        .namespaces()
        .withName(namespace)
        .edit(
            found -> {
              var metadata = new NamespaceBuilder(found).editMetadata();
              return (enabled
                      ? metadata.removeFromLabels(HOLD)
                      : metadata.addToLabels(HOLD, "disabled"))
                  .endMetadata()
                  .build();
            });
  }

  @Test
  void nothing_is_backed_up_before_the_claim_is_settled() {
    backedUp();
    SCENE.password(namespace, "another password");
    rebuild("data");
    heldPod("web", "data");
    user.awaitEvent(namespace, "data", "RestoreWaits");

    user.annotateClaim(namespace, "data", "manual-backup", "too-early");
    assertThat(user.awaitEvent(namespace, "data", "NotSelected").getMessage())
        .contains("not settled yet");
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(1);

    SCENE.password(namespace, Scene.PASSWORD);
    found("web");
    user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 2);
  }

  @Test
  void an_opt_out_lets_pods_go_at_once() {
    user.apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata:
          name: data
          namespace: %s
          annotations: {"%s": "false"}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(namespace, Annotations.key(Annotations.AUTO_RESTORE)));
    heldPod("web", "data");

    assertThat(found("web")).isEmpty();

    awaitState("data", "skipped");
    assertThat(user.tasks(namespace, TaskType.RESTORE_AUTOMATED)).isEmpty();
  }

  @Test
  void a_marker_that_is_taken_away_comes_back() {
    user.claim(namespace, "data", Map.of());
    heldPod("web", "data");
    found("web");
    user.annotateClaim(namespace, "data", Annotations.RESTORE_STATE, "uid=another state=fresh at=");
    user.awaitThat(
        "the marker is there again", () -> state("data").startsWith("uid=" + uid("data") + " "));
  }

  @Test
  void an_operator_that_starts_again_goes_on() throws InterruptedException {
    backedUp();
    SCENE.password(namespace, "another password");
    rebuild("data");
    heldPod("web", "data");
    user.awaitEvent(namespace, "data", "RestoreWaits");

    SCENE.operator().restart();
    SCENE.password(namespace, Scene.PASSWORD);

    assertThat(found("web")).containsExactly("./data/orders/1.txt", "./data/y");
  }
}
