package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code get-batch} from a cluster that asks for tokens. */
class DeniedIT {
  private static final String KEY = "a key for this test";

  // Bits of AIStore api/apc/access.go.
  private static final int GET = 1;
  private static final int HEAD_OBJECT = 1 << 1;
  private static final int HEAD_BUCKET = 1 << 8;

  private static final TestMember OBJECT = TestMember.of("a.wav", 50);

  private static AistoreCluster cluster;
  private static String bucket = "";
  private static String closed = "";

  @TempDir private Path directory;

  @BeforeAll
  static void start() {
    cluster = AistoreCluster.start("--targets", "1", "--auth-key", KEY);
    bucket = cluster.newBucket("opened");
    closed = cluster.newBucket("closed");
    cluster.put(bucket, OBJECT.name(), OBJECT.content());
    cluster.put(bucket, OBJECT.name() + ".bak", new byte[5]);
    cluster.put(closed, OBJECT.name(), OBJECT.content());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no.token"})
  void endsWithItsOwnStatusWithoutAToken(String token) throws Exception {
    CommandRun.Result result = get(token, "ais://" + bucket + "/a.wav");

    assertThat(result.exitCode()).as(result.err()).isEqualTo(BatchExit.DENIED);
    assertThat(result.err()).contains("give a valid token").hasLineCount(1);
    assertThat(archive()).doesNotExist();
  }

  @Test
  void endsWithItsOwnStatusForABucketThatTheTokenDoesNotOpen() throws Exception {
    Files.writeString(archive(), "old");
    String spec =
        "{\"in\":[{\"objname\":\"a.wav\",\"bucket\":\"%s\"},{\"objname\":\"a.wav\",\"bucket\":\"%s\"}]}"
            .formatted(bucket, closed);
    CommandRun.Result result = get(token(), "-y", "--spec", spec);

    assertThat(result.exitCode()).as(result.err()).isEqualTo(BatchExit.DENIED);
    assertThat(result.err()).contains("ais://" + closed).contains("the token needs permission");
    assertThat(archive()).hasContent("old");

    CommandRun.Result rest = get(token(), "-y", "--spec", spec, "--cont-on-err");
    assertThat(rest.exitCode()).as(rest.err()).isZero();
    assertThat(SystemTools.read(archive()))
        .containsExactly(
            new TestMember(bucket + "/a.wav", OBJECT.content()),
            new TestMember("__404__/" + closed + "/a.wav", new byte[0]));
  }

  @Test
  void takesAnObjectWithoutPermissionToList() throws Exception {
    CommandRun.Result object = get(token(), "ais://" + bucket + "/a.wav");

    assertThat(object.exitCode()).as(object.err()).isZero();
    assertThat(SystemTools.read(archive()))
        .containsExactly(new TestMember(bucket + "/a.wav", OBJECT.content()));
    assertThat(get(token(), "-y", "ais://" + bucket + "/none").exitCode())
        .isEqualTo(BatchExit.NOT_FOUND);
    assertThat(get(token(), "-y", "ais://" + bucket).exitCode()).isEqualTo(BatchExit.DENIED);
  }

  private CommandRun.Result get(String token, String... arguments) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), token.isEmpty() ? "{}" : token);
    List<String> all = new ArrayList<>(List.of("--endpoint=" + cluster.endpoint()));
    if (!token.isEmpty()) {
      all.add("--token-file=" + file);
    }
    all.addAll(List.of(arguments));
    all.add(archive().toString());
    return CommandRun.with(InputStream.nullInputStream(), all.toArray(new String[0]));
  }

  private Path archive() {
    return directory.resolve("out.tar");
  }

  /**
   * Opens one bucket, and not for listing. The claims: AIStore cmd/authn/tok/token.go: AISClaims.
   */
  private static String token() throws GeneralSecurityException {
    String claims =
        """
        {"sub":"reader","exp":4102444800,"clusters":[],"buckets":[{"perm":"%d",
        "bck":{"name":"%s","provider":"ais","namespace":{"uuid":"%s","name":""}}}]}
        """
            .formatted(GET | HEAD_OBJECT | HEAD_BUCKET, bucket, cluster.uuid());
    String unsigned = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));
    unsigned += "." + base64(claims.getBytes(UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.getBytes(UTF_8), "HmacSHA256"));
    return unsigned + "." + base64(mac.doFinal(unsigned.getBytes(UTF_8)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
