package io.aisml.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.mounted.ObjectStore;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code get-batch} from a real cluster. */
@ExtendWith(SharedAistore.class)
class GetBatchIT extends GetBatchRows {
  private ObjectStore store;

  @BeforeAll
  void open(AistoreCluster cluster) throws Exception {
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

  @Override
  ObjectStore store() {
    return store;
  }
}
