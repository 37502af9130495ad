package com.datarestor.app.webhook;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the webhook in their Secret, which all its replicas share: an authority that lasts,
 * so that the API server needs to learn it once, and a key for serving that is replaced in time.
 * The Secret exists, empty at first: the chart makes it.
 */
final class KeySecret {

  static final String KEY = "keystore.p12";

  private static final Duration AUTHORITY = Duration.ofDays(3650);
  private static final Duration SERVING = Duration.ofDays(365);

  /** So long before its end a key is replaced. */
  private static final Duration RENEWED_BEFORE = Duration.ofDays(90);

  /** An authority is replaced while it still outlives what it signs. */
  private static final Duration AUTHORITY_RENEWED_BEFORE = SERVING.plus(RENEWED_BEFORE);

  private static final Logger log = LoggerFactory.getLogger(KeySecret.class);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final List<String> hosts;
  private final Clock clock;

  /**
   * @param hosts the names that the API server may call
   */
  KeySecret(
      KubernetesClient client, String namespace, String name, List<String> hosts, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.hosts = List.copyOf(hosts);
    this.clock = clock;
  }

  /**
   * The keys of now: those in the Secret, or new ones, which are in it then.
   *
   * @throws IOException when there is no such Secret, or it changes at this very moment
   */
  ServingKeys.Pair current() throws IOException, InterruptedException {
    Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
    if (secret == null) {
      throw new IOException(
          "the Secret %s/%s is missing; helm upgrade makes it again".formatted(namespace, name));
    }
    byte[] store =
        Optional.ofNullable(secret.getData())
            .map(data -> data.get(KEY))
            .map(Base64.getDecoder()::decode)
            .orElseGet(() -> new byte[0]);
    Optional<ServingKeys.Pair> found = readable(store);
    if (found.filter(pair -> lasts(pair.authority(), AUTHORITY_RENEWED_BEFORE)).isEmpty()) {
      return keep(secret, Keytool.issue(hosts, AUTHORITY, SERVING));
    }
    if (!lasts(found.get().certificate(), RENEWED_BEFORE)) {
      return keep(secret, Keytool.renew(store, hosts, SERVING));
    }
    return found.get();
  }

  private static Optional<ServingKeys.Pair> readable(byte[] store) {
    if (store.length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServingKeys.read(store));
    } catch (IOException e) {
      log.warn("the keys of the webhook are made anew: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean lasts(X509Certificate certificate, Duration howLong) {
    return clock.instant().plus(howLong).isBefore(certificate.getNotAfter().toInstant());
  }

  /** Of several replicas that come at once, one is first. */
  private ServingKeys.Pair keep(Secret secret, byte[] store) throws IOException {
    try {
      client
          .secrets()
          .inNamespace(namespace)
          .resource(
              new SecretBuilder(secret)
                  .addToData(KEY, Base64.getEncoder().encodeToString(store))
                  .build())
          .update();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        throw new IOException("another replica made keys at the same time", e);
      }
      throw e;
    }
    ServingKeys.Pair pair = ServingKeys.read(store);
    log.info("new keys for the webhook, until {}", pair.certificate().getNotAfter().toInstant());
    return pair;
  }
}
