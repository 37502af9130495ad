package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Map;

/**
 * An S3 server in the cluster, as self-hosters have one: a pod, a Service, and a claim for what it
 * is given. {@code e2e/cluster/versitygw} makes its image.
 */
record S3Server(RealCluster cluster, String namespace, String name, String key, String secret) {

  private static final int PORT = 9000;

  /** Starts one and waits until it answers. A folder is a bucket. */
  static S3Server start(InstalledScene scene, String namespace, String name, String bucket) {
    S3Server server =
        new S3Server(
            scene.cluster(), namespace, name, name + "-access-key", name + "-secret-key-4711");
    User user = scene.user();
    user.claim(namespace, name, Map.of());
    scene.cluster().files(namespace, name).shell("mkdir " + bucket);
    user.apply(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          selector: {server: %1$s}
          ports: [{port: %3$d}]
        """
            .formatted(name, namespace, PORT));
    user.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, namespace: %2$s, labels: {server: %1$s}}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - name: s3
              image: localhost/datarestor/versitygw:cluster
              imagePullPolicy: Never
              args: [--port, ":%3$d", --health, /health, --quiet, posix, /data]
              env:
                - {name: ROOT_ACCESS_KEY, value: %4$s}
                - {name: ROOT_SECRET_KEY, value: %5$s}
              readinessProbe:
                periodSeconds: 1
                httpGet: {path: /health, port: %3$d}
              volumeMounts: [{name: data, mountPath: /data}]
          volumes:
            - name: data
              persistentVolumeClaim: {claimName: %1$s}
        """
            .formatted(name, namespace, PORT, server.key, server.secret));
    user.awaitThat(
        "S3 server " + name + " is ready",
        () ->
            Readiness.isPodReady(
                scene.cluster().client().pods().inNamespace(namespace).withName(name).get()));
    return server;
  }

  /** What a Config calls a repository in it; the path begins with the bucket. */
  String target(String path) {
    return "s3:http://%s.%s.svc:%d/%s".formatted(name, namespace, PORT, path);
  }

  /** The credentials, as entries of a repository. */
  String env() {
    return """
        env:
          - {name: AWS_ACCESS_KEY_ID, value: %s}
          - {name: AWS_SECRET_ACCESS_KEY, value: %s}
        """
        .formatted(key, secret);
  }

  /** Looks into a repository without S3: an object is a file of the claim. */
  Restic repository(String path) {
    return new Restic(
        Restic.onThisMachine(), cluster.directory(namespace, name).resolve(path), Scene.PASSWORD);
  }
}
