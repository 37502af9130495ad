package com.datarestor.restic.job;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Keeps credentials out of what is said of a request that failed: an API server, or an admission
 * webhook behind it, may repeat a part of the object that it refuses.
 */
final class SecretEcho {

  /** Shorter values are found in any sentence. */
  private static final int SHORTEST_VALUE = 4;

  /** Nine bytes of a value; a sentence has no such run of Base64 by chance. */
  private static final int RUN = 12;

  private SecretEcho() {}

  /** The failure as it is, or without its words when they repeat a part of the Secret. */
  static KubernetesClientException without(Secret secret, KubernetesClientException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (repeats(String.valueOf(cause.getMessage()), secret)) {
        return silent(secret, e);
      }
    }
    return e.getStatus() != null && repeats(e.getStatus().toString(), secret)
        ? silent(secret, e)
        : e;
  }

  private static boolean repeats(String words, Secret secret) {
    return secret.getData().values().stream().anyMatch(encoded -> repeats(words, encoded));
  }

  private static boolean repeats(String words, String encoded) {
    String value = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    if (value.length() < SHORTEST_VALUE) {
      return false;
    }
    if (words.contains(value) || words.contains(encoded)) {
      return true;
    }
    for (int at = 0; at + RUN <= encoded.length(); at++) {
      if (words.contains(encoded.substring(at, at + RUN))) {
        return true;
      }
    }
    return false;
  }

  /** Without a cause, too: its words would be logged with it. */
  private static KubernetesClientException silent(Secret secret, KubernetesClientException e) {
    String reason =
        e.getStatus() == null || e.getStatus().getReason() == null
            ? ""
            : " " + e.getStatus().getReason();
    String message =
        "Secret %s/%s was refused with status %d%s; the words of the refusal repeat credentials and are left out"
            .formatted(
                secret.getMetadata().getNamespace(),
                secret.getMetadata().getName(),
                e.getCode(),
                reason);
    return new KubernetesClientException(
        message,
        e.getCode(),
        new StatusBuilder().withCode(e.getCode()).withMessage(message).build());
  }
}
