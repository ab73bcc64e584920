package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On a real cluster, which the tests do no harm. */
@ExtendWith(SharedAistore.class)
class AistoreSourceIT {
  private AistoreCluster cluster;
  private AistoreSource source;
  private Bucket bucket;

  @BeforeEach
  void openSource(AistoreCluster cluster) throws IOException {
    this.cluster = cluster;
    source = AistoreSource.open(AistoreConfig.of(cluster.endpoint()));
    source.connect(Duration.ofSeconds(10));
    bucket = Bucket.of(Provider.AIS, cluster.newBucket("source"));
  }

  @AfterEach
  void closeSource() {
    source.close();
    cluster.destroyBucket(bucket.name());
  }

  @Test
  void givesObjectsOfManyTargetsInOneRequest() throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] content = Contents.random(i, i * 37);
      cluster.put(bucket.name(), "o-" + i, content);
      entries.add(object("o-" + i));
      contents.add(content);
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.failures()).isEmpty();
    assertThat(answers.all(entries.size())).containsExactlyElementsOf(contents);
    assertThat(source.counters().batchRequests.sum()).isEqualTo(1);
    assertThat(source.counters().entryRequests.sum()).isZero();
  }

  @Test
  void confirmsMissingObjects() throws IOException {
    cluster.put(bucket.name(), "there", new byte[] {1, 2, 3});
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      entries.add(object(i % 4 == 0 ? "there" : "missing-" + i));
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data()).hasSize(10);
    assertThat(answers.failures()).hasSize(30);
    assertThat(answers.failures().values())
        .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
  }

  @Test
  void leavesOutEntriesOfMissingBuckets() throws IOException {
    cluster.put(bucket.name(), "there", new byte[] {1, 2, 3});
    List<Entry> entries =
        List.of(
            object("there"),
            Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "no-such-bucket"), "o")),
            Entry.of(new ObjectRef(Bucket.of(Provider.AWS, "no-backend"), "o")),
            object("there"));

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 3);
    assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(answers.failure(1).message()).contains("no-such-bucket");
    assertThat(answers.failure(2).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(answers.failure(2).message()).contains("no-backend");
  }

  private Entry object(String name) {
    return Entry.of(new ObjectRef(bucket, name));
  }
}
