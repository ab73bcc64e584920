package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.source.BatchSourceContract;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.testing.AistoreCluster;
import io.aisml.fetcher.testing.Fault;
import io.aisml.fetcher.testing.FaultProxy;
import io.aisml.fetcher.testing.SharedAistore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On a real cluster, which the tests do no harm. */
@ExtendWith(SharedAistore.class)
@Timeout(300)
class AistoreSourceIT extends BatchSourceContract {
  private AistoreCluster cluster;
  private AistoreSource source;
  private Bucket bucket;
  private @Nullable Bucket other;

  @BeforeEach
  void openSource(AistoreCluster cluster) throws IOException {
    this.cluster = cluster;
    source = AistoreSource.open(config(cluster));
    source.connect(Duration.ofSeconds(10));
    bucket = Bucket.of(Provider.AIS, cluster.newBucket("source"));
  }

  /** How the source under test asks. */
  AistoreConfig config(AistoreCluster cluster) {
    return AistoreConfig.of(cluster.endpoint());
  }

  @AfterEach
  void closeSource() {
    source.close();
    cluster.destroyBucket(bucket.name());
    if (other != null) {
      cluster.destroyBucket(other.name());
    }
  }

  @Override
  protected AistoreSource source() {
    return source;
  }

  @Override
  protected Bucket bucket() {
    return bucket;
  }

  @Override
  protected Bucket otherBucket() {
    if (other == null) {
      other = Bucket.of(Provider.AIS, cluster.newBucket("other"));
    }
    return other;
  }

  @Override
  protected void put(Bucket bucket, String name, byte[] content) {
    cluster.put(bucket.name(), name, content);
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

  @ParameterizedTest
  @EnumSource(ArchiveFormat.class)
  void givesTenThousandEntriesInEachFormat(ArchiveFormat format) throws IOException {
    byte[] shard = Contents.random(1, 10_000);
    cluster.put(bucket.name(), "big", shard);
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      int start = i % 9_000;
      entries.add(new Entry(new ObjectRef(bucket, "big"), "", new ByteRange(start, 1 + i % 999)));
      contents.add(Arrays.copyOfRange(shard, start, start + 1 + i % 999));
    }
    try (AistoreSource other = open(format, Duration.ofMinutes(1))) {
      assertThat(Answers.of(other.batch(entries)).all(10_000)).containsExactlyElementsOf(contents);
      assertThat(other.counters().batchRequests.sum()).isEqualTo(1);
    }
  }

  @Test
  void givesArchivedMembersAndRangesOfThem() throws IOException {
    byte[] content = Contents.random(5, 70_000);
    for (ArchiveFormat format : ArchiveFormat.values()) {
      cluster.put(bucket.name(), "s" + format.suffix(), shard(format, "dir/m +1.wav", content));
    }
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (ArchiveFormat format : ArchiveFormat.values()) {
      ObjectRef object = new ObjectRef(bucket, "s" + format.suffix());
      entries.add(new Entry(object, "dir/m +1.wav", ByteRange.WHOLE));
      contents.add(content);
      entries.add(new Entry(object, "dir/m +1.wav", new ByteRange(60_000, 9_999)));
      contents.add(Arrays.copyOfRange(content, 60_000, 69_999));
      entries.add(new Entry(object, "dir/m +1.wav", new ByteRange(69_998, ByteRange.TO_END)));
      contents.add(Arrays.copyOfRange(content, 69_998, 70_000));
    }

    assertThat(Answers.of(source.batch(entries)).all(entries.size()))
        .containsExactlyElementsOf(contents);
    for (int i = 0; i < entries.size(); i++) {
      assertThat(Answers.of(source.entry(entries.get(i))).all(1)).containsExactly(contents.get(i));
    }
  }

  @Test
  void selectsMembersInOnePass() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (ArchiveWriter archive = ArchiveWriter.to(ArchiveFormat.TAR, tar)) {
      for (String name : List.of("d/a b.json", "d/a b.wav", "ü.json")) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        archive.begin(name, content.length);
        archive.write(content, 0, content.length);
      }
      archive.finish();
    }
    cluster.put(bucket.name(), "s.tar", tar.toByteArray());
    Map<String, String> selected = new TreeMap<>();

    assertThat(
            source.select(
                new ObjectRef(bucket, "s.tar"),
                ".json",
                (name, content) -> selected.put(name, new String(content, StandardCharsets.UTF_8))))
        .isTrue();
    assertThat(selected).isEqualTo(Map.of("d/a b.json", "d/a b.json", "ü.json", "ü.json"));
    assertThat(source.select(new ObjectRef(bucket, "t.tar"), ".json", (name, content) -> {}))
        .isFalse();
  }

  /** Of a zip they come by a get-batch. */
  @ParameterizedTest
  @EnumSource(ArchiveFormat.class)
  void givesManyMembersByOnePass(ArchiveFormat format) throws IOException {
    ObjectRef object = new ObjectRef(bucket, "d/s+ 1" + format.suffix());
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    ByteArrayOutputStream shard = new ByteArrayOutputStream();
    try (ArchiveWriter archive = ArchiveWriter.to(format, shard)) {
      for (int i = 0; i < 60; i++) {
        byte[] content = Contents.random(i, i * 37);
        String name = "d/a+b (%d) [x]{2}^$*?|ü.wav".formatted(i);
        archive.begin(name, content.length);
        archive.write(content, 0, content.length);
        if (i % 3 != 0) {
          entries.add(new Entry(object, name, ByteRange.WHOLE));
          contents.add(content);
        }
      }
      archive.finish();
    }
    cluster.put(bucket.name(), object.name(), shard.toByteArray());
    entries.add(new Entry(object, "missing", ByteRange.WHOLE));

    Answers answers = Answers.of(source.batchInAnyOrder(entries));

    assertThat(answers.all(contents.size())).containsExactlyElementsOf(contents);
    assertThat(answers.failure(contents.size()).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(source.counters().batchRequests.sum()).isEqualTo(1);
    // The second is for what the get-batch had not.
    assertThat(source.counters().entryRequests.sum())
        .isEqualTo(format == ArchiveFormat.ZIP ? 1 : 2);
  }

  /** Every placement: with 12 objects on three targets, some are at the assembling one. */
  @Test
  void failsRangesThatReachTooFarAloneWhereverTheObjectsAre() throws IOException {
    byte[] content = Contents.random(5, 100);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      cluster.put(bucket.name(), "o-" + i, content);
      boolean good = i % 4 != 0;
      entries.add(
          new Entry(new ObjectRef(bucket, "o-" + i), "", new ByteRange(50, good ? 50 : 51)));
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.failures().keySet()).containsExactly(0, 4, 8);
    assertThat(answers.failure(4).message())
        .contains("o-4 [50, 51]: the range reaches beyond the object, which has 100 bytes");
    assertThat(answers.data().values())
        .hasSize(9)
        .allSatisfy(data -> assertThat(data).isEqualTo(Arrays.copyOfRange(content, 50, 100)));
  }

  @Test
  void failsMembersOfWhatIsNoArchiveAlone() throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      cluster.put(bucket.name(), "o-" + i, new byte[] {(byte) i});
      ObjectRef object = new ObjectRef(bucket, "o-" + i);
      entries.add(i % 3 == 1 ? new Entry(object, "m", ByteRange.WHOLE) : Entry.of(object));
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data().keySet()).containsExactly(0, 2, 3, 5, 6, 8);
    assertThat(answers.failure(1).message()).contains("o-1/m");
  }

  @Test
  void confirmsMissingObjects() throws IOException {
    cluster.put(bucket.name(), "there", new byte[] {1, 2, 3});
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      entries.add(object(i % 10 == 0 ? "missing-" + i : "there"));
    }

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data()).hasSize(900);
    assertThat(answers.failures()).hasSize(100);
    assertThat(answers.failures().values())
        .allSatisfy(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND));
    assertThat(source.counters().batchRequests.sum()).isLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300, 700, 50_000, 400_000})
  void goesOnWhereTheConnectionBroke(long bytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      contents.add(Contents.random(i, 10_000));
      cluster.put(bucket.name(), "o-" + i, contents.get(i));
      entries.add(object("o-" + i));
    }
    try (FaultProxy proxy = FaultProxy.before(cluster);
        AistoreSource behind = AistoreSource.open(AistoreConfig.of(proxy.endpoint()))) {
      proxy.next(line -> line.contains("pid="), new Fault.Cut(bytes));

      assertThat(Answers.of(behind.batch(entries)).all(50)).containsExactlyElementsOf(contents);
      assertThat(behind.counters().batchRequests.sum()).isEqualTo(2);
    }
  }

  /**
   * Not the names that differ in slashes alone: AIStore keeps {@code a//b} and {@code a/b} in one
   * file when both belong to the same target.
   */
  @Override
  @ParameterizedTest
  @ValueSource(strings = {"a/../b", "./a", "../../outside"})
  protected void aNameThatIsNotStoredIsNotThatOfAnother(String name) throws Exception {
    super.aNameThatIsNotStoredIsNotThatOfAnother(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/o"})
  void givesObjectsWhoseNamesNoDirectoryHolds(String name) throws IOException {
    cluster.put(bucket.name(), name, new byte[] {1});

    assertThat(Answers.of(source.batch(List.of(object(name)))).data()).hasSize(1);
    assertThat(Answers.of(source.entry(object(name))).data()).hasSize(1);
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
    assertThat(answers.failure(1).message()).isEqualTo("ais://no-such-bucket/o: no such bucket");
    assertThat(answers.failure(2).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(answers.failure(2).message()).contains("no-backend");
  }

  private AistoreSource open(ArchiveFormat format, Duration deadline) throws IOException {
    AistoreConfig config = AistoreConfig.of(cluster.endpoint());
    return AistoreSource.open(
        new AistoreConfig(
            config.endpoints(), config.token(), config.tls(), format, false, 0, 4, deadline));
  }

  private static byte[] shard(ArchiveFormat format, String name, byte[] content)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ArchiveWriter archive = ArchiveWriter.to(format, out)) {
      archive.begin("other", 3);
      archive.write(new byte[3], 0, 3);
      archive.begin(name, content.length);
      archive.write(content, 0, content.length);
      archive.finish();
    }
    return out.toByteArray();
  }

  private Entry object(String name) {
    return Entry.of(new ObjectRef(bucket, name));
  }
}
