package io.aisml.cli.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code get-batch} from a real cluster. */
@ExtendWith(SharedAistore.class)
class GetBatchIT extends GetBatchRows {
  @TempDir private Path directory;
  private AistoreCluster cluster;
  private ObjectStore store;

  @BeforeAll
  void open(AistoreCluster cluster) throws Exception {
    this.cluster = cluster;
    store = ObjectStore.of(cluster);
    fillStore();
  }

  /** A directory can't hold both; a cluster can where they lie on different disks. */
  @Test
  void theMemberComesBeforeTheObjectOfTheWholeName() throws Exception {
    String bucket = store.newBucket("both");
    TestMember member = TestMember.of("m", 10);
    String shard = "";
    for (int i = 0; shard.isEmpty(); i++) {
      String name = "s-" + i + ".tar";
      store.put(bucket, name, TestMember.pack(ArchiveFormat.TAR, List.of(member)));
      try {
        store.put(bucket, name + "/m", new byte[20]);
        shard = name;
      } catch (IllegalStateException e) {
        assertThat(i).as(e.getMessage()).isLessThan(50);
      }
    }

    String name = bucket + "/" + shard + "/m";
    assertThat(fetched("ais://" + name)).containsExactly(new TestMember(name, member.content()));
  }

  @Test
  void namespacesInOneRequest() throws Exception {
    String name = store.newBucket("spaces");
    store.put(name, "x", content("global"));
    cluster.createBucket("#train/" + name);
    cluster.put("#train/" + name, "x", content("train"));
    cluster.put("#train/" + name, "d/y", content("below"));
    String train = "ais://#train/" + name;

    assertThat(fetched(train + "/x", "ais://" + name + "/x", "ais://@#train/" + name + "/d/"))
        .containsExactly(
            new TestMember(name + "/x", content("train")),
            new TestMember(name + "/x", content("global")),
            new TestMember(name + "/d/y", content("below")));
    // The default bucket's namespace is that of names and of a spec's entries without a bucket.
    String spec = "{\"in\":[{\"objname\":\"x\"},{\"objname\":\"x\",\"bucket\":\"%s\"}]}";
    assertThat(fetched("-y", train, "--spec", spec.formatted(name), "--list", "d/y"))
        .extracting(TestMember::content)
        .containsExactly(content("train"), content("global"), content("below"));
    Path saved = directory.resolve("saved.json");
    List<TestMember> all = fetched("-y", train, "--save-spec", saved.toString());
    assertThat(all).hasSize(2);
    assertThat(fetched("-y", "--spec", saved.toString())).isEqualTo(all);
  }

  private static byte[] content(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  ObjectStore store() {
    return store;
  }
}
