package com.datarestor.app.webhook;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Tells the API server whose certificates the webhook has. The chart leaves this field of the
 * MutatingWebhookConfiguration out, so that no tool that applies the chart has a say in it.
 */
final class KnownAuthority {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager("datarestor-webhook")
          .build();
  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("admissionregistration.k8s.io")
          .withVersion("v1")
          .withKind("MutatingWebhookConfiguration")
          .withNamespaced(false)
          .build();

  private final KubernetesClient client;
  private final String name;

  KnownAuthority(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Writes it into each webhook of the configuration, if it is not there.
   *
   * @throws IOException when there is no such configuration
   */
  void write(X509Certificate authority) throws IOException {
    Resource<GenericKubernetesResource> resource =
        client.genericKubernetesResources(KIND).withName(name);
    GenericKubernetesResource found = resource.get();
    if (found == null) {
      throw new IOException(
          "the MutatingWebhookConfiguration %s is missing; helm upgrade makes it again"
              .formatted(name));
    }
    String bundle = bundle(authority);
    ArrayNode patch = MAPPER.createArrayNode();
    List<Map<String, Object>> webhooks = found.get("webhooks");
    for (int index = 0; webhooks != null && index < webhooks.size(); index++) {
      String at = "/webhooks/" + index;
      Object client = webhooks.get(index).get("clientConfig");
      if (client instanceof Map<?, ?> config && !bundle.equals(config.get("caBundle"))) {
        patch
            .addObject()
            .put("op", "test")
            .put("path", at + "/name")
            .put("value", String.valueOf(webhooks.get(index).get("name")));
        patch
            .addObject()
            .put("op", "add")
            .put("path", at + "/clientConfig/caBundle")
            .put("value", bundle);
      }
    }
    if (!patch.isEmpty()) {
      resource.patch(JSON_PATCH, patch.toString());
    }
  }

  /** Base64 of PEM, as {@code caBundle} wants it. */
  private static String bundle(X509Certificate authority) {
    try {
      Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      String pem =
          "-----BEGIN CERTIFICATE-----\n"
              + lines.encodeToString(authority.getEncoded())
              + "\n-----END CERTIFICATE-----\n";
      return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }
}
