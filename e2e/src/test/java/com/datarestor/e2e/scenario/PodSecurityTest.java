package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Namespaces that do not admit every pod. Their repository is a volume of their own. */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make e2e brings one up")
class PodSecurityTest {

  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";
  private static final String MIXED_OWNERS =
      """
      mkdir -m 0700 private && echo secret > private/key && chmod 0600 private/key
      chown -R 4711:4712 private
      echo odd > odd && chown 999:65534 odd && chmod 0000 odd
      """;
  private static final String RESTRICTED =
      """
          podSecurityContext:
            runAsNonRoot: true
            runAsUser: 1000
            fsGroup: 1000
            seccompProfile: {type: RuntimeDefault}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
      """;

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  private final User user = SCENE.user();

  @Test
  void baseline_admits_backup_and_restore_of_files_of_any_owner() {
    String namespace = SCENE.namespace(Map.of(ENFORCE, "baseline"));
    claims(namespace);
    config(namespace, "", "");
    VolumeFiles files = SCENE.cluster().files(namespace, "data");
    files.shell(MIXED_OWNERS);

    backUpBreakRestore(namespace, files, "echo gone > private/key; rm -f odd");
  }

  @Test
  void restricted_admits_them_for_a_volume_of_one_user() {
    String namespace = SCENE.namespace(Map.of(ENFORCE, "restricted"));
    claims(namespace);
    SCENE.cluster().files(namespace, "repository").shell("chown 1000:1000 .");
    config(namespace, RESTRICTED, "");
    VolumeFiles files = SCENE.cluster().files(namespace, "data");
    files.shell(MIXED_OWNERS + "chown -R 1000:1000 . && chmod 0600 odd");

    backUpBreakRestore(namespace, files, "echo gone > private/key; rm -f odd");
  }

  @Test
  void a_pod_that_is_not_admitted_frees_its_place_and_its_Task_says_why() {
    String namespace = SCENE.namespace(Map.of(ENFORCE, "restricted"));
    claims(namespace);
    config(namespace, "", "limits: {startDeadline: 5s}");

    SCENE.cluster().files(namespace, "data").shell("touch here");
    SCENE.annotate(namespace, "manual-backup=refused");

    waitsBecause(namespace, "violates PodSecurity \"restricted");
  }

  @Test
  void a_quota_that_is_used_up_frees_its_place_and_its_Task_says_why() {
    String namespace = SCENE.namespace(Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: none, namespace: %s}
        spec: {hard: {pods: "0"}}
        """
            .formatted(namespace));
    claims(namespace);
    config(namespace, "", "limits: {startDeadline: 5s}");

    SCENE.cluster().files(namespace, "data").shell("touch here");
    SCENE.annotate(namespace, "manual-backup=refused");

    waitsBecause(namespace, "exceeded quota: none");
  }

  /** First contact with the repository is what cannot be made, and what the backup waits for. */
  private void waitsBecause(String namespace, String why) {
    Task waits =
        user.await(
            "a Task that waits: " + why,
            () ->
                // where claims are settled first, the backup waits behind that
                user.tasks(namespace).stream()
                    .filter(task -> task.getSpec().claim().isPresent())
                    .filter(task -> task.getStatus() != null)
                    .filter(task -> String.valueOf(task.getStatus().message()).contains(why))
                    .findFirst()
                    .orElse(null));
    assertThat(User.state(waits)).isIn(TaskState.PENDING, TaskState.FAILED);
  }

  private void backUpBreakRestore(String namespace, VolumeFiles files, String damage) {
    user.awaitReady(namespace, "config");
    SortedMap<String, String> before = files.contents();
    SCENE.annotate(namespace, "manual-backup=good");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    files.shell(damage);
    assertThat(files.contents()).isNotEqualTo(before);

    SCENE.annotate(namespace, "manual-restore=good");
    user.awaitOutcome(namespace, "data", "last-restore", "Completed");

    assertThat(files.contents()).isEqualTo(before);
  }

  private void claims(String namespace) {
    user.claim(namespace, "data", Map.of("volume", "data"));
    user.claim(namespace, "repository", Map.of());
  }

  private void config(String namespace, String jobTemplate, String fields) {
    user.apply(
        """
        apiVersion: backup.datarestor-operator.com/v1alpha1
        kind: Config
        metadata: {name: config, namespace: %s}
        spec:
          env:
            - name: RESTIC_PASSWORD
              valueFrom: {secretKeyRef: {name: restic, key: password}}
          repositories: [{target: /repository/%s, priority: 1}]
          selectors:
            - matchNamespaces: [%s]
              matchLabels: {volume: data}
          jobTemplate:
            volumes: [{name: repository, persistentVolumeClaim: {claimName: repository}}]
            volumeMounts: [{name: repository, mountPath: /repository}]
        """
                .formatted(namespace, namespace, namespace)
            + jobTemplate
            + fields.indent(2));
  }
}
