package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with a certificate that nobody knows, which wants one of its clients, too. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();
  // What stands before the PKCS#1 key in a PKCS#8 key of 2048 bits.
  private static final int PKCS8_HEAD_BYTES = 26;

  @TempDir static Path dir;
  private static HttpsServer server;

  @BeforeAll
  static void start() throws Exception {
    Path store = dir.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-alias",
                "key",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=test",
                "-ext",
                "san=ip:127.0.0.1")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    byte[] key = keys.getKey("key", PASSWORD).getEncoded();
    pem("cert.pem", "CERTIFICATE", keys.getCertificate("key").getEncoded());
    pem("pkcs8.pem", "PRIVATE KEY", key);
    pem("pkcs1.pem", "RSA PRIVATE KEY", Arrays.copyOfRange(key, PKCS8_HEAD_BYTES, key.length));
    pem("sec1.pem", "EC PRIVATE KEY", new byte[10]);

    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("client", keys.getCertificate("key"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = context.getDefaultSSLParameters();
            ssl.setNeedClientAuth(true);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        http -> {
          http.getRequestBody().readAllBytes();
          if (http.getRequestMethod().equals("HEAD")) {
            http.getResponseHeaders().set("Content-Length", "5");
            http.sendResponseHeaders(200, -1);
          } else {
            http.sendResponseHeaders(200, 2);
            http.getResponseBody().write("[]".getBytes(StandardCharsets.US_ASCII));
          }
          http.close();
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  private static void pem(String name, String type, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(der);
    Files.writeString(
        dir.resolve(name),
        "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
  }

  private static AistoreSource open(Optional<String> ca, String key, boolean skipVerify)
      throws IOException {
    URI endpoint = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    TlsFiles files =
        new TlsFiles(
            ca.map(dir::resolve),
            Optional.of(dir.resolve("cert.pem")),
            Optional.of(dir.resolve(key)),
            skipVerify);
    return AistoreSource.open(
        new AistoreConfig(
            List.of(endpoint),
            TokenSource.none(),
            files,
            ArchiveFormat.TAR,
            false,
            0,
            1,
            Duration.ofSeconds(20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkcs8.pem", "pkcs1.pem"})
  void worksWithAnOwnCaAndAClientCertificate(String key) throws IOException {
    try (AistoreSource source = open(Optional.of("cert.pem"), key, false)) {
      source.connect(Duration.ofSeconds(10));
      assertThat(source.head(new ObjectRef(Bucket.of(Provider.AIS, "b"), "o")))
          .isEqualTo(new ObjectInfo(5));
    }
  }

  @Test
  void worksWithoutVerificationWhereThatIsAskedFor() throws IOException {
    try (AistoreSource source = open(Optional.empty(), "pkcs8.pem", true)) {
      source.connect(Duration.ofSeconds(10));
      assertThatCode(() -> source.head(new ObjectRef(Bucket.of(Provider.AIS, "b"), "o")))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void failsAtOnceForAnUnknownCa() throws IOException {
    try (AistoreSource source = open(Optional.empty(), "pkcs8.pem", false)) {
      assertThatThrownBy(() -> source.connect(Duration.ofHours(1)))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("https://127.0.0.1")
          .hasMessageContaining("trust the cluster's CA with ca=FILE");
    }
  }

  @Test
  void namesTheFileThatCannotBeUsed() {
    assertThatThrownBy(() -> open(Optional.of("pkcs8.pem"), "pkcs8.pem", false))
        .hasMessageContaining("pkcs8.pem holds no");
    assertThatThrownBy(() -> open(Optional.empty(), "cert.pem", false))
        .hasMessageContaining("cert.pem holds no PEM private key");
    assertThatThrownBy(() -> open(Optional.empty(), "sec1.pem", false))
        .hasMessageContaining("sec1.pem is no usable private key")
        .hasMessageContaining("openssl pkcs8 -topk8");
  }
}
