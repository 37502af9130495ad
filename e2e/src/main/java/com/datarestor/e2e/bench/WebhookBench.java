package com.datarestor.e2e.bench;

import com.datarestor.app.cluster.Clients;
import com.datarestor.app.webhook.GateWebhook;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.e2e.sandbox.AdmissionCaller;
import com.datarestor.e2e.sandbox.SandboxApi;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import javax.net.ssl.SSLSocketFactory;

/** What the webhook adds to the creation of a pod; with many pods at once. */
final class WebhookBench {

  private static final String NAMESPACE = "datarestor-operator-system";
  private static final String NAME = "webhook";
  private static final int CALLERS = 8;
  private static final int REVIEWS = 500;
  private static final String REVIEW =
      """
      {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "705ab4f5-6393-11e8-b7cc-42010a800002", "namespace": "shop", "operation": "CREATE",
        "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-"},
          "spec": {"containers": [{"name": "web", "image": "web:1"}],
            "volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "new"}}]}}}}
      """;

  private WebhookBench() {}

  static void run(Table table) throws IOException, InterruptedException {
    try (SandboxApi api = SandboxApi.alone();
        KubernetesClient client =
            Clients.quick(new ConfigBuilder(Config.empty()).withMasterUrl(api.url()).build());
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      AdmissionCaller caller = prepare(client);
      Future<?> running;
      try (GateWebhook webhook =
          new GateWebhook(
              client,
              new GateWebhook.Names(NAMESPACE, NAME, NAME, "hold"),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
              Clock.systemUTC())) {
        running =
            executor.submit(
                () -> {
                  webhook.run();
                  return null;
                });
        int port = webhook.awaitPort();
        measure(table, caller.trust(), port, executor);
      }
      running.get();
    } catch (GeneralSecurityException | ExecutionException e) {
      throw new IOException("the webhook cannot be measured", e);
    }
  }

  private static AdmissionCaller prepare(KubernetesClient client) {
    for (String namespace : List.of(NAMESPACE, "shop")) {
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(namespace)
                  .addToAnnotations(Annotations.key(Annotations.SETTLED_CLAIMS), "data wal")
                  .endMetadata()
                  .build())
          .create();
    }
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .endMetadata()
                .build())
        .create();
    AdmissionCaller caller = new AdmissionCaller(client, "hold");
    caller.configure();
    return caller;
  }

  private static void measure(
      Table table, SSLSocketFactory trust, int port, ExecutorService executor)
      throws InterruptedException, ExecutionException {
    calls(trust, port, "/gate", executor);
    calls(trust, port, "/livez", executor);
    Times bare = calls(trust, port, "/livez", executor);
    Times reviews = calls(trust, port, "/gate", executor);
    for (int percent : new int[] {50, 99}) {
      table.row(
          "a review of a pod by the webhook, %d at once, p%d".formatted(CALLERS, percent),
          Table.millis(reviews.percentile(percent)),
          "an answer without a review " + Table.millis(bare.percentile(percent)),
          Table.times(reviews.percentile(percent) / bare.percentile(percent)),
          percent == 99 ? "< 50 ms" : "");
    }
  }

  private static Times calls(
      SSLSocketFactory trust, int port, String path, ExecutorService executor)
      throws InterruptedException, ExecutionException {
    List<Callable<List<Double>>> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      callers.add(() -> calls(trust, port, path));
    }
    DoubleStream.Builder all = DoubleStream.builder();
    for (Future<List<Double>> times : executor.invokeAll(callers)) {
      times.get().forEach(all::add);
    }
    return Times.of(all.build().toArray());
  }

  private static List<Double> calls(SSLSocketFactory trust, int port, String path)
      throws IOException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < REVIEWS; i++) {
      long begun = System.nanoTime();
      AdmissionCaller.Answer answer = AdmissionCaller.post(trust, port, path, REVIEW);
      times.add((double) (System.nanoTime() - begun));
      if (answer.code() != 200 || (path.equals("/gate") && !answer.body().contains("patch"))) {
        throw new IllegalStateException("not an answer: " + answer);
      }
    }
    return times;
  }
}
