package com.datarestor.e2e.sandbox;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

/**
 * The API server alone, with the operator's kinds and no node: what is created stays as it was
 * created, and every request of its client is remembered as it was sent.
 */
public final class ApiWithoutNode implements AutoCloseable {

  private final SandboxApi api;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final List<ApiFaults.Fault> faults = new CopyOnWriteArrayList<>();
  private final KubernetesClient client;

  /** A request. */
  public record Sent(String method, String path, String body) {

    public boolean writes() {
      return !method.equals("GET");
    }
  }

  private ApiWithoutNode(SandboxApi api) {
    this.api = api;
    this.client = client(api.url());
  }

  /** Starts it with the namespaces that the tests speak of. */
  public static ApiWithoutNode start() throws IOException {
    ApiWithoutNode server = new ApiWithoutNode(new SandboxApi(0));
    for (String definition : List.of("configs", "tasks")) {
      try (InputStream yaml =
          Objects.requireNonNull(
              ApiWithoutNode.class.getResourceAsStream("/crds/" + definition + ".yaml"))) {
        server.client.load(yaml).serverSideApply();
      }
    }
    for (String namespace : List.of("shop", "backup-system")) {
      server
          .client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
    }
    server.sent.clear();
    return server;
  }

  /** A client that takes the first answer: a test that asks for an error wants to see it. */
  private KubernetesClient client(String url) {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withNamespace("default")
            .withRequestRetryBackoffLimit(0)
            .build();
    Interceptor recorder =
        new Interceptor() {
          @Override
          public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
            String body = request.bodyString();
            sent.add(new Sent(request.method(), request.uri().getPath(), body == null ? "" : body));
          }
        };
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> builder.addOrReplaceInterceptor("recorder", recorder))
        .build();
  }

  public KubernetesClient client() {
    return client;
  }

  /** Creates the pod and then tells its status, as a kubelet does. */
  public Pod place(Pod pod) {
    Pod created = client.resource(pod).create();
    created.setStatus(pod.getStatus());
    return client.resource(created).updateStatus();
  }

  /** What was sent so far. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** What was sent so far that was to change something. */
  public List<Sent> writes() {
    return sent.stream().filter(Sent::writes).toList();
  }

  public void forgetWhatWasSent() {
    sent.clear();
  }

  /** A fault lasts until it was answered; nobody closes it before. */
  private void keep(ApiFaults.Fault fault) {
    faults.add(fault);
  }

  /** Answers the next request that matches (method, path) with this status. */
  public void failOnce(int status, BiPredicate<String, String> request) {
    keep(api.faults().failNext(1, status, each -> request.test(each.method(), each.path())));
  }

  /** Answers the request after so many others with this status. */
  public void failAfter(int requests, int status) {
    AtomicInteger left = new AtomicInteger(requests);
    keep(api.faults().failNext(1, status, each -> left.getAndDecrement() == 0));
  }

  /** Does this just before the first request that matches (method, path) is answered. */
  public void justBefore(BiPredicate<String, String> request, Runnable action) {
    AtomicBoolean done = new AtomicBoolean();
    keep(
        api.faults()
            .failNext(
                1,
                500,
                each -> {
                  if (request.test(each.method(), each.path()) && done.compareAndSet(false, true)) {
                    action.run();
                  }
                  return false;
                }));
  }

  public void goAway() {
    api.goAway();
  }

  public void comeBack() {
    api.comeBack();
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
