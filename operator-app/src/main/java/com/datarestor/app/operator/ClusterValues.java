package com.datarestor.app.operator;

import com.datarestor.core.repository.Environment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Gettable;
import jakarta.inject.Inject;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads Secrets and ConfigMaps when they are needed; nothing is watched and nothing is kept. */
final class ClusterValues implements Environment.Values {

  private final KubernetesClient client;

  @Inject
  ClusterValues(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Map<String, String>> secret(String namespace, String name) {
    Secret secret = read(client.secrets().inNamespace(namespace).withName(name));
    if (secret == null) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    if (secret.getData() != null) {
      secret
          .getData()
          .forEach(
              (key, value) ->
                  values.put(
                      key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    }
    return Optional.of(values);
  }

  @Override
  public Optional<Map<String, String>> configMap(String namespace, String name) {
    ConfigMap map = read(client.configMaps().inNamespace(namespace).withName(name));
    if (map == null) {
      return Optional.empty();
    }
    return Optional.of(map.getData() == null ? Map.of() : new TreeMap<>(map.getData()));
  }

  private static <T> @Nullable T read(Gettable<T> object) {
    try {
      return object.get();
    } catch (KubernetesClientException e) {
      throw e.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? new Environment.NotAllowed(e) : e;
    }
  }
}
