package io.aisml.fetcher.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.TestMember;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link BatchSource} does. A store's test extends this, and says by {@link
 * #canHoldName} which names it can't hold.
 */
public abstract class BatchSourceContract {
  private static final int SIZE = 5_000;

  /** The source under test, connected; closed by whoever made it. */
  protected abstract BatchSource source();

  /** A bucket that exists, is empty when the test begins, and belongs to this test alone. */
  protected abstract Bucket bucket();

  /** A second one. */
  protected abstract Bucket otherBucket();

  /** Stores an object. */
  protected abstract void put(Bucket bucket, String name, byte[] content) throws Exception;

  /** Stores many objects, which some stores do faster than one by one. */
  protected void putAll(Bucket bucket, List<TestMember> objects) throws Exception {
    for (TestMember object : objects) {
      put(bucket, object.name(), object.content());
    }
  }

  /** Whether the store can hold an object of this name. */
  protected boolean canHoldName(String name) {
    return true;
  }

  @Test
  void answers() {
    assertThatCode(() -> source().connect(Duration.ZERO)).doesNotThrowAnyException();
  }

  @Test
  void givesObjectsInRequestOrder() throws Exception {
    List<TestMember> objects = objects(30);
    putAll(bucket(), objects);
    List<TestMember> order = new ArrayList<>(objects);
    Collections.shuffle(order, new Random(1));

    assertThat(batch(order.stream().map(object -> entry(object.name())).toList()))
        .containsExactlyElementsOf(contents(order));
  }

  @Test
  void givesObjectsOfSeveralBuckets() throws Exception {
    put(bucket(), "same", bytes("one", 100));
    put(otherBucket(), "same", bytes("two", 200));

    assertThat(
            batch(
                List.of(
                    Entry.of(new ObjectRef(otherBucket(), "same")),
                    entry("same"),
                    Entry.of(new ObjectRef(otherBucket(), "same")))))
        .containsExactly(
            Reply.of(bytes("two", 200)), Reply.of(bytes("one", 100)), Reply.of(bytes("two", 200)));
  }

  @Test
  void givesEmptyObjects() throws Exception {
    put(bucket(), "empty", new byte[0]);
    put(bucket(), "full", bytes("full", 10));

    assertThat(batch(List.of(entry("empty"), entry("full"), entry("empty"))))
        .containsExactly(Reply.of(new byte[0]), Reply.of(bytes("full", 10)), Reply.of(new byte[0]));
    assertThat(single(entry("empty"))).isEqualTo(Reply.of(new byte[0]));
  }

  @Test
  void givesLargeObjects() throws Exception {
    byte[] content = bytes("large", 20_000_000);
    put(bucket(), "large", content);

    assertThat(batch(List.of(entry("large")))).containsExactly(Reply.of(content));
    assertThat(single(entry("large"))).isEqualTo(Reply.of(content));
  }

  @Test
  void givesARepeatedEntryEachTime() throws Exception {
    put(bucket(), "o", bytes("o", SIZE));

    assertThat(batch(Collections.nCopies(5, entry("o"))))
        .isEqualTo(Collections.nCopies(5, Reply.of(bytes("o", SIZE))));
  }

  @Test
  void givesTenThousandEntries() throws Exception {
    List<TestMember> objects =
        IntStream.range(0, 500).mapToObj(i -> TestMember.of("o/" + i, 10 + i)).toList();
    putAll(bucket(), objects);
    List<TestMember> order =
        IntStream.range(0, 10_000).mapToObj(i -> objects.get(i * 7 % objects.size())).toList();

    assertThat(batch(order.stream().map(object -> entry(object.name())).toList()))
        .isEqualTo(contents(order));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        "per%cent %41",
        "hash#question?plus+amp&equals=",
        "br[1]{2}|^`",
        "quote\"'<>\\back",
        "żółć/漢字/🎧.wav",
        "cafe\u0301",
        ".hidden/..dots/...",
        "~tilde*star",
        "__404__/x",
        "__404__"
      })
  void givesObjectsOfOddNames(String name) throws Exception {
    holdsAndGives(name);
  }

  @ParameterizedTest
  @CsvSource({"101, 1", "230, 1", "150, 2", "225, 4", "100, 9"})
  void givesObjectsOfLongNames(int componentBytes, int components) throws Exception {
    holdsAndGives(
        String.join("/", Collections.nCopies(components, "n".repeat(componentBytes - 1))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a//b", "/leading", "a/../b", "./a", "../../outside"})
  protected void aNameThatIsNotStoredIsNotThatOfAnother(String name) throws Exception {
    put(bucket(), "a/b", bytes("a/b", 10));
    put(bucket(), "b", bytes("b", 10));
    put(bucket(), "leading", bytes("leading", 10));

    Reply reply = batch(List.of(entry("b"), entry(name), entry("a/b"))).get(1);

    assertThat(reply).isInstanceOf(Reply.Failed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 20", // in the middle
    "0, 1", // the first byte
    "4999, 1", // the last
    "0, 5000", // all of them, told
    "0, 0", // all of them, untold
    "100, -1", // to the end
    "0, -1", // all of them to the end
    "4000, 1000" // to the end, told
  })
  void givesRanges(long start, long length) throws Exception {
    byte[] content = bytes("o", SIZE);
    put(bucket(), "o", content);
    put(bucket(), "s.tar", shard(ArchiveFormat.TAR, new TestMember("m", content)));
    ByteRange range = new ByteRange(start, length);
    int end = length > 0 ? (int) (start + length) : SIZE;
    Reply expected = Reply.of(Arrays.copyOfRange(content, (int) start, end));

    assertThat(batch(List.of(entry("o", "", range), entry("s.tar", "m", range))))
        .containsExactly(expected, expected);
    assertThat(single(entry("o", "", range))).isEqualTo(expected);
    assertThat(single(entry("s.tar", "m", range))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void givesRangesOfArchivedMembers(ArchiveFormat format) throws Exception {
    TestMember member = TestMember.of("dir/m", 200_000);
    String shard = "s" + format.suffix();
    put(bucket(), shard, shard(format, TestMember.of("before", 1_000), member));
    ByteRange range = new ByteRange(150_000, 33_333);

    assertThat(batch(List.of(entry(shard, "dir/m", range))))
        .containsExactly(Reply.of(Arrays.copyOfRange(member.content(), 150_000, 150_000 + 33_333)));
  }

  @ParameterizedTest
  @CsvSource({"4999, 2", "5000, 1", "5000, -1", "6000, 10", "0, 5001", "1, 9223372036854775807"})
  void aRangeBeyondTheEndFailsAlone(long start, long length) throws Exception {
    put(bucket(), "o", bytes("o", SIZE));
    put(bucket(), "other", bytes("other", SIZE));
    Entry beyond = entry("o", "", new ByteRange(start, length));

    List<Reply> replies = batch(List.of(entry("other"), beyond, entry("o")));

    assertThat(replies.get(0)).isEqualTo(Reply.of(bytes("other", SIZE)));
    assertFailed(replies.get(1), FailureKind.FAILED, "o");
    assertThat(replies.get(2)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(single(beyond), FailureKind.FAILED, "o");
  }

  @ParameterizedTest
  @EnumSource
  void givesArchivedMembers(ArchiveFormat format) throws Exception {
    List<TestMember> members =
        List.of(
            TestMember.of("first", 700),
            TestMember.of("empty", 0),
            TestMember.of("dir/żółć 1+1.wav", 70_000),
            TestMember.of("long/" + "n".repeat(150), 10),
            TestMember.of("last", 1));
    String shard = "shards/s" + format.suffix();
    put(bucket(), shard, TestMember.pack(format, members));
    List<TestMember> order = new ArrayList<>(members);
    Collections.reverse(order);
    order.addAll(members);

    assertThat(batch(order.stream().map(member -> entry(shard, member.name())).toList()))
        .containsExactlyElementsOf(contents(order));
    assertThat(single(entry(shard, "dir/żółć 1+1.wav")))
        .isEqualTo(Reply.of(members.get(2).content()));
    assertThat(single(entry(shard, "empty"))).isEqualTo(Reply.of(new byte[0]));
  }

  /** As {@code tar cf s.tar .} stores them; AIStore itself finds them by no name. */
  @ParameterizedTest
  @EnumSource
  void givesMembersByTheNamesThatAreListed(ArchiveFormat format) throws Exception {
    List<TestMember> stored =
        IntStream.range(0, 40).mapToObj(i -> TestMember.of("./d//m" + i, 100 * i)).toList();
    List<TestMember> members = new ArrayList<>(stored);
    members.add(TestMember.of("plain", 9));
    members.add(TestMember.of("../outside", 9));
    String shard = "s" + format.suffix();
    put(bucket(), shard, TestMember.pack(format, members));

    assertThat(list(shard, true))
        .filteredOn(object -> object.name().startsWith(shard + "/"))
        .hasSize(41)
        .contains(
            new ListedObject(shard + "/d/m7", 700, true),
            new ListedObject(shard + "/plain", 9, true));

    List<Entry> asked = IntStream.range(0, 40).mapToObj(i -> entry(shard, "d/m" + i)).toList();
    assertThat(batch(asked)).containsExactlyElementsOf(contents(stored));
    assertThat(single(asked.get(39))).isEqualTo(Reply.of(stored.get(39).content()));
    assertThat(single(entry(shard, "d/m39", new ByteRange(1000, 50))))
        .isEqualTo(Reply.of(Arrays.copyOfRange(stored.get(39).content(), 1000, 1050)));
    assertFailed(single(entry(shard, "d/m40")), FailureKind.NOT_FOUND, "d/m40");
  }

  @Test
  void givesTheFirstOfTwoMembersOfOneName() throws Exception {
    put(
        bucket(),
        "s.tar",
        shard(
            ArchiveFormat.TAR,
            new TestMember("m", bytes("first", 10)),
            new TestMember("m", bytes("second", 10))));

    assertThat(batch(List.of(entry("s.tar", "m")))).containsExactly(Reply.of(bytes("first", 10)));
  }

  @Test
  void knowsAShardWithoutSuffixByItsFirstBytes() throws Exception {
    TestMember member = TestMember.of("m", 100);
    put(bucket(), "shard", shard(ArchiveFormat.TAR, member));

    assertThat(batch(List.of(entry("shard", "m")))).containsExactly(Reply.of(member.content()));
  }

  @Test
  void givesAShardItself() throws Exception {
    byte[] shard = shard(ArchiveFormat.TAR, TestMember.of("m", 100));
    put(bucket(), "s.tar", shard);

    assertThat(batch(List.of(entry("s.tar"), entry("s.tar", "m"))))
        .containsExactly(Reply.of(shard), Reply.of(TestMember.of("m", 100).content()));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingMemberFailsAlone(ArchiveFormat format) throws Exception {
    TestMember member = TestMember.of("m", 100);
    String shard = "s" + format.suffix();
    put(bucket(), shard, shard(format, member));

    List<Reply> replies =
        batch(List.of(entry(shard, "m"), entry(shard, "absent"), entry(shard, "m")));

    assertThat(replies.get(0)).isEqualTo(Reply.of(member.content()));
    assertFailed(replies.get(1), FailureKind.NOT_FOUND, "absent");
    assertThat(replies.get(2)).isEqualTo(Reply.of(member.content()));
    assertFailed(single(entry(shard, "absent")), FailureKind.NOT_FOUND, "absent");
  }

  @Test
  void aMemberOfWhatIsNoArchiveFailsAlone() throws Exception {
    put(bucket(), "o.bin", bytes("o", SIZE));

    List<Reply> replies = batch(List.of(entry("o.bin"), entry("o.bin", "m"), entry("o.bin")));

    assertThat(replies.get(0)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(replies.get(1), FailureKind.FAILED, "o.bin");
    assertThat(replies.get(2)).isEqualTo(Reply.of(bytes("o", SIZE)));
  }

  @Test
  void aMissingObjectFailsAlone() throws Exception {
    put(bucket(), "o", bytes("o", SIZE));

    List<Reply> replies =
        batch(List.of(entry("absent"), entry("o"), entry("absent.tar", "m"), entry("o")));

    assertFailed(replies.get(0), FailureKind.NOT_FOUND, "absent");
    assertThat(replies.get(1)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(replies.get(2), FailureKind.NOT_FOUND, "absent.tar");
    assertThat(replies.get(3)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(single(entry("absent")), FailureKind.NOT_FOUND, "absent");
  }

  @Test
  void aMissingBucketFailsAlone() throws Exception {
    put(bucket(), "o", bytes("o", SIZE));
    Entry elsewhere = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "no-such-bucket"), "o"));

    List<Reply> replies = batch(List.of(entry("o"), elsewhere, entry("o"), elsewhere));

    assertThat(replies.get(0)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(replies.get(1), FailureKind.NOT_FOUND, "no-such-bucket");
    assertThat(replies.get(2)).isEqualTo(Reply.of(bytes("o", SIZE)));
    assertFailed(replies.get(3), FailureKind.NOT_FOUND, "no-such-bucket");
    assertFailed(single(elsewhere), FailureKind.NOT_FOUND, "no-such-bucket");
  }

  /** AIStore gives up a request at the ninth. {@code cmn/config.go: GetBatchConf}. */
  @Test
  void thirtyMissingObjectsFailAlone() throws Exception {
    List<TestMember> objects = objects(30);
    putAll(bucket(), objects);
    List<Entry> entries = new ArrayList<>();
    for (TestMember object : objects) {
      entries.add(entry(object.name()));
      entries.add(entry("absent/" + object.name()));
    }

    List<Reply> replies = batch(entries);

    for (int i = 0; i < entries.size(); i += 2) {
      assertThat(replies.get(i)).isEqualTo(Reply.of(objects.get(i / 2).content()));
      assertFailed(replies.get(i + 1), FailureKind.NOT_FOUND, "absent/");
    }
  }

  @Test
  void nothingButMissingObjectsIsAReplyOfFailures() throws Exception {
    List<Reply> replies = batch(IntStream.range(0, 12).mapToObj(i -> entry("no/" + i)).toList());

    assertThat(replies)
        .hasSize(12)
        .allSatisfy(reply -> assertFailed(reply, FailureKind.NOT_FOUND, "no/"));
  }

  @Test
  void anObjectThatIsReallyCalled404IsNoFailure() throws Exception {
    put(bucket(), "__404__/" + bucket().name() + "/o", bytes("real", 10));

    List<Reply> replies = batch(List.of(entry("__404__/" + bucket().name() + "/o"), entry("o")));

    assertThat(replies.get(0)).isEqualTo(Reply.of(bytes("real", 10)));
    assertFailed(replies.get(1), FailureKind.NOT_FOUND, "o");
  }

  @Test
  void passesOverWhatIsNotRead() throws Exception {
    List<TestMember> objects = objects(5);
    putAll(bucket(), objects);
    List<Entry> entries = objects.stream().map(object -> entry(object.name())).toList();

    List<Integer> indexes = new ArrayList<>();
    try (EntryStream stream = source().batch(entries)) {
      for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
        indexes.add(reply.index());
        stream.read(ByteBuffer.allocate(7));
      }
    }

    assertThat(indexes).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void tellsTheSizeOfAnObject() throws Exception {
    put(bucket(), "o", bytes("o", SIZE));
    put(bucket(), "empty", new byte[0]);

    assertThat(source().head(new ObjectRef(bucket(), "o"))).isEqualTo(new ObjectInfo(SIZE));
    assertThat(source().head(new ObjectRef(bucket(), "empty"))).isEqualTo(new ObjectInfo(0));
  }

  @Test
  void hasNoSizeOfAMissingObject() {
    assertThatThrownBy(() -> source().head(new ObjectRef(bucket(), "absent")))
        .asInstanceOf(type(SourceException.class))
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
              assertThat(e).hasMessageContaining("absent");
            });
  }

  @Test
  void listsInByteOrder() throws Exception {
    List<String> names = List.of("a-b", "a.b/c", "a/b", "a/b-c", "a0", "ż", "漢", "🎧");
    List<String> stored = new ArrayList<>(names);
    Collections.shuffle(stored, new Random(1));
    for (String name : stored) {
      put(bucket(), name, bytes(name, name.length()));
    }

    assertThat(list("", false))
        .containsExactlyElementsOf(
            names.stream().map(name -> new ListedObject(name, name.length(), false)).toList());
  }

  @ParameterizedTest
  @CsvSource({"dir/, 2", "dir, 3", "di, 3", "dir/a, 1", "dir/absent, 0", "'', 4", "dir/a/b, 0"})
  void listsWhatBeginsWithAPrefix(String prefix, int count) throws Exception {
    for (String name : List.of("dir/a", "dir/b", "dir2/c", "other")) {
      put(bucket(), name, new byte[1]);
    }

    assertThat(list(prefix, false))
        .hasSize(count)
        .allSatisfy(object -> assertThat(object.name()).startsWith(prefix));
  }

  @Test
  void listsTheMembersOfArchives() throws Exception {
    put(
        bucket(),
        "d/s.tar",
        shard(ArchiveFormat.TAR, TestMember.of("b", 20), TestMember.of("a/x", 0)));
    put(bucket(), "d/s.tar.gz", shard(ArchiveFormat.TGZ, TestMember.of("m", 30)));
    put(bucket(), "d/t.tar.lz4", shard(ArchiveFormat.TAR_LZ4, TestMember.of("m", 40)));
    put(bucket(), "d/u.zip", shard(ArchiveFormat.ZIP, TestMember.of("m", 50)));
    put(bucket(), "d/plain", new byte[5]);
    put(bucket(), "e/other.tar", shard(ArchiveFormat.TAR, TestMember.of("m", 60)));

    List<ListedObject> listed = list("d/", true);

    assertThat(listed)
        .filteredOn(ListedObject::archived)
        .containsExactly(
            new ListedObject("d/s.tar.gz/m", 30, true),
            new ListedObject("d/s.tar/a/x", 0, true),
            new ListedObject("d/s.tar/b", 20, true),
            new ListedObject("d/t.tar.lz4/m", 40, true),
            new ListedObject("d/u.zip/m", 50, true));
    assertThat(listed)
        .filteredOn(object -> !object.archived())
        .extracting(ListedObject::name)
        .containsExactly("d/plain", "d/s.tar", "d/s.tar.gz", "d/t.tar.lz4", "d/u.zip");
    assertThat(list("d/", false)).noneMatch(ListedObject::archived).hasSize(5);
  }

  @Test
  void listsNothingOfAnEmptyBucket() throws Exception {
    assertThat(list("", true)).isEmpty();
  }

  @Test
  void aListingStopsWhenItIsToldTo() throws Exception {
    putAll(bucket(), objects(20));
    List<ListedObject> listed = new ArrayList<>();

    source()
        .list(
            bucket(),
            "",
            false,
            object -> {
              listed.add(object);
              return listed.size() < 3;
            });

    assertThat(listed).hasSize(3);
  }

  @Test
  void aMissingBucketHasNoListing() {
    assertThatThrownBy(
            () ->
                source().list(Bucket.of(Provider.AIS, "no-such-bucket"), "", false, object -> true))
        .asInstanceOf(type(SourceException.class))
        .satisfies(
            e -> {
              assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND);
              assertThat(e).hasMessageContaining("no-such-bucket");
            });
  }

  @Test
  void countsWhatItDoes() throws Exception {
    put(bucket(), "o", bytes("o", SIZE));
    SourceCounters counters = source().counters();
    long batches = counters.batchRequests.sum();
    long entries = counters.entryRequests.sum();
    long metadata = counters.metadataRequests.sum();
    long bytes = counters.bytesReceived.sum();

    batch(List.of(entry("o"), entry("o")));
    single(entry("o"));
    source().head(new ObjectRef(bucket(), "o"));

    assertThat(counters.batchRequests.sum()).isEqualTo(batches + 1);
    assertThat(counters.entryRequests.sum()).isEqualTo(entries + 1);
    assertThat(counters.metadataRequests.sum()).isGreaterThan(metadata);
    assertThat(counters.bytesReceived.sum()).isEqualTo(bytes + 3 * SIZE);
  }

  @Test
  void canBeClosedEarlyAndTwice() throws Exception {
    putAll(bucket(), objects(10));
    List<Entry> entries = objects(10).stream().map(object -> entry(object.name())).toList();

    EntryStream stream = source().batch(entries);
    stream.next();
    stream.read(ByteBuffer.allocate(10));
    stream.close();
    stream.close();

    assertThatThrownBy(stream::next).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> stream.read(ByteBuffer.allocate(10))).isInstanceOf(IOException.class);
    assertThat(batch(entries)).hasSize(10);
  }

  @Test
  void closingFromAnotherThreadEndsTheReader() throws Exception {
    put(bucket(), "o", bytes("o", 1_000_000));
    EntryStream stream = source().batch(Collections.nCopies(10_000, entry("o")));
    CompletableFuture<Void> reading = new CompletableFuture<>();
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                int count = 0;
                while (stream.next() != null) {
                  while (stream.read(ByteBuffer.allocateDirect(100_000)) >= 0) {
                    reading.complete(null);
                  }
                  count++;
                }
                return count;
              } catch (IOException e) {
                return -1;
              }
            });

    reading.get(30, TimeUnit.SECONDS);
    stream.close();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    putAll(bucket(), objects(3));
    try (EntryStream stream = source().batch(List.of(entry("o/1"), entry("o/2")))) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> Reply.readAll(stream, List.of(entry("o/1"), entry("o/2"))))
          .isInstanceOf(InterruptedIOException.class);
    } finally {
      Thread.interrupted();
    }
  }

  /** Reads a whole batch. */
  protected final List<Reply> batch(List<Entry> entries) throws IOException {
    try (EntryStream stream = source().batch(entries)) {
      return Reply.readAll(stream, entries);
    }
  }

  /** Reads one entry by itself. */
  protected final Reply single(Entry entry) throws IOException {
    try (EntryStream stream = source().entry(entry)) {
      return Reply.readAll(stream, List.of(entry)).get(0);
    }
  }

  /** An object of the test's bucket. */
  protected final Entry entry(String object) {
    return entry(object, "", ByteRange.WHOLE);
  }

  /** A member of a shard in the test's bucket. */
  protected final Entry entry(String shard, String member) {
    return entry(shard, member, ByteRange.WHOLE);
  }

  /** A range of an object or member in the test's bucket. */
  protected final Entry entry(String object, String archpath, ByteRange range) {
    return new Entry(new ObjectRef(bucket(), object), archpath, range);
  }

  /** Fails unless the reply is a failure of this kind that names its cause in one line. */
  protected static void assertFailed(Reply reply, FailureKind kind, String named) {
    assertThat(reply)
        .asInstanceOf(type(Reply.Failed.class))
        .satisfies(
            failed -> {
              assertThat(failed.kind()).as(failed.message()).isEqualTo(kind);
              assertThat(failed.message()).contains(named).doesNotContain("\n");
            });
  }

  private List<ListedObject> list(String prefix, boolean archives) throws IOException {
    List<ListedObject> listed = new ArrayList<>();
    source().list(bucket(), prefix, archives, listed::add);
    return listed;
  }

  private void holdsAndGives(String name) throws Exception {
    byte[] content = bytes(name, SIZE);
    if (canHoldName(name)) {
      put(bucket(), name, content);
      assertThat(batch(List.of(entry(name), entry(name), entry(name, "", new ByteRange(9, 5)))))
          .containsExactly(
              Reply.of(content), Reply.of(content), Reply.of(Arrays.copyOfRange(content, 9, 14)));
      assertThat(single(entry(name))).isEqualTo(Reply.of(content));
      assertThat(source().head(new ObjectRef(bucket(), name))).isEqualTo(new ObjectInfo(SIZE));
      assertThat(list("", false)).containsExactly(new ListedObject(name, SIZE, false));
    } else {
      assertFailed(single(entry(name)), FailureKind.NOT_FOUND, name);
    }
  }

  private static List<TestMember> objects(int count) {
    return IntStream.range(0, count).mapToObj(i -> TestMember.of("o/" + i, SIZE + i)).toList();
  }

  private static List<Reply> contents(List<TestMember> objects) {
    return objects.stream().map(object -> Reply.of(object.content())).toList();
  }

  private static byte[] bytes(String seed, int size) {
    return TestMember.of(seed, size).content();
  }

  private static byte[] shard(ArchiveFormat format, TestMember... members) throws IOException {
    return TestMember.pack(format, List.of(members));
  }
}
