package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Buckets, virtual directories, shards and names of a store, mounted without a spec. */
@ExtendWith(SharedAistore.class)
class ObjectSourcesIT {
  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;
  private Path expected;

  @SuppressWarnings("NullAway.Init") // by fill
  private ObjectStore store;

  private String bucket = "";
  private final Map<String, byte[]> contents = new TreeMap<>();

  @BeforeEach
  void take(AistoreCluster shared) {
    cluster = shared;
    expected = mounts.directory().resolve("expected");
  }

  @ParameterizedTest
  @EnumSource
  void showsAVirtualDirectoryDirectly(Way way) throws Exception {
    fill(way);
    for (String name : contents.keySet()) {
      if (name.startsWith("train/")) {
        expect(name.substring("train/".length()), name);
      }
    }

    MountedCommand mounted = mount(way, List.of(source("/train/")));
    assertThat(mounted.counter("/files/sizesKnown")).isEqualTo(mounted.counter("/files/files"));
    mounted.assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void showsABucketDirectly(Way way) throws Exception {
    fill(way);
    for (String name : contents.keySet()) {
      if (!name.contains(".tar/")) {
        expect(name, name);
      }
    }

    if (way == Way.DIRECTORY_KERNEL) {
      ObjectStore.write(expected.resolve("unused"), new byte[0]);
    }

    mount(way, List.of(source("/"))).assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void showsTheMembersOfShardsByATemplate(Way way) throws Exception {
    fill(way);
    for (String name : contents.keySet()) {
      if (name.contains(".tar/")) {
        expect(bucket + "/" + name, name);
      }
    }

    mount(way, List.of(source("/shard-{000..002}.tar/"))).assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void opensArchives(Way way) throws Exception {
    fill(way);
    for (String name : contents.keySet()) {
      if (name.contains(".tar/")) {
        expect(bucket + "/" + name, name);
      }
    }

    MountedCommand mounted = mount(way, List.of(source("/shard*")), "-o", "open-archives");
    assertThat(mounted.counter("/files/sizesKnown")).isEqualTo(6);
    mounted.assertSameAs(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CLUSTER_KERNEL, TAR",
    "CLUSTER_KERNEL, TGZ",
    "CLUSTER_KERNEL, ZIP",
    "CLUSTER_KERNEL, TAR_LZ4",
    "DIRECTORY_KERNEL, TAR",
    "DIRECTORY_KERNEL, TGZ",
    "DIRECTORY_KERNEL, ZIP",
    "DIRECTORY_KERNEL, TAR_LZ4"
  })
  void opensArchivesOfMembersThatAreStoredWithADot(Way way, ArchiveFormat format) throws Exception {
    store = way.store(cluster, mounts.directory());
    bucket = store.newBucket("dots");
    Map<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      byte[] content = TestMember.of("m" + i, 10 * i).content();
      members.put("./d" + i % 3 + "/m" + i, content);
      ObjectStore.write(
          expected.resolve(bucket + "/dot" + format.suffix() + "/d" + i % 3 + "/m" + i), content);
    }
    store.put(bucket, "dot" + format.suffix(), archive(format, members));

    MountedCommand mounted = mount(way, List.of(source("/dot*")), "-o", "open-archives");
    assertThat(mounted.counter("/files/sizesKnown")).isEqualTo(300);
    mounted.assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_KERNEL"})
  void showsSeveralSourcesAsTheArchiveHasThem(Way way) throws Exception {
    fill(way);
    String other = store.newBucket("other");
    store.put(other, "o", content("top"));
    expect(other + "/o", "top");
    expect(bucket + "/top", "top");
    expect(bucket + "/shard-001.tar/m0", "shard-001.tar/m0");

    mount(way, List.of("ais://" + other + "/o", source("/")), "--list=top,shard-001.tar/m0")
        .assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = "CLUSTER_KERNEL")
  void refusesWhatIsNotThereBeforeItMounts(Way way) throws Exception {
    fill(way);
    Path point = mounts.directory().resolve("point");
    assertThat(point.toFile().mkdir()).isTrue();

    var result = mounts.aisml("mount", store.endpoint(), source("/train"), point.toString());
    assertThat(result.exitCode()).isEqualTo(32);
    assertThat(result.err())
        .contains("no such object, but there are others below it; write " + source("/train/"));
    assertThat(mounts.aisml("plan", store.endpoint(), source("/train/")).out())
        .contains("objects of a store, 6 entries in 2 batches");
  }

  private MountedCommand mount(Way way, List<String> sources, String... more) {
    String[] options = new String[more.length + 2];
    options[0] = store.endpoint();
    options[1] = way.fuse();
    System.arraycopy(more, 0, options, 2, more.length);
    return mounts.mountTexts(sources, options);
  }

  private String source(String rest) {
    return "ais://" + bucket + rest;
  }

  private void expect(String path, String name) {
    ObjectStore.write(expected.resolve(path), content(name));
  }

  private byte[] content(String name) {
    return Objects.requireNonNull(contents.get(name));
  }

  private void fill(Way way) throws IOException {
    store = way.store(cluster, mounts.directory());
    bucket = store.newBucket("sources");
    for (int i = 0; i < 3; i++) {
      put("train/o-" + i, i * 1001);
      put("train/sub dir/ü-" + i, 70_000 + i);
    }
    put("top", 5);
    for (int i = 0; i < 3; i++) {
      Map<String, byte[]> members = new TreeMap<>();
      for (int m = 0; m < 2; m++) {
        String name = "shard-00" + i + ".tar/m" + m;
        byte[] content = TestMember.of(name, 100 * i + m).content();
        members.put("m" + m, content);
        contents.put(name, content);
      }
      byte[] shard = archive(ArchiveFormat.TAR, members);
      store.put(bucket, "shard-00" + i + ".tar", shard);
      contents.put("shard-00" + i + ".tar", shard);
    }
  }

  private static byte[] archive(ArchiveFormat format, Map<String, byte[]> members)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter writer = ArchiveWriter.to(format, out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        writer.begin(member.getKey(), member.getValue().length);
        writer.write(member.getValue(), 0, member.getValue().length);
      }
      writer.finish();
    }
    return out.toByteArray();
  }

  private void put(String name, int size) {
    byte[] content = TestMember.of(name, size).content();
    contents.put(name, content);
    store.put(bucket, name, content);
  }
}
