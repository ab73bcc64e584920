package io.aisml.cli.mounted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clips of recordings of 10 MB: what travels for them, and how their sizes become known. */
@ExtendWith(SharedAistore.class)
class ClipsIT {
  private static final int RATE = 16_000;
  private static final int SECONDS = 320;
  private static final int RECORDINGS = 3;
  private static final int CUTS = 120;

  @RegisterExtension private final Mounts mounts = new Mounts();

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void movesLittleMoreThanTheClips(Way way, AistoreCluster cluster) throws Exception {
    MountedCommand mount = mount(way, cluster);

    mount.succeed("sh", "-c", "cat " + mount.path("b-*") + "/*.wav > " + out());

    byte[] read = Files.readAllBytes(out());
    assertThat(read).isEqualTo(clips());
    assertThat(mount.counter("/store/bytesReceived")).isBetween(1L, (long) (1.05 * read.length));
    assertThat(mount.counter("/clips/recordings")).isEqualTo(RECORDINGS);
    // For two batches of cuts of the same recordings: headers once, and one request each.
    assertThat(mount.counter("/store/batchRequests")).isBetween(3L, 4L);
    assertThat(mount.counter("/store/entryRequests")).isZero();
  }

  @Test
  void sizesAreKnownOnceTheHeadersAre(AistoreCluster cluster) throws Exception {
    MountedCommand mount = mount(Way.DIRECTORY_KERNEL, cluster);
    assertThat(sizes(mount, "b-000000/*", "cuts.jsonl")).containsOnly("0");

    long lines = mount.cat("b-000000/cuts.jsonl").lines().count();

    assertThat(lines).isEqualTo(CUTS / 2);
    assertThat(sizes(mount, "b-000000/cuts.jsonl"))
        .containsExactly(String.valueOf(mount.cat("b-000000/cuts.jsonl").getBytes(UTF_8).length));
    assertThat(sizes(mount, "b-000000/*.wav"))
        .isEqualTo(Stream.iterate(0, i -> i + 1).limit(CUTS / 2).map(i -> size(i)).toList());
    assertThat(sizes(mount, "cuts.jsonl")).containsExactly("0");
    assertThat(mount.counter("/files/loads/members")).isZero();
    assertThat(mount.cat("cuts.jsonl").lines().count()).isEqualTo(CUTS);
  }

  @Test
  void eagerSizesAreThereFromTheStart(AistoreCluster cluster) throws Exception {
    MountedCommand mount = mount(Way.DIRECTORY_KERNEL, cluster, "--sizes=eager");

    assertThat(sizes(mount, "b-000000/*", "cuts.jsonl")).doesNotContain("0");
  }

  private List<String> sizes(MountedCommand mount, String... patterns) throws IOException {
    String all =
        String.join(" ", Arrays.stream(patterns).map(p -> mount.point() + "/" + p).toList());
    return mount.succeed("sh", "-c", "stat --format=%s " + all).lines().toList();
  }

  private MountedCommand mount(Way way, AistoreCluster cluster, String... more) throws Exception {
    ObjectStore store = way.store(cluster, mounts.directory());
    String bucket = store.newBucket("clips");
    for (int recording = 0; recording < RECORDINGS; recording++) {
      store.put(bucket, recording + ".wav", wav(recording, 0, SECONDS * RATE));
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < CUTS; i++) {
      lines.append(cut(i, bucket)).append('\n');
    }
    String[] options = Arrays.copyOf(more, more.length + 3);
    options[more.length] = store.endpoint();
    options[more.length + 1] = "--view=clip";
    options[more.length + 2] = "--batch-size=" + CUTS / 2;
    return mounts.mount(mounts.file("cuts.jsonl", lines.toString()), options);
  }

  private static String cut(int i, String bucket) {
    return ("{\"id\": \"c%d\", \"start\": %s, \"duration\": %s, \"channel\": 0, \"supervisions\": [],"
            + " \"recording\": {\"id\": \"r%d\", \"sources\": [{\"type\": \"url\", \"channels\":"
            + " [0], \"source\": \"ais://%s/%d.wav\"}], \"sampling_rate\": %d, \"num_samples\": %d,"
            + " \"duration\": %d.0}, \"type\": \"MonoCut\"}")
        .formatted(
            i,
            start(i),
            seconds(i),
            recording(i),
            bucket,
            recording(i),
            RATE,
            SECONDS * RATE,
            SECONDS);
  }

  private static int recording(int i) {
    return i % RECORDINGS;
  }

  private static double start(int i) {
    return 2.5 * i;
  }

  private static double seconds(int i) {
    return 2 + i % 4;
  }

  private static byte[] clip(int i) {
    return wav(recording(i), (int) (start(i) * RATE), (int) (seconds(i) * RATE));
  }

  private static String size(int i) {
    return String.valueOf(clip(i).length);
  }

  private static byte[] clips() {
    ByteBuffer all = ByteBuffer.allocate(CUTS * (44 + 2 * 5 * RATE));
    for (int i = 0; i < CUTS; i++) {
      all.put(clip(i));
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  private Path out() {
    return mounts.directory().resolve("out");
  }

  /** 16 bits, one channel; each frame says which one it is. */
  private static byte[] wav(int recording, int first, int count) {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(UTF_8)).putInt(36 + 2 * count).put("WAVEfmt ".getBytes(UTF_8));
    wav.putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16).put("data".getBytes(UTF_8)).putInt(2 * count);
    for (int i = first; i < first + count; i++) {
      wav.putShort((short) (i * 31 + i / 7919 + recording));
    }
    return wav.array();
  }
}
