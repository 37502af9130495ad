package com.datarestor.app.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** The key that TLS is served with. It can be replaced while connections come in. */
final class ServingKeys extends X509ExtendedKeyManager {

  private volatile @Nullable Pair current;

  /**
   * A key and its chain.
   *
   * @param authority who signed it
   */
  record Pair(PrivateKey key, List<X509Certificate> chain, X509Certificate authority) {

    X509Certificate certificate() {
      return chain.getFirst();
    }
  }

  /**
   * Reads a key store that {@link Keytool} made.
   *
   * @throws IOException when it is not one
   */
  static Pair read(byte[] store) throws IOException {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(new ByteArrayInputStream(store), Keytool.PASSWORD);
      if (keys.getKey(Keytool.SERVING, Keytool.PASSWORD) instanceof PrivateKey key
          && keys.getCertificate(Keytool.CA) instanceof X509Certificate authority) {
        List<X509Certificate> chain =
            Arrays.stream(keys.getCertificateChain(Keytool.SERVING))
                .map(X509Certificate.class::cast)
                .toList();
        return new Pair(key, chain, authority);
      }
      throw new IOException("the key store lacks the keys of the webhook");
    } catch (GeneralSecurityException e) {
      throw new IOException("the key store cannot be read: " + e.getMessage(), e);
    }
  }

  void use(Pair pair) {
    current = pair;
  }

  /** A context that always serves with the key of the moment. */
  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private Pair pair() {
    return Objects.requireNonNull(current, "served before there is a key");
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return pair().chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return pair().key();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return keyType.equals(pair().key().getAlgorithm()) ? Keytool.SERVING : null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = chooseServerAlias(keyType, issuers, null);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
