package io.aisml.cli.mounted;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a spec can name, in each format of specs, shards and replies. */
@ExtendWith(SharedAistore.class)
class FormatsIT {
  @RegisterExtension private final Mounts mounts = new Mounts();

  private AistoreCluster cluster;
  private Path expected;

  @BeforeEach
  void take(AistoreCluster shared) {
    cluster = shared;
    expected = mounts.directory().resolve("expected");
  }

  @ParameterizedTest
  @EnumSource
  void showsASpecInJson(Way way) throws Exception {
    ObjectStore store = way.store(cluster, mounts.directory());
    Path spec = mounts.file("s.json", everything(store).json());

    mounts.mount(spec, store.endpoint(), way.fuse()).assertSameAs(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"CLUSTER_KERNEL", "DIRECTORY_JNR"})
  void showsASpecInYaml(Way way) throws Exception {
    ObjectStore store = way.store(cluster, mounts.directory());
    Path spec = mounts.file("s.yaml", everything(store).yaml());

    mounts.mount(spec, store.endpoint(), way.fuse()).assertSameAs(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tgz", "tar.lz4", "zip"})
  void readsEachWireFormat(String format) throws Exception {
    ObjectStore store = ObjectStore.of(cluster);
    Path spec = mounts.file("s.json", everything(store).json());

    mounts
        .mount(spec, store.endpoint(), "--fetch=batch", "--wire-format=" + format)
        .assertSameAs(expected);
  }

  /** Objects of two buckets, ranges of them, and members of shards of all formats. */
  private Spec everything(ObjectStore store) throws IOException {
    String one = store.newBucket("one");
    String two = store.newBucket("two");
    Spec spec = new Spec();
    for (int i = 0; i < 12; i++) {
      String name = "dir-" + i % 3 + "/o-" + i;
      byte[] content = TestMember.of(name, i * i * 997).content();
      String bucket = i % 2 == 0 ? one : two;
      store.put(bucket, name, content);
      spec.object(bucket, name);
      expect(bucket + "/" + name, content);
    }
    byte[] whole = TestMember.of("whole", 300_000).content();
    store.put(one, "whole", whole);
    spec.range(one, "whole", 1000, 70_000);
    expect(one + "/whole", Arrays.copyOfRange(whole, 1000, 71_000));
    spec.range(one, "whole", 299_000, -1);
    expect(one + "/whole~2", Arrays.copyOfRange(whole, 299_000, 300_000));
    for (ArchiveFormat format : ArchiveFormat.values()) {
      shard(store, two, "shard" + format.suffix(), format, spec);
    }
    return spec;
  }

  private void shard(ObjectStore store, String bucket, String name, ArchiveFormat format, Spec spec)
      throws IOException {
    List<TestMember> members = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      members.add(TestMember.of("in/m-" + i + ".wav", i * 9_001));
    }
    store.put(bucket, name, TestMember.pack(format, members));
    for (TestMember member : members) {
      spec.member(bucket, name, member.name());
      expect(bucket + "/" + name + "/" + member.name(), member.content());
    }
  }

  private void expect(String name, byte[] content) {
    ObjectStore.write(expected.resolve(name), content);
  }
}
