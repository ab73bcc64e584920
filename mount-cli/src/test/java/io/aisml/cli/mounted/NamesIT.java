package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that programs stumble over, and what GNU tar makes of the server's own archive. */
@ExtendWith(SharedAistore.class)
class NamesIT {
  private static final List<String> NAMES =
      List.of(
          "plain",
          "ünïcödé/日本語/🎵.wav",
          "e\u0301 decomposed",
          "é precomposed",
          "with blank/ leading and trailing ",
          "-rf",
          "--help",
          "~home",
          "*?[a-z]{b,c}",
          "$(reboot)`true`;&|<>!#",
          "quote'double\"back\\slash",
          "percent%20+plus&a=b",
          "colon:semi;comma,at@",
          ".hidden/..three/...dots",
          "__404__/not-missing",
          "long/" + "n".repeat(251) + ".wav",
          "deep/" + "d/".repeat(100) + "file",
          "two/" + "x".repeat(90) + "/" + "y".repeat(120) + "/" + "ß".repeat(60),
          "empty");

  @RegisterExtension private final Mounts mounts = new Mounts();

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tgz"})
  void areWhatTarUnpacksFromTheServersReply(String format, AistoreCluster cluster)
      throws IOException {
    Spec spec = everyName(cluster);
    String archive = mounts.directory().resolve("reply").toString();
    String unpacked = mounts.directory().resolve("unpacked").toString();
    MountedCommand mount =
        mounts.mount(
            mounts.file("s.json", spec.json()),
            ObjectStore.of(cluster).endpoint(),
            "--wire-format=" + format);
    String body =
        mounts.file("body", spec.json(Map.of("mime", "." + format, "strm", true))).toString();
    mount.succeed(
        "curl",
        "-sSfL",
        "--noproxy",
        "*",
        "-X",
        "GET",
        "-d",
        "@" + body,
        "-o",
        archive,
        cluster.endpoint() + "/v1/ml/moss");
    mount.succeed("mkdir", unpacked);
    mount.succeed("tar", "-C", unpacked, "-x", "-f", archive, format.equals("tgz") ? "-z" : "-v");

    mount.assertSameAs(mounts.directory().resolve("unpacked"));
  }

  private static Spec everyName(AistoreCluster cluster) throws IOException {
    String one = cluster.newBucket("names");
    String two = cluster.newBucket("names");
    Spec spec = new Spec();
    for (String name : NAMES) {
      String bucket = name.length() % 2 == 0 ? one : two;
      cluster.put(bucket, name, TestMember.of(name, name.equals("empty") ? 0 : 2000).content());
      spec.object(bucket, name);
    }
    List<TestMember> members =
        NAMES.stream().map(name -> TestMember.of(name, 10 * name.length())).toList();
    cluster.put(one, "s.tar", TestMember.pack(ArchiveFormat.TAR, members));
    for (TestMember member : members) {
      spec.member(one, "s.tar", member.name());
    }
    cluster.put(two, "ranged", TestMember.of("ranged", 50_000).content());
    return spec.range(two, "ranged", 1234, 40_000);
  }

  /** A component of more than 255 bytes is cut, at a character. */
  @Test
  void areCutWhenNoFileSystemTakesThem(AistoreCluster cluster) {
    String bucket = cluster.newBucket("long");
    String name = "ü".repeat(200);
    byte[] content = TestMember.of(name, 777).content();
    ObjectStore.write(mounts.directory().resolve("expected"), content);
    cluster.put(bucket, "s.tar", packed(name, content));
    MountedCommand mount =
        mounts.mount(
            mounts.file("s.json", new Spec().member(bucket, "s.tar", name).json()),
            ObjectStore.of(cluster).endpoint(),
            "--omit-src-bck");

    String line = "cmp \"$0\" \"$1\"/ü*~???????? && ls \"$1\" | wc -c";
    Launched.Result result =
        mount.run(
            "sh",
            "-c",
            line,
            mounts.directory().resolve("expected").toString(),
            mount.path("s.tar").toString());
    assertThat(result).isEqualTo(new Launched.Result(0, "256\n", ""));
  }

  private static byte[] packed(String name, byte[] content) {
    try {
      return TestMember.pack(ArchiveFormat.TAR, List.of(new TestMember(name, content)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
