package com.datarestor.e2e.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Applications as people deploy them. The first instruction of each records a hash of all that is
 * in its volumes; when there is nothing, it writes something, and records the hash of that.
 */
final class DrillApplications {

  /** The claims of this one lie in two repositories, by this label. */
  static final String SECOND_REPOSITORY = "repository: second";

  private static final String IMAGE = "localhost/datarestor/busybox:cluster";

  private final List<String> namespaces;

  DrillApplications(List<String> namespaces) {
    this.namespaces = List.copyOf(namespaces);
  }

  /** One application; its pods have the label {@code app} with its name. */
  record Application(String namespace, String name, int claims, String yaml) {}

  /** The first so many; every kind comes up in turn. */
  List<Application> first(int count) {
    List<Application> applications = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      applications.add(application(number));
    }
    return applications;
  }

  private Application application(int number) {
    String namespace = namespaces.get(number % namespaces.size());
    String name = "app-" + number;
    return switch (number % 6) {
      case 0 ->
          of(
              namespace,
              name,
              1,
              claim(name, "") + deployment(name, mounts(name), "", volume(name)));
      case 1 -> of(namespace, name, 2, statefulSet(name));
      case 2 -> of(namespace, name, 1, claim(name, "") + job(name));
      case 3 ->
          of(
              namespace,
              name,
              2,
              claim(name, "")
                  + claim(name + "-far", SECOND_REPOSITORY)
                  + deployment(
                      name,
                      mounts(name) + mounts(name + "-far"),
                      "",
                      volume(name) + volume(name + "-far")));
      case 4 ->
          of(
              namespace,
              name,
              1,
              claim(name, "")
                  + deployment(
                      name,
                      mounts(name) + "- {name: scratch, mountPath: /scratch}\n",
                      "securityContext: {runAsUser: 1234, runAsGroup: 1234, fsGroup: 1234, runAsNonRoot: true}\n",
                      volume(name) + EPHEMERAL));
      default -> of(namespace, name, 1, claim(name, "") + pod(name));
    };
  }

  private static final String EPHEMERAL =
      """
      - name: scratch
        ephemeral:
          volumeClaimTemplate:
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}
      """;

  /** Every object in the namespace, whatever the kind says. */
  private static Application of(String namespace, String name, int claims, String yaml) {
    return new Application(
        namespace, name, claims, yaml.replace("{NAMESPACE}", namespace).replace("{NAME}", name));
  }

  private static String claim(String name, String label) {
    return """
        ---
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: "{NAMESPACE}", labels: {%s}}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
        """
        .formatted(name, label);
  }

  private static String mounts(String volume) {
    return "- {name: %s, mountPath: /v/%s}\n".formatted(volume, volume);
  }

  private static String volume(String claim) {
    return "- {name: %s, persistentVolumeClaim: {claimName: %s}}\n".formatted(claim, claim);
  }

  private static String deployment(String name, String mounts, String security, String volumes) {
    return """
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: "{NAMESPACE}"}
        spec:
          replicas: 1
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec:
        """
            .formatted(name, name, name)
        + (podSpec(mounts, "while :; do sleep 1; done") + security + "volumes:\n" + volumes)
            .indent(6);
  }

  private static String statefulSet(String name) {
    return """
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: %s, namespace: "{NAMESPACE}"}
        spec:
          serviceName: %s
          replicas: 1
          selector: {matchLabels: {app: %s}}
          volumeClaimTemplates:
            - {metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}}
            - {metadata: {name: wal}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}}
          template:
            metadata: {labels: {app: %s}}
            spec:
        """
            .formatted(name, name, name, name)
        + podSpec(mounts("data") + mounts("wal"), "while :; do sleep 1; done").indent(6);
  }

  private static String job(String name) {
    return """
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: %s, namespace: "{NAMESPACE}"}
        spec:
          template:
            metadata: {labels: {app: %s}}
            spec:
              restartPolicy: Never
        """
            .formatted(name, name)
        + (podSpec(mounts(name), "true") + "volumes:\n" + volume(name)).indent(6);
  }

  private static String pod(String name) {
    return """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: "{NAMESPACE}", labels: {app: %s}}
        spec:
        """
            .formatted(name, name)
        + (podSpec(mounts(name), "while :; do sleep 1; done") + "volumes:\n" + volume(name))
            .indent(2);
  }

  private static String podSpec(String mounts, String then) {
    return """
        terminationGracePeriodSeconds: 1
        automountServiceAccountToken: false
        containers:
          - name: app
            image: %s
            command: [sh, -c]
            args:
              - |
                all() { (cd /v && find . | sort && find . -type f | sort | xargs -r sha256sum) | sha256sum | cut -c1-32; }
                echo "first=$(all) files=$(find /v -type f | wc -l)"
                if [ -z "$(find /v -type f)" ]; then
                  for d in /v/*; do
                    mkdir -p "$d/deep/er"
                    head -c 20000 /dev/urandom >"$d/one.bin"
                    echo "{NAME} $d" >"$d/deep/er/two.txt"
                    ln -s deep/er/two.txt "$d/link"
                  done
                fi
                echo "now=$(all)"
                trap 'exit 0' TERM
                %s
            volumeMounts:
        """
            .formatted(IMAGE, then)
        + mounts.indent(6);
  }
}
