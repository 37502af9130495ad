package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.app.webhook.GateWebhook;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.e2e.sandbox.AdmissionCaller;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook over TLS, as the API server calls it: it trusts what the configuration says. */
class GateWebhookTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String NAMESPACE = "backup-system";
  private static final String NAME = "webhook";
  private static final String HOST = NAME + "." + NAMESPACE + ".svc";

  private final List<GateWebhook> running = new ArrayList<>();
  private ApiWithoutNode api;
  private AdmissionCaller caller;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    api.client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName("settled")
                .addToAnnotations(Annotations.key(Annotations.SETTLED_CLAIMS), "data wal")
                .endMetadata()
                .build())
        .create();
    api.client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .endMetadata()
                .build())
        .create();
    caller = new AdmissionCaller(api.client(), "hold");
    caller.configure();
  }

  @AfterEach
  void stop() {
    running.forEach(GateWebhook::close);
    api.close();
  }

  private int webhook(Duration later) throws InterruptedException {
    GateWebhook webhook =
        new GateWebhook(
            api.client(),
            new GateWebhook.Names(NAMESPACE, NAME, NAME, "hold"),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Clock.offset(Clock.systemUTC(), later));
    running.add(webhook);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                webhook.run();
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return webhook.awaitPort();
  }

  private X509Certificate served(int port) throws GeneralSecurityException, IOException {
    return caller.served(port, HOST);
  }

  private AdmissionCaller.Answer post(int port, String body)
      throws GeneralSecurityException, IOException {
    return AdmissionCaller.post(caller.trust(), port, "/gate", body);
  }

  private static String review(String namespace, String spec) {
    return """
        {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
          "uid": "705ab4f5", "namespace": "%s", "operation": "CREATE",
          "kind": {"group": "", "version": "v1", "kind": "Pod"},
          "object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"generateName": "web-"},
                     "spec": %s, "status": {}}}}
        """
        .formatted(namespace, spec);
  }

  private static String volumes(String... claims) {
    StringBuilder volumes = new StringBuilder("{\"name\": \"tmp\", \"emptyDir\": {}}");
    for (String claim : claims) {
      volumes.append(
          ", {\"name\": \"%s\", \"persistentVolumeClaim\": {\"claimName\": \"%s\"}}"
              .formatted(claim, claim));
    }
    return "\"volumes\": [" + volumes + "]";
  }

  /** The patch of the answer; empty without one. */
  private String patch(int port, String review) throws GeneralSecurityException, IOException {
    AdmissionCaller.Answer answer = post(port, review);
    assertThat(answer.code()).isEqualTo(200);
    JsonNode body = MAPPER.readTree(answer.body());
    assertThat(body.path("apiVersion").asString()).isEqualTo("admission.k8s.io/v1");
    assertThat(body.path("kind").asString()).isEqualTo("AdmissionReview");
    JsonNode response = body.path("response");
    assertThat(response.path("uid").asString()).isEqualTo("705ab4f5");
    assertThat(response.path("allowed").asBoolean()).isTrue();
    if (!response.has("patch")) {
      return "";
    }
    assertThat(response.path("patchType").asString()).isEqualTo("JSONPatch");
    return new String(
        Base64.getDecoder().decode(response.path("patch").asString()), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "shop,    data,     true",
    "settled, data,     false",
    "settled, wal,      false",
    "settled, dat,      true",
    "settled, new,      true",
    "missing, data,     true"
  })
  void aPodWaitsForAClaimThatIsNotListed(String namespace, String claim, boolean waits)
      throws Exception {
    String patch = patch(webhook(Duration.ZERO), review(namespace, "{" + volumes(claim) + "}"));
    assertThat(patch)
        .isEqualTo(
            waits
                ? "[{\"op\":\"add\",\"path\":\"/spec/schedulingGates\",\"value\":[{\"name\":\""
                    + Annotations.GATE
                    + "\"}]}]"
                : "");
  }

  @Test
  void otherGatesStayAndItsOwnComesOnce() throws Exception {
    int port = webhook(Duration.ZERO);
    assertThat(patch(port, review("shop", "{" + volumes() + "}"))).as("no claim").isEmpty();
    assertThat(patch(port, review("shop", "{}"))).as("no volume").isEmpty();
    assertThat(
            patch(
                port,
                review(
                    "shop",
                    "{"
                        + volumes("data")
                        + ", \"schedulingGates\": [{\"name\": \"other/gate\"}]}")))
        .isEqualTo(
            "[{\"op\":\"add\",\"path\":\"/spec/schedulingGates/-\",\"value\":{\"name\":\""
                + Annotations.GATE
                + "\"}}]");
    assertThat(
            patch(
                port,
                review(
                    "shop",
                    "{"
                        + volumes("data")
                        + ", \"schedulingGates\": [{\"name\": \""
                        + Annotations.GATE
                        + "\"}]}")))
        .as("it has it")
        .isEmpty();
  }

  @Test
  void whatCannotBeReadIsTakenForUnsettled() throws Exception {
    int port = webhook(Duration.ZERO);
    api.failOnce(500, (method, path) -> path.endsWith("/namespaces/settled"));
    assertThat(patch(port, review("settled", "{" + volumes("data") + "}")))
        .contains(Annotations.GATE);
    assertThat(patch(port, review("settled", "{" + volumes("data") + "}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      not json
      {}
      {"request": {"uid": "1"}}
      {"request": {"uid": "1", "object": {"spec": {"volumes": 5}}}}
      """)
  void nonsenseIsRefused(String body) throws Exception {
    assertThat(post(webhook(Duration.ZERO), body).code()).isEqualTo(400);
  }

  @Test
  void replicasShareTheirKeysAndTheApiServerKnowsThem() throws Exception {
    int first = webhook(Duration.ZERO);
    int second = webhook(Duration.ZERO);
    X509Certificate certificate = served(first);

    assertThat(served(second)).isEqualTo(certificate);
    assertThat(caller.bundles()).hasSize(2).allSatisfy(bundle -> assertThat(bundle).isNotEmpty());
    assertThat(caller.bundles()).containsOnly(caller.bundles().getFirst());
    assertThat(certificate.getSubjectAlternativeNames())
        .anySatisfy(name -> assertThat(name.get(1)).isEqualTo(HOST));
    assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
  }

  @Test
  void aKeyIsReplacedInTimeAndItsAuthorityStays() throws Exception {
    X509Certificate old = served(webhook(Duration.ZERO));
    String bundle = caller.bundles().getFirst();
    assertThat(served(webhook(Duration.ofDays(270)))).isEqualTo(old);

    X509Certificate renewed = served(webhook(Duration.ofDays(280)));

    assertThat(renewed).isNotEqualTo(old);
    assertThat(caller.bundles()).containsOnly(bundle);
  }

  @Test
  void keysThatWereDamagedAreMadeAnew() throws Exception {
    X509Certificate old = served(webhook(Duration.ZERO));
    api.client()
        .secrets()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .edit(
            (Secret secret) ->
                new SecretBuilder(secret).withData(Map.of("keystore.p12", "bm9uc2Vuc2U=")).build());

    assertThat(served(webhook(Duration.ZERO))).isNotEqualTo(old);
  }

  /** A person who deleted it in an emergency has no pods that fail. */
  @Test
  void itIsReadyWhenTheApiServerKnowsIt() throws Exception {
    caller.unconfigure();
    int port = webhook(Duration.ZERO);
    assertThat(api.client().secrets().inNamespace(NAMESPACE).withName(NAME).require().getData())
        .isNotEmpty();
    caller.configure();
    await().until(() -> !caller.bundles().getLast().isEmpty());
    await()
        .untilAsserted(
            () ->
                assertThat(AdmissionCaller.post(caller.trust(), port, "/readyz", "").code())
                    .isEqualTo(200));
  }

  @Test
  void itWaitsForItsSecret() throws Exception {
    Secret secret = api.client().secrets().inNamespace(NAMESPACE).withName(NAME).require();
    api.client().resource(secret).delete();
    Thread starting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    webhook(Duration.ZERO);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    await().until(() -> api.sent().stream().filter(sent -> sent.path().endsWith(NAME)).count() > 2);
    assertThat(starting.isAlive()).isTrue();
    secret.getMetadata().setResourceVersion(null);
    api.client().resource(secret).create();
    assertThat(starting.join(Duration.ofSeconds(30))).isTrue();
    assertThat(caller.bundles().getFirst()).isNotEmpty();
  }
}
