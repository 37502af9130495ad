package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ContainerProcess.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod's container says, resolved as a kubelet does. */
final class ContainerSpec {

  private static final Pattern REFERENCE = Pattern.compile("\\$(\\$|\\(([-._a-zA-Z0-9]+)\\))");

  private final ObjectStore store;
  private final ResourceKinds kinds;
  private final JsonNode pod;
  private final JsonNode container;

  ContainerSpec(ObjectStore store, ResourceKinds kinds, JsonNode pod) {
    this.store = store;
    this.kinds = kinds;
    this.pod = pod;
    this.container = pod.path("spec").path("containers").path(0);
  }

  /** Why the container cannot be made yet. */
  static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String reason;

    NotYet(String reason, String message) {
      super(message, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  String namespace() {
    return Json.text(pod, "metadata", "namespace");
  }

  /** Names of the claims that the pod mounts. */
  List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      String claim = Json.text(volume, "persistentVolumeClaim", "claimName");
      if (!claim.isEmpty()) {
        claims.add(claim);
      }
    }
    return claims;
  }

  String name() {
    return Json.text(container, "name");
  }

  boolean fallsBackToLog() {
    return Json.text(container, "terminationMessagePolicy").equals("FallbackToLogsOnError");
  }

  /**
   * @throws NotYet when something it refers to is not there
   */
  Map<String, String> environment() {
    String image = Json.text(container, "image");
    if (image.contains("does-not-exist")) {
      throw new NotYet("ImagePullBackOff", "Back-off pulling image \"" + image + "\"");
    }
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOSTNAME", Json.text(pod, "metadata", "name"));
    for (JsonNode source : container.path("envFrom")) {
      String prefix = Json.text(source, "prefix");
      source(source, "secretRef", "secrets")
          .ifPresent(data -> data.forEach((k, v) -> environment.put(prefix + k, v)));
      source(source, "configMapRef", "configmaps")
          .ifPresent(data -> data.forEach((k, v) -> environment.put(prefix + k, v)));
    }
    for (JsonNode variable : container.path("env")) {
      String name = Json.text(variable, "name");
      JsonNode from = variable.path("valueFrom");
      if (from.isMissingNode()) {
        environment.put(name, expand(Json.text(variable, "value"), environment));
      } else if (from.has("fieldRef")) {
        environment.put(
            name, Json.at(pod, "." + Json.text(from, "fieldRef", "fieldPath")).asString(""));
      } else {
        boolean secret = from.has("secretKeyRef");
        JsonNode ref = from.path(secret ? "secretKeyRef" : "configMapKeyRef");
        Optional<Map<String, String>> data = data(ref, secret ? "secrets" : "configmaps");
        String value = data.map(all -> all.get(Json.text(ref, "key"))).orElse(null);
        if (value == null) {
          throw new NotYet(
              "CreateContainerConfigError",
              "couldn't find key "
                  + Json.text(ref, "key")
                  + (secret ? " in Secret " : " in ConfigMap ")
                  + namespace()
                  + "/"
                  + Json.text(ref, "name"));
        }
        environment.put(name, value);
      }
    }
    return environment;
  }

  private Optional<Map<String, String>> source(JsonNode source, String field, String plural) {
    return source.has(field) ? data(source.path(field), plural) : Optional.empty();
  }

  private Optional<Map<String, String>> data(JsonNode ref, String plural) {
    String name = Json.text(ref, "name");
    Optional<ObjectNode> object = store.find(kinds.core(plural), namespace(), name);
    if (object.isEmpty()) {
      if (ref.path("optional").asBoolean(false)) {
        return Optional.empty();
      }
      String kind = plural.substring(0, plural.length() - 1);
      throw new NotYet("CreateContainerConfigError", kind + " \"" + name + "\" not found");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.get().path("data").properties()) {
      String text = entry.getValue().asString();
      values.put(
          entry.getKey(),
          plural.equals("secrets")
              ? new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)
              : text);
    }
    return Optional.of(values);
  }

  /** Command and arguments, with {@code $(NAME)} replaced and {@code $$} made {@code $}. */
  List<String> command(Map<String, String> environment) {
    List<String> words = new ArrayList<>();
    container.path("command").forEach(word -> words.add(expand(word.asString(), environment)));
    container.path("args").forEach(word -> words.add(expand(word.asString(), environment)));
    return words;
  }

  private static String expand(String text, Map<String, String> environment) {
    Matcher reference = REFERENCE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (reference.find()) {
      String replacement =
          reference.group(1).equals("$")
              ? "$"
              : environment.getOrDefault(reference.group(2), reference.group());
      reference.appendReplacement(expanded, Matcher.quoteReplacement(replacement));
    }
    return reference.appendTail(expanded).toString();
  }

  /**
   * The rights to read and write files of anybody, when the container gives them up; the other
   * capabilities make no difference here.
   */
  String lostCapabilities() {
    JsonNode capabilities = container.path("securityContext").path("capabilities");
    boolean drops = false;
    for (JsonNode dropped : capabilities.path("drop")) {
      drops |= dropped.asString().equals("ALL");
    }
    for (JsonNode added : capabilities.path("add")) {
      drops &= !added.asString().startsWith("DAC_");
    }
    return drops ? "-dac_override,-dac_read_search" : "";
  }

  /**
   * @param volumes finds the directory of a claim
   * @param scratch for volumes that live as long as the pod
   */
  List<Mount> mounts(SandboxVolumes volumes, Path scratch) throws IOException {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode mount : container.path("volumeMounts")) {
      Path source = directory(Json.text(mount, "name"), volumes, scratch);
      String subPath = Json.text(mount, "subPath");
      mounts.add(
          new Mount(
              subPath.isEmpty() ? source : source.resolve(subPath),
              Json.text(mount, "mountPath"),
              mount.path("readOnly").asBoolean(false)));
    }
    return mounts;
  }

  private Path directory(String name, SandboxVolumes volumes, Path scratch) throws IOException {
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      if (!Json.text(volume, "name").equals(name)) {
        continue;
      }
      if (volume.has("persistentVolumeClaim")) {
        return volumes.of(
            Json.text(pod, "metadata", "namespace"),
            Json.text(volume, "persistentVolumeClaim", "claimName"));
      }
      if (volume.has("hostPath")) {
        return Path.of(Json.text(volume, "hostPath", "path"));
      }
      Path own = Files.createDirectories(scratch.resolve(name));
      if (volume.has("secret") || volume.has("configMap")) {
        boolean secret = volume.has("secret");
        ObjectNode ref = Json.object();
        ref.put(
            "name",
            Json.text(volume, secret ? "secret" : "configMap", secret ? "secretName" : "name"));
        for (Map.Entry<String, String> file :
            data(ref, secret ? "secrets" : "configmaps").orElse(Map.of()).entrySet()) {
          Files.writeString(own.resolve(file.getKey()), file.getValue());
        }
      }
      return own;
    }
    throw new NotYet("FailedMount", "volume \"" + name + "\" is not in the pod");
  }
}
