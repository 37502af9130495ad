package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where a credential may stand: in the user's own objects, and in a Job's Secret while it runs. */
class CredentialsTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private static final String IN_VALUE = "value-Geheimnis-1a2b3c";
  private static final String IN_KEY = Scene.PASSWORD;
  private static final String IN_ENV_FROM = "envfrom-Geheimnis-4d5e6f";
  private static final String IN_TARGET = "target-Geheimnis-7g8h9i";
  private static final String IN_ANNOTATION = "annotation-Geheimnis-0j1k2l";
  private static final List<String> CREDENTIALS =
      List.of(IN_VALUE, IN_KEY, IN_ENV_FROM, IN_TARGET, IN_ANNOTATION);
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  private static final PrintStream CONSOLE = System.err;
  private static final ByteArrayOutputStream SAID = new ByteArrayOutputStream();

  private final User user = SCENE.user();
  private final KubernetesClient client = SCENE.cluster().client();
  private final String namespace = SCENE.namespace("vault");
  private final VolumeFiles files = SCENE.cluster().files(namespace, "data");

  @BeforeAll
  static void what_the_operator_says_is_kept() {
    System.setErr(new PrintStream(SAID, true, StandardCharsets.UTF_8));
  }

  @AfterAll
  static void what_the_operator_said_is_shown() {
    System.setErr(CONSOLE);
    CONSOLE.print(SAID.toString(StandardCharsets.UTF_8));
  }

  private void everyWayToGiveACredential() {
    user.claim(namespace, "data", Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: more, namespace: %s}
        stringData: {AWS_SECRET_ACCESS_KEY: "%s"}
        """
            .formatted(namespace, IN_ENV_FROM));
    user.apply(
        SCENE
            .config(namespace, "config")
            .environment(
                """
                env:
                  - name: RESTIC_PASSWORD
                    valueFrom: {secretKeyRef: {name: restic, key: password}}
                  - name: AWS_SESSION_TOKEN
                    value: "%s"
                envFrom:
                  - secretRef: {name: more}
                """
                    .formatted(IN_VALUE))
            .repository(SCENE.fresh("repository"), 1)
            .target("rest:http://somebody:" + IN_TARGET + "@127.0.0.1:9/", 2)
            .selector("matchNamespaces: [" + namespace + "]")
            .field("restic: {limitUpload: 1024}")
            .yaml());
  }

  @Test
  void a_credential_is_nowhere_else() {
    everyWayToGiveACredential();
    files.shell("printf one > file; head -c 3000000 /dev/urandom > random");
    user.awaitTasks(namespace, TaskType.SCAN, 1);
    user.awaitThat(
        "restic says that the second repository does not answer",
        () -> logsOfPods().values().stream().anyMatch(log -> log.contains("127.0.0.1:9")));
    user.annotateClaim(namespace, "data", "manual-backup", "*|good");
    Secret secret = user.await("the Secret of the backup's Job", () -> ownedSecret("backup"));
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    assertThat(user.ask(namespace, "data", "manual-restore", "good")).startsWith("Completed");

    aRepositoryWithItsPasswordInAnAnnotation();
    user.awaitThat(
        "the Secret is gone with the work",
        () ->
            client.secrets().inNamespace(namespace).withName(secret.getMetadata().getName()).get()
                == null);
    Map<String, String> places = new LinkedHashMap<>(objects());
    places.putAll(logsOfPods());
    places.put("the operator's log", SAID.toString(StandardCharsets.UTF_8));
    assertThat(places).hasSizeGreaterThan(10).containsKey("v1/namespaces//" + namespace);
    places.forEach((place, text) -> assertThat(text).as(place).doesNotContain(forms(CREDENTIALS)));
    assertThat(filesThatContainACredential()).isEmpty();
  }

  /** It is answered, and taken off although it was never told as it stands there. */
  private void aRepositoryWithItsPasswordInAnAnnotation() {
    String target = "rest:http://somebody:" + IN_ANNOTATION + "@store.example/";
    user.annotateClaim(namespace, "data", "manual-backup", target + "|x");
    user.awaitOutcome(namespace, "data", "last-backup", "Refused");
    assertThat(user.ask(namespace, "data", "manual-restore", "1|" + target + "|x"))
        .startsWith("Refused");
    user.awaitTakenOff(namespace, "data", "manual-backup");
    user.awaitTakenOff(namespace, "data", "manual-restore");
  }

  /** Of the Job of this step, once it belongs to it. */
  private @org.jspecify.annotations.Nullable Secret ownedSecret(String step) {
    return client
        .secrets()
        .inNamespace(namespace)
        .withLabel(MANAGED_BY, "datarestor-operator")
        .list()
        .getItems()
        .stream()
        .filter(secret -> secret.getMetadata().getName().contains(step))
        .filter(secret -> secret.getMetadata().getOwnerReferences().size() == 1)
        .filter(
            secret -> secret.getMetadata().getOwnerReferences().getFirst().getKind().equals("Job"))
        .findFirst()
        .orElse(null);
  }

  /** All objects but those in which a credential may stand; of the Config all but its spec. */
  private Map<String, String> objects() {
    Map<String, String> objects = new ApiReader(client).everything();
    List<String> ours = new ArrayList<>(List.of("restic", "more"));
    client
        .secrets()
        .inNamespace(namespace)
        .withLabel(MANAGED_BY, "datarestor-operator")
        .list()
        .getItems()
        .stream()
        .map(secret -> secret.getMetadata().getName())
        .filter(name -> name.contains("init"))
        .forEach(ours::add);
    ours.forEach(name -> objects.remove("v1/secrets/" + namespace + "/" + name));
    objects.computeIfPresent(
        "backup.datarestor-operator.com/v1alpha1/configs/" + namespace + "/config",
        (path, text) -> {
          ObjectNode config = (ObjectNode) JsonMapper.shared().readTree(text);
          assertThat(config.remove("spec").toString()).contains(IN_VALUE, IN_TARGET);
          return config.toString();
        });
    return objects;
  }

  private Map<String, String> logsOfPods() {
    Map<String, String> logs = new LinkedHashMap<>();
    for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
      String name = pod.getMetadata().getName();
      logs.put("log of " + name, client.pods().inNamespace(namespace).withName(name).getLog());
    }
    return logs;
  }

  private static List<String> forms(List<String> credentials) {
    List<String> forms = new ArrayList<>(credentials);
    credentials.forEach(
        each ->
            forms.add(Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8))));
    return forms;
  }

  /** Journal and log; the broker writes some texts with two bytes to a character. */
  private static List<String> filesThatContainACredential() {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(SCENE.operator().directory())) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSizeGreaterThan(1);
      for (Path file : files) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String form : forms(CREDENTIALS)) {
          String wide =
              new String(form.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
          if (bytes.contains(form) || bytes.contains(wide)) {
            found.add(file + " has " + form);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
