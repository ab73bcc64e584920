package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code cache-dir} in front of a real cluster. */
@ExtendWith(SharedAistore.class)
class CacheDirIT {
  private static final int FILES = 200;
  private static final int SIZE = 4000;

  @RegisterExtension private final Mounts mounts = new Mounts();

  private static byte[] content(int i, int version) {
    byte[] bytes = new byte[SIZE];
    new Random(1000L * version + i).nextBytes(bytes);
    return bytes;
  }

  private void put(ObjectStore store, String bucket, int i, int version) {
    store.put(bucket, "f%03d".formatted(i), content(i, version));
    ObjectStore.write(
        mounts.directory().resolve("expected").resolve("f%03d".formatted(i)), content(i, version));
  }

  @Test
  void keepsForTheNextMountWhatHasNotChanged(AistoreCluster cluster) throws Exception {
    ObjectStore store = ObjectStore.of(cluster);
    String bucket = store.newBucket("cachedir");
    for (int i = 0; i < FILES; i++) {
      put(store, bucket, i, 1);
    }
    String[] options = {
      store.endpoint(), "--cache-dir=" + mounts.directory().resolve("tier"), "--cache-memory=256k"
    };
    Path expected = mounts.directory().resolve("expected");

    try (MountedCommand first = mounts.mountTexts(List.of("ais://" + bucket), options)) {
      first.assertSameAs(expected);
      assertThat(first.counter("/tier/stored")).isEqualTo(FILES);
      first.dropPages();
      long received = first.counter("/store/bytesReceived");
      first.assertSameAs(expected);
      assertThat(first.counter("/store/bytesReceived"))
          .as("what has left memory comes from the disk")
          .isEqualTo(received);
    }
    put(store, bucket, 17, 2);
    MountedCommand second = mounts.mountTexts(List.of("ais://" + bucket), options);
    second.assertSameAs(expected);
    assertThat(second.counter("/store/bytesReceived"))
        .as("the one that has changed")
        .isEqualTo(SIZE);
    assertThat(second.counter("/tier/hits")).isGreaterThanOrEqualTo(FILES - 1);
  }

  @Test
  void aDirectoryThatCanNotBeUsedIsSaidAndMissed(AistoreCluster cluster) throws IOException {
    ObjectStore store = ObjectStore.of(cluster);
    String bucket = store.newBucket("cachedir");
    put(store, bucket, 1, 1);
    Path file = mounts.file("no-directory", "");

    MountedCommand mount =
        mounts.mountTexts(List.of("ais://" + bucket), store.endpoint(), "--cache-dir=" + file);
    mount.assertSameAs(mounts.directory().resolve("expected"));
    assertThat(mount.log()).contains("cache-dir " + file + " can't be used");
    assertThat(mount.status().path("tier").isNull()).isTrue();
  }

  @Test
  void isRefusedInFrontOfADirectory() throws IOException {
    Files.createDirectories(mounts.directory().resolve("store/ais/b"));
    Launched.Result refused =
        mounts.aisml(
            "mount",
            "--endpoint=file://" + mounts.directory().resolve("store"),
            "--cache-dir=" + mounts.directory().resolve("tier"),
            "ais://b",
            Files.createDirectory(mounts.directory().resolve("m")).toString());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err()).contains("cache-dir keeps what comes over a network");
  }
}
