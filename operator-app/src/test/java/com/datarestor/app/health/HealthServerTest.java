package com.datarestor.app.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.bus.InMemoryBus;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.codec.Examples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

  private final AtomicReference<String> broken = new AtomicReference<>("");
  private final AtomicReference<String> busy = new AtomicReference<>("");
  private final InMemoryBus bus = new InMemoryBus(RetryPolicy.DEFAULT);
  private final AtomicReference<Optional<DeadLetters>> letters =
      new AtomicReference<>(Optional.of(bus));
  private final HttpClient client = HttpClient.newHttpClient();
  private HealthServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new HealthServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new Health().check("operator", () -> said(broken)),
            new Health().check("operator", () -> said(broken)).check("watches", () -> said(busy)),
            new Metrics(),
            letters::get);
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private static Optional<String> said(AtomicReference<String> complaint) {
    return Optional.ofNullable(complaint.get()).filter(text -> !text.isEmpty());
  }

  @Test
  void whatIsWellIsSaidWithItsName() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/livez").body()).isEqualTo("ok operator\n");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ok operator\nok watches\n");
  }

  @Test
  void whatIsNotIsAskedAnewEachTime_AndNamesItsReason() throws Exception {
    busy.set("waiting for a list of configs");

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body())
        .isEqualTo("ok operator\nNOT OK watches: waiting for a list of configs\n");
    assertThat(get("/livez").statusCode()).as("another start would not help").isEqualTo(200);

    busy.set("");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    broken.set("lane commands.restic-0 has ended");
    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void metricsAreInPrometheusTextFormat() throws Exception {
    HttpResponse<String> metrics = get("/metrics");

    assertThat(metrics.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body())
        .contains("# TYPE datarestor_events_total counter\ndatarestor_events_total 0.0\n");
  }

  @Test
  void aDeadLetterIsListedOnOneLine_AndGoesBackWhereItCameFrom() throws Exception {
    CommandEnvelope command = Examples.command(Examples.of(TellUser.class));
    bus.send(List.of(command));
    try (var owner =
        bus.serve(
            CommandRoute.CLUSTER,
            1,
            each -> {
              throw new PermanentFailure("forbidden", "may not\ncreate Events");
            })) {
      await().until(() -> bus.count() == 1);
      assertThat(owner).isNotNull();
    }
    HttpResponse<String> list = get("/dead-letters");
    assertThat(list.body().lines()).hasSize(1);
    assertThat(list.body().strip().split("\t", -1))
        .hasSize(7)
        .startsWith(command.id())
        .contains("cluster", "tell-user", "1", "forbidden: may not create Events");

    assertThat(post("/dead-letters/nobody").statusCode()).isEqualTo(404);
    assertThat(post("/dead-letters/nobody").body()).isEqualTo("there is no dead letter nobody\n");
    assertThat(bus.count()).isEqualTo(1);

    assertThat(post("/dead-letters/" + command.id()).statusCode()).isEqualTo(200);
    assertThat(bus.count()).isZero();
  }

  @Test
  void deadLettersAreForCallersOnTheSameHostOnly() throws Exception {
    InetAddress neighbour = InetAddress.getByAddress(new byte[] {10, (byte) 244, 0, 9});

    assertThat(server.letters(neighbour, "GET", "/dead-letters").code()).isEqualTo(403);
    assertThat(server.letters(neighbour, "POST", "/dead-letters/c-1").code()).isEqualTo(403);
    assertThat(server.letters(InetAddress.getLoopbackAddress(), "GET", "/dead-letters").code())
        .isEqualTo(200);
  }

  @Test
  void aStandbyHasNoDeadLettersToShow() throws Exception {
    letters.set(Optional.empty());

    assertThat(get("/dead-letters").statusCode()).isEqualTo(503);
    assertThat(get("/dead-letters").body()).contains("does not lead");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return client.send(
        request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(20));
  }
}
