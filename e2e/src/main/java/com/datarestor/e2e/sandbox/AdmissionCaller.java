package com.datarestor.e2e.sandbox;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls a webhook on this machine as an API server does: it trusts what the
 * MutatingWebhookConfiguration says at that moment, and nothing else.
 */
public final class AdmissionCaller {

  private static final String API = "admissionregistration.k8s.io/v1";
  private static final String KIND = "MutatingWebhookConfiguration";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** One object, since connections are kept for the same verifier only. */
  private static final HostnameVerifier ANY_NAME = (host, session) -> true;

  private final KubernetesClient client;
  private final String configuration;

  /** What the webhook answered. */
  public record Answer(int code, String body) {}

  public AdmissionCaller(KubernetesClient client, String configuration) {
    this.client = client;
    this.configuration = configuration;
  }

  /** Makes a configuration with two webhooks, as a chart does: nobody knows the keys yet. */
  public void configure() {
    client
        .resource(
            MAPPER.readValue(
                """
                {"apiVersion": "%s", "kind": "%s", "metadata": {"name": "%s"}, "webhooks": [
                  {"name": "strict.example.com", "clientConfig": {"service": {"name": "webhook"}}},
                  {"name": "settled.example.com", "clientConfig": {"service": {"name": "webhook"}}}]}
                """
                    .formatted(API, KIND, configuration),
                GenericKubernetesResource.class))
        .create();
  }

  /** Takes it away again. */
  public void unconfigure() {
    client.genericKubernetesResources(API, KIND).withName(configuration).delete();
  }

  /** The {@code caBundle} of each webhook; empty where there is none. */
  public List<String> bundles() {
    List<String> bundles = new ArrayList<>();
    MAPPER
        .valueToTree(client.genericKubernetesResources(API, KIND).withName(configuration).require())
        .path("webhooks")
        .forEach(
            webhook -> bundles.add(webhook.path("clientConfig").path("caBundle").asString("")));
    return bundles;
  }

  /** Trust in what the configuration says now. */
  public SSLSocketFactory trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(
        "ca",
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Base64.getDecoder().decode(bundles().getFirst()))));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  /** The certificate that it shows to a client which asks for this host. */
  public X509Certificate served(int port, String host)
      throws GeneralSecurityException, IOException {
    try (SSLSocket socket =
        (SSLSocket) trust().createSocket(InetAddress.getLoopbackAddress(), port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** Posts a review, on a connection that is kept when the trust is the same. */
  public static Answer post(SSLSocketFactory trust, int port, String path, String body)
      throws IOException {
    HttpsURLConnection connection =
        (HttpsURLConnection)
            URI.create("https://127.0.0.1:" + port + path).toURL().openConnection();
    connection.setSSLSocketFactory(trust);
    // its certificate is for a Service, which only a cluster resolves
    connection.setHostnameVerifier(ANY_NAME);
    connection.setDoOutput(true);
    connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    int code = connection.getResponseCode();
    try (InputStream answer =
        code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return new Answer(code, new String(answer.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
