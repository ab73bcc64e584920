package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.jspecify.annotations.Nullable;

/** What both HTTP clients need for TLS. */
record TlsContext(SSLContext context, X509TrustManager trust, HostnameVerifier hostnames) {
  private static final char[] NO_PASSWORD = new char[0];

  /**
   * Reads the files.
   *
   * @throws IOException naming the file and what is wrong with it
   */
  static TlsContext of(TlsFiles files) throws IOException {
    try {
      X509TrustManager trust = files.skipVerify() ? new TrustAll() : trust(files.ca());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(clientKeys(files), new TrustManager[] {trust}, null);
      return new TlsContext(
          context, trust, files.skipVerify() ? (h, s) -> true : new DefaultHostnameVerifier());
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot set up TLS: " + e.getMessage(), e);
    }
  }

  /** The system's certificates and those of {@code ca}. */
  private static X509TrustManager trust(Optional<Path> ca)
      throws GeneralSecurityException, IOException {
    X509TrustManager system = trust((KeyStore) null);
    if (ca.isEmpty()) {
      return system;
    }
    KeyStore store = emptyStore();
    int count = 0;
    for (Certificate certificate : system.getAcceptedIssuers()) {
      store.setCertificateEntry("system-" + count++, certificate);
    }
    for (Certificate certificate : certificates(ca.get())) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    return trust(store);
  }

  private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager)
        Arrays.stream(factory.getTrustManagers())
            .filter(X509TrustManager.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  private static KeyManager @Nullable [] clientKeys(TlsFiles files)
      throws GeneralSecurityException, IOException {
    if (files.cert().isEmpty() || files.key().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "client",
        PemKey.read(files.key().get()),
        NO_PASSWORD,
        certificates(files.cert().get()).toArray(Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file) throws IOException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " holds no PEM certificates: " + e.getMessage(), e);
    }
    if (certificates.isEmpty()) {
      throw new IOException(file + " holds no certificates");
    }
    return certificates;
  }

  /** Skips verification where the user asked for it. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
