package io.aisml.fetcher.aistore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ObjectInfo;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AistoreSourceTest {
  private static final Bucket BUCKET = Bucket.of(Provider.AIS, "b");

  private FakeAistore server;
  private AistoreSource source;

  @BeforeEach
  void start() throws IOException {
    server = new FakeAistore();
    server.bucket("b");
    source = open(Duration.ofSeconds(30), TokenSource.none(), server.endpoint());
  }

  @AfterEach
  void stop() {
    source.close();
    server.close();
  }

  private static AistoreSource open(Duration deadline, TokenSource token, URI... endpoints)
      throws IOException {
    return AistoreSource.open(
        new AistoreConfig(
            List.of(endpoints), token, TlsFiles.NONE, ArchiveFormat.TAR, 0, 4, deadline));
  }

  private static Entry object(String name) {
    return Entry.of(new ObjectRef(BUCKET, name));
  }

  private static Entry object(String name, long start, long length) {
    return new Entry(new ObjectRef(BUCKET, name), "", new ByteRange(start, length));
  }

  private static Entry member(String shard, String member) {
    return new Entry(new ObjectRef(BUCKET, shard), member, ByteRange.WHOLE);
  }

  private static Entry member(String shard, String member, long start, long length) {
    return new Entry(new ObjectRef(BUCKET, shard), member, new ByteRange(start, length));
  }

  /** Stores objects o-0, o-1, ... */
  private List<Entry> objects(int count, int size) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      server.put("b", "o-" + i, Contents.random(i, size));
      entries.add(object("o-" + i));
    }
    return entries;
  }

  private static List<byte[]> contents(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> Contents.random(i, size)).toList();
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "o-" + i).toList();
  }

  @Nested
  class Batches {
    @Test
    void sendTheSameRequestToProxyAndTarget() throws IOException {
      server.token = "secret";
      AistoreSource withToken =
          open(Duration.ofSeconds(30), TokenSource.fixed("secret"), server.endpoint());
      Answers answers = Answers.of(withToken.batch(objects(3, 10)));
      withToken.close();

      assertThat(answers.all(3)).containsExactlyElementsOf(contents(3, 10));
      assertThat(server.requests).hasSize(2);
      FakeAistore.Request proxy = server.requests.get(0);
      FakeAistore.Request target = server.requests.get(1);
      assertThat(proxy.body())
          .isEqualTo(
              """
              {"in":[{"objname":"o-0"},{"objname":"o-1"},{"objname":"o-2"}],\
              "mime":".tar","coer":true,"onob":true,"strm":true}""")
          .isEqualTo(target.body());
      assertThat(proxy.head().get("Content-Length"))
          .isEqualTo(Integer.toString(proxy.body().length()))
          .isEqualTo(target.head().get("Content-Length"));
      assertThat(proxy.head()).containsEntry("Authorization", "Bearer secret");
      assertThat(target.head()).doesNotContainKey("Authorization");
      assertThat(proxy.head()).doesNotContainKey("Accept-Encoding");
    }

    @Test
    void nameOtherBucketsAndNamespacesInTheirEntries() throws IOException {
      server.put("b", "o", new byte[] {1});
      server.put("c", "o", new byte[] {2});
      server.put("aws/@cluster#ns/d/", "o", new byte[] {3});
      Bucket namespaced = new Bucket(Provider.AWS, new Namespace("cluster", "ns"), "d");
      List<Entry> entries =
          List.of(
              object("o"),
              Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "c"), "o")),
              Entry.of(new ObjectRef(namespaced, "o")));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.all(3)).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
      assertThat(server.batches()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(ArchiveFormat.class)
    void decodeEachFormat(ArchiveFormat format) throws IOException {
      List<Entry> entries = objects(20, 5000);
      AistoreConfig config = AistoreConfig.of(server.endpoint());
      try (AistoreSource other =
          AistoreSource.open(
              new AistoreConfig(
                  config.endpoints(),
                  config.token(),
                  config.tls(),
                  format,
                  1,
                  1,
                  config.deadline()))) {
        assertThat(Answers.of(other.batch(entries)).all(20))
            .containsExactlyElementsOf(contents(20, 5000));
      }
      assertThat(server.batches().get(0).query()).contains("coloc=1");
      assertThat(server.batches()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 9})
    void goOnAfterAShortArchive(int members) throws IOException {
      List<Entry> entries = objects(10, 100);
      server.batchFaults.add(new Fault.ShortArchive(members));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.all(10)).containsExactlyElementsOf(contents(10, 100));
      assertThat(server.batches()).hasSize(2);
      assertThat(server.batches().get(1).asked()).isEqualTo(names(members, 10));
      assertThat(server.objectRequests("GET")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 512, 600, 1500, 3000, 5000, 20_000})
    void goOnAfterACutAnywhere(int bytes) throws IOException {
      List<Entry> entries = objects(10, 3000);
      server.batchFaults.add(new Fault.CloseAfter(bytes));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.all(10)).containsExactlyElementsOf(contents(10, 3000));
      assertThat(server.batches()).hasSize(2);
    }

    @Test
    void finishAnEntryThatWasCutWithoutReadingItTwice() throws IOException {
      List<Entry> entries = objects(2, 200_000);
      server.batchFaults.add(new Fault.CloseAfter(100_512));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.all(2)).containsExactlyElementsOf(contents(2, 200_000));
      assertThat(server.objectRequests("GET"))
          .singleElement()
          .satisfies(get -> assertThat(get.head()).containsEntry("Range", "bytes=100000-"));
      assertThat(source.counters().bytesReceived.sum()).isEqualTo(400_000);
    }

    @Test
    void finishAMemberThatWasCut() throws IOException {
      byte[] content = Contents.random(1, 50_000);
      server.put("b", "s.tar", new byte[] {0});
      server.put("b", "s.tar!m", content);
      server.batchFaults.add(new Fault.CloseAfter(20_000));

      Answers answers = Answers.of(source.batch(List.of(member("s.tar", "m"))));

      assertThat(answers.all(1)).containsExactly(content);
    }

    @Test
    void failWhenAnEntryChangedWhileItWasRead() throws IOException {
      server.put("b", "o", Contents.random(1, 50_000));
      server.batchFaults.add(new Fault.CloseAfter(20_000));
      try (EntryStream stream = source.batch(List.of(object("o")))) {
        assertThat(stream.next()).isEqualTo(new EntryReply.Data(0, 50_000));
        assertThat(stream.read(ByteBuffer.allocate(1))).isEqualTo(1);
        server.put("b", "o", Contents.random(2, 60_000));

        assertThatThrownBy(() -> Answers.read(stream, 49_999))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining(
                "ais://b/o changed while it was read: had 50000 bytes, has 60000");
      }
    }

    @Test
    void goOnAfterEmptyReplies() throws IOException {
      List<Entry> entries = objects(5, 10);
      server.batchFaults.add(new Fault.Empty200());

      assertThat(Answers.of(source.batch(entries)).all(5))
          .containsExactlyElementsOf(contents(5, 10));
    }

    @Test
    void goAroundAnEntryThatGetsStuck() throws IOException {
      List<Entry> entries = objects(5, 10);
      server.batchFaults.add(new Fault.ShortArchive(2));
      server.batchFaults.add(new Fault.ShortArchive(0));
      server.batchFaults.add(new Fault.ShortArchive(0));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.all(5)).containsExactlyElementsOf(contents(5, 10));
      assertThat(server.batches().get(3).asked()).containsExactly("o-3", "o-4");
      assertThat(server.objectRequests("GET")).hasSize(1);
    }

    @Test
    void doNotTakeOneEntryForAnother() throws IOException {
      List<Entry> entries = objects(3, 10);
      server.batchFaults.add(new Fault.WrongNames());

      assertThat(Answers.of(source.batch(entries)).all(3))
          .containsExactlyElementsOf(contents(3, 10));
      assertThat(server.batches()).hasSize(2);
    }

    @Test
    void startAgainAtAProxyWhenTheClusterIsBusyOrChanging() throws IOException {
      List<Entry> entries = objects(3, 10);
      server.proxyFaults.add(new Fault.Status(503, "", ""));
      server.proxyFaults.add(new Fault.Status(429, "ErrTooManyRequests", "rejected: pending=256"));
      server.batchFaults.add(new Fault.Status(400, "wrapError", "GFN(ais://b/o, t[..]): Get ..."));
      server.batchFaults.add(new Fault.Status(404, "ErrNotFound", "wid (prep-rx not done?)"));
      server.batchFaults.add(new Fault.Status(409, "", "different Smap version"));

      assertThat(Answers.of(source.batch(entries)).all(3))
          .containsExactlyElementsOf(contents(3, 10));
      assertThat(server.batches()).hasSize(6);
      assertThat(source.counters().throttled.sum()).isEqualTo(2);
      assertThat(source.counters().retries.sum()).isEqualTo(5);
    }

    @Test
    void leaveOutBucketsThatDoNotExist() throws IOException {
      server.put("b", "o", new byte[] {1});
      Entry lost = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "nope"), "x"));
      List<Entry> entries = List.of(object("o"), lost, object("o"), lost);

      Answers answers = Answers.of(source.batch(entries));
      Answers again = Answers.of(source.batch(entries));

      assertThat(answers.data().keySet()).containsExactly(0, 2);
      assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
      assertThat(answers.failure(3).message())
          .contains("ais://nope/x", server.endpoint().toString(), "does not exist");
      assertThat(again.data().keySet()).containsExactly(0, 2);
      assertThat(server.batches()).hasSize(3); // the second time it is known
    }

    @Test
    void failEntriesOfBucketsThatTheTokenDoesNotOpen() throws IOException {
      server.put("b", "o", new byte[] {1});
      server.put("closed", "o", new byte[] {1});
      server.forbidden.add("closed");
      Entry denied = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "closed"), "o"));

      Answers answers = Answers.of(source.batch(List.of(denied, object("o"))));

      assertThat(answers.data().keySet()).containsExactly(1);
      assertThat(answers.failure(0).kind()).isEqualTo(FailureKind.DENIED);
      assertThat(answers.failure(0).message()).contains("the token needs permission");
    }

    @Test
    void findTheEntryThatMakesTheServerRefuseAll() throws IOException {
      List<Entry> entries = objects(20, 10);
      entries.set(13, object("a..b"));
      server.put("b", "a..b", new byte[] {7});

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data()).hasSize(20);
      assertThat(answers.data().get(13)).containsExactly(7);
    }

    @Test
    void neverRunInGreaterNumberThanAllowed() throws Exception {
      List<Entry> entries = objects(5, 2000);
      ExecutorService threads = Executors.newFixedThreadPool(12);
      List<Callable<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        readers.add(() -> Answers.of(source.batch(entries)).all(5).size());
      }
      for (Future<Integer> reader : threads.invokeAll(readers)) {
        assertThat(reader.get()).isEqualTo(5);
      }
      threads.shutdown();

      assertThat(server.maxConcurrent).hasValueLessThanOrEqualTo(4);
      assertThat(server.batches()).hasSize(60);
    }
  }

  @Nested
  class Placeholders {
    @Test
    void areConfirmedBeforeAnybodyHearsOfThem() throws IOException {
      List<Entry> entries = new ArrayList<>(objects(3, 10));
      entries.add(1, object("missing"));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().keySet()).containsExactly(0, 2, 3);
      assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
      assertThat(answers.failure(1).message()).contains("ais://b/missing");
      assertThat(server.objectRequests("GET")).hasSize(1);
    }

    @Test
    void areToldFromNamesThatLookLikeThem() throws IOException {
      server.put("b", "__404__/empty", new byte[0]);
      server.put("b", "__404__/full", new byte[] {1});
      List<Entry> entries =
          List.of(
              object("__404__/empty"),
              object("__404__/full"),
              object("__404__/missing"),
              member("__404__/shard.tar", "m"));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().keySet()).containsExactly(0, 1);
      assertThat(answers.failures().keySet()).containsExactly(2, 3);
      assertThat(server.objectRequests("GET")).hasSize(2);
    }

    @Test
    void inGreatNumberKeepNoOthersFromComing() throws IOException {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < 10_000; i++) {
        if (i % 10 != 3) {
          server.put("b", "o-" + i, new byte[] {(byte) i});
        }
        entries.add(object("o-" + i));
      }

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data()).hasSize(9_000);
      assertThat(answers.failures()).hasSize(1_000);
      assertThat(answers.failures().keySet()).allMatch(i -> i % 10 == 3);
      // 1,000 placeholders, at most 8 of them in a reply.
      assertThat(server.batches().size()).isBetween(125, 300);
      assertThat(server.objectRequests("GET")).hasSize(1_000);
    }

    @Test
    void ofAllEntriesAreNotAskedForInBatchesForLong() throws IOException {
      List<Entry> entries = IntStream.range(0, 2000).mapToObj(i -> object("x-" + i)).toList();

      assertThat(Answers.of(source.batch(entries)).failures()).hasSize(2000);
      assertThat(server.batches()).hasSizeLessThan(20);
    }
  }

  @Nested
  class Ranges {
    @Test
    void comeInTheBatch() throws IOException {
      byte[] content = Contents.random(0, 1000);
      server.put("b", "o", content);
      server.put("b", "s.tar!m", content);
      List<Entry> entries = List.of(object("o", 10, 20), member("s.tar", "m", 0, 1000));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 10, 30));
      assertThat(answers.data().get(1)).isEqualTo(content);
      assertThat(server.objectRequests("GET")).isEmpty();
    }

    @Test
    void areAskedForAloneWhenTheServerGivesTheWholeObject() throws IOException {
      byte[] content = Contents.random(0, 1000);
      server.put("b", "o", content);
      server.put("b", "s.tar!m", content);
      server.batchFaults.add(new Fault.WholeForRange());
      server.batchFaults.add(new Fault.WholeForRange());
      List<Entry> entries =
          List.of(object("o", 10, 20), member("s.tar", "m", 5, 7), object("o"), object("o", 1, 2));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 10, 30));
      assertThat(answers.data().get(1)).isEqualTo(Arrays.copyOfRange(content, 5, 12));
      assertThat(answers.data().get(2)).isEqualTo(content);
      assertThat(answers.data().get(3)).isEqualTo(Arrays.copyOfRange(content, 1, 3));
    }

    @Test
    void beyondTheObjectFailAloneWithItsSize() throws IOException {
      List<Entry> entries = new ArrayList<>(objects(10, 1000));
      entries.set(3, object("o-3", 990, 11));
      entries.set(6, object("o-6", 1000, 1));
      entries.set(7, object("o-7", 1000, -1));
      entries.set(8, member("o-8", "m", 1, 1));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().keySet()).containsExactly(0, 1, 2, 4, 5, 9);
      for (int index : new int[] {3, 6, 7}) {
        assertThat(answers.failure(index).kind()).isEqualTo(FailureKind.FAILED);
        assertThat(answers.failure(index).message())
            .contains("ais://b/o-" + index, "beyond the object, which has 1000 bytes");
      }
      assertThat(answers.failure(8).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }

    @Test
    void toTheEndAreVerifiedBySize() throws IOException {
      byte[] content = Contents.random(0, 1000);
      server.put("b", "o", content);
      server.put("b", "s.tar!m", content);
      List<Entry> entries = List.of(object("o", 990, -1), member("s.tar", "m", 995, -1));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().get(0)).isEqualTo(Arrays.copyOfRange(content, 990, 1000));
      assertThat(answers.data().get(1)).isEqualTo(Arrays.copyOfRange(content, 995, 1000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.9.v1.4.9", ""})
    void failClearlyOnAServerThatKnowsNone(String version) throws IOException {
      server.version = version;
      List<Entry> entries = new ArrayList<>(objects(3, 100));
      entries.set(1, object("o-1", 1, 2));

      Answers answers = Answers.of(source.batch(entries));

      assertThat(answers.data().keySet()).containsExactly(0, 2);
      assertThat(answers.failure(1).message())
          .contains("ais://b/o-1", version, "serves no byte ranges", "5.0");
    }

    @Test
    void areTheOnlyReasonToAskForTheVersion() throws IOException {
      List<Entry> whole = objects(3, 100);
      Answers.of(source.batch(whole));
      assertThat(source.counters().metadataRequests.sum()).isZero();

      Answers.of(source.batch(List.of(object("o-1", 1, 2))));
      Answers.of(source.batch(List.of(object("o-1", 1, 2))));
      assertThat(source.counters().metadataRequests.sum()).isEqualTo(1);
    }
  }

  @Nested
  class SingleEntries {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "plain.bin",
          "br[1]{2}|.bin",
          "a b%c?d#e+f",
          "żółć/ł",
          "a//b",
          "/o",
          "back\\slash^`\"<>",
          "pct%41",
          "semi;colon=and&amp",
          "~tilde/.hidden"
        })
    void ofAnyNameAreFound(String name) throws IOException {
      byte[] content = name.getBytes(UTF_8);
      server.put("b", name, content);

      assertThat(Answers.of(source.entry(object(name))).all(1)).containsExactly(content);
      assertThat(source.head(new ObjectRef(BUCKET, name)))
          .isEqualTo(new ObjectInfo(content.length));
      assertThat(source.counters().entryRequests.sum()).isEqualTo(1);
      assertThat(source.counters().batchRequests.sum()).isZero();
    }

    @Test
    void areMembersRangesAndRangesOfMembers() throws IOException {
      byte[] content = Contents.random(3, 1000);
      server.put("b", "o", content);
      server.put("b", "s.tar!dir/a+b c.wav", content);

      assertThat(Answers.of(source.entry(member("s.tar", "dir/a+b c.wav"))).all(1))
          .containsExactly(content);
      assertThat(Answers.of(source.entry(object("o", 7, 3))).all(1))
          .containsExactly(Arrays.copyOfRange(content, 7, 10));
      assertThat(Answers.of(source.entry(object("o", 997, -1))).all(1))
          .containsExactly(Arrays.copyOfRange(content, 997, 1000));
      assertThat(server.batches()).isEmpty();
      assertThat(Answers.of(source.entry(member("s.tar", "dir/a+b c.wav", 5, 6))).all(1))
          .containsExactly(Arrays.copyOfRange(content, 5, 11));
      assertThat(server.batches()).hasSize(1);
    }

    @Test
    void areCutOutWhenTheServerIgnoresTheRange() throws IOException {
      byte[] content = Contents.random(3, 1000);
      server.put("b", "o", content);
      server.objectFaults.add(new Fault.WholeForRange());

      assertThat(Answers.of(source.entry(object("o", 7, 3))).all(1))
          .containsExactly(Arrays.copyOfRange(content, 7, 10));
    }

    @Test
    void areNeverClipped() throws IOException {
      server.put("b", "o", new byte[100]);
      server.put("b", "s.tar!m", new byte[100]);

      for (Entry entry : List.of(object("o", 90, 11), object("o", 100, 1), object("o", 500, -1))) {
        assertThat(Answers.of(source.entry(entry)).failure(0).message())
            .contains(entry.toString(), "beyond the object, which has 100 bytes");
      }
      assertThat(Answers.of(source.entry(member("s.tar", "m", 90, 11))).failure(0).message())
          .contains("beyond the member, which has 100 bytes");
    }

    @Test
    void thatBreakOffGoOnWhereTheyBroke() throws IOException {
      byte[] content = Contents.random(3, 100_000);
      server.put("b", "o", content);
      server.objectFaults.add(new Fault.CloseAfter(40_000));
      server.objectFaults.add(new Fault.CloseAfter(0));
      server.objectFaults.add(new Fault.CloseAfter(40_000));

      assertThat(Answers.of(source.entry(object("o", 10, 99_000))).all(1))
          .containsExactly(Arrays.copyOfRange(content, 10, 99_010));
      assertThat(server.objectRequests("GET").get(1).head())
          .containsEntry("Range", "bytes=40010-99009");
      assertThat(source.counters().bytesReceived.sum()).isEqualTo(99_000);
    }

    @Test
    void thatDoNotExistSaySo() throws IOException {
      Answers missing = Answers.of(source.entry(object("missing")));
      assertThat(missing.failure(0).kind()).isEqualTo(FailureKind.NOT_FOUND);

      Entry lost = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "nope"), "x"));
      assertThat(Answers.of(source.entry(lost)).failure(0).kind()).isEqualTo(FailureKind.NOT_FOUND);
      assertThatThrownBy(() -> source.head(new ObjectRef(BUCKET, "missing")))
          .isInstanceOfSatisfying(
              SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_FOUND));
    }

    @Test
    void fromAFailingTargetFailAfterSomeTries() throws IOException {
      server.put("b", "o", new byte[1]);
      for (int i = 0; i < 3; i++) {
        server.objectFaults.add(new Fault.Status(500, "ErrFail", "input/output error"));
      }

      assertThat(Answers.of(source.entry(object("o"))).failure(0).message())
          .contains("ais://b/o", "status 500", "input/output error");
    }

    @Test
    void mayBeEmpty() throws IOException {
      server.put("b", "o", new byte[0]);

      assertThat(Answers.of(source.entry(object("o"))).all(1)).containsExactly(new byte[0]);
      assertThat(source.head(new ObjectRef(BUCKET, "o"))).isEqualTo(new ObjectInfo(0));
    }
  }

  @Nested
  class Listings {
    private List<ListedObject> list(String prefix, boolean archives) throws IOException {
      List<ListedObject> listed = new ArrayList<>();
      source.list(BUCKET, prefix, archives, listed::add);
      return listed;
    }

    @BeforeEach
    void fill() {
      for (String name : List.of("a", "b/1", "b/2", "b/3", "b/4", "b/s.tar", "b/s.tar!m", "c")) {
        server.put("b", name, new byte[name.length()]);
      }
    }

    @Test
    void goThroughAllPages() throws IOException {
      assertThat(list("b/", false))
          .containsExactly(
              new ListedObject("b/1", 3, false),
              new ListedObject("b/2", 3, false),
              new ListedObject("b/3", 3, false),
              new ListedObject("b/4", 3, false),
              new ListedObject("b/s.tar", 7, false));
      assertThat(source.counters().metadataRequests.sum()).isEqualTo(3);
    }

    @Test
    void showMembersOfArchives() throws IOException {
      assertThat(list("b/s", true))
          .containsExactly(
              new ListedObject("b/s.tar", 7, false), new ListedObject("b/s.tar/m", 9, true));
    }

    @Test
    void goOnAfterAFailureWithANewJob() throws IOException {
      List<ListedObject> listed = new ArrayList<>();
      source.list(
          BUCKET,
          "",
          false,
          object -> {
            if (object.name().equals("b/1")) {
              server.proxyFaults.add(new Fault.Status(503, "", ""));
            }
            return listed.add(object);
          });

      assertThat(listed).extracting(ListedObject::name).doesNotHaveDuplicates().hasSize(7);
      assertThat(server.requests.get(2).body()).contains("\"uuid\":\"\"", "\"b/1\"");
    }

    @Test
    void stopWhenEnoughWasSeen() throws IOException {
      source.list(BUCKET, "", false, object -> false);

      assertThat(server.requests).hasSize(1);
    }

    @Test
    void ofAMissingBucketFail() {
      assertThatThrownBy(
              () -> source.list(Bucket.of(Provider.AIS, "nope"), "", false, object -> true))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("ais://nope");
    }
  }

  @Nested
  class Trouble {
    @Test
    void withOneProxyIsNoneWithTwo() throws IOException {
      List<Entry> entries = objects(3, 10);
      try (AistoreSource two =
          open(
              Duration.ofSeconds(30),
              TokenSource.none(),
              URI.create("http://127.0.0.1:1"),
              server.endpoint())) {
        two.connect(Duration.ofSeconds(10));
        assertThat(Answers.of(two.batch(entries)).data()).hasSize(3);
        assertThat(Answers.of(two.entry(entries.get(0))).data()).hasSize(1);
        assertThat(two.counters().retries.sum()).isEqualTo(1);
      }
    }

    @Test
    void isReportedWithTheEndpoint() throws IOException {
      try (AistoreSource nobody =
          open(Duration.ofMillis(300), TokenSource.none(), URI.create("http://127.0.0.1:1"))) {
        assertThatThrownBy(() -> nobody.connect(Duration.ZERO))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("http://127.0.0.1:1 refused the connection");
        assertThatThrownBy(() -> Answers.of(nobody.batch(List.of(object("o")))))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("http://127.0.0.1:1");
        assertThatThrownBy(() -> Answers.of(nobody.entry(object("o"))))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("ais://b/o");
      }
    }

    @Test
    void atTheStartIsWaitedFor() throws IOException {
      server.proxyFaults.add(new Fault.Status(503, "", ""));
      server.proxyFaults.add(new Fault.Status(503, "", ""));

      source.connect(Duration.ofSeconds(20));

      assertThat(server.requests).hasSize(3);
    }

    @Test
    void ofAStalledReplyIsOvercomeOrEnds() throws IOException {
      List<Entry> entries = objects(3, 1000);
      try (AistoreSource hasty =
          open(Duration.ofMillis(1500), TokenSource.none(), server.endpoint())) {
        server.batchFaults.add(new Fault.Stall(2000));
        assertThat(Answers.of(hasty.batch(entries)).all(3))
            .containsExactlyElementsOf(contents(3, 1000));

        for (int i = 0; i < 100; i++) {
          server.objectFaults.add(new Fault.Stall(0));
        }
        assertThatThrownBy(() -> Answers.of(hasty.entry(object("o-0"))))
            .isInstanceOf(SourceException.class)
            .hasMessageContaining("ais://b/o-0: given up after 1.5 s");
      }
    }

    @Test
    void withATokenIsExplained() throws IOException {
      server.token = "right";
      try (AistoreSource wrong =
          open(Duration.ofSeconds(30), TokenSource.fixed("wrong"), server.endpoint())) {
        objects(1, 1);
        for (Callable<?> call :
            List.<Callable<?>>of(
                () -> Answers.of(wrong.batch(List.of(object("o-0")))),
                () -> wrong.head(new ObjectRef(BUCKET, "o-0")))) {
          assertThatThrownBy(call::call)
              .isInstanceOfSatisfying(
                  SourceException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DENIED))
              .hasMessageContaining("invalid token; give a valid token");
        }
        assertThat(Answers.of(wrong.entry(object("o-0"))).failure(0).kind())
            .isEqualTo(FailureKind.DENIED);
      }
    }

    @Test
    void withATokenEndsWhenItsFileChanges(@TempDir Path dir) throws IOException {
      server.token = "old";
      Path file = dir.resolve("auth.token");
      Files.writeString(file, "{\"token\":\"old\"}\n");
      List<Entry> entries = objects(1, 1);
      try (AistoreSource other =
          open(Duration.ofSeconds(30), TokenSource.file(file), server.endpoint())) {
        assertThat(Answers.of(other.batch(entries)).data()).hasSize(1);
        server.token = "a newer one";
        Files.writeString(file, "a newer one\n");
        assertThat(Answers.of(other.batch(entries)).data()).hasSize(1);
      }
    }

    @Test
    void fromSomethingThatIsNoAistoreIsReported() {
      server.proxyFaults.add(new Fault.Status(404, "", ""));

      assertThatThrownBy(() -> Answers.of(source.batch(List.of(object("o")))))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("an AIStore 4.0 or newer?");
    }

    @Test
    void endsAtOnceByInterrupt() throws Exception {
      List<Entry> entries = objects(3, 1000);
      server.batchFaults.add(new Fault.Stall(2000));
      FutureTask<Answers> reader = new FutureTask<>(() -> Answers.of(source.batch(entries)));
      Thread thread = new Thread(reader);
      thread.start();
      server.stalled.await();
      thread.interrupt();

      assertThatThrownBy(reader::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedIOException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsAtOnceByClose(boolean wholeSource) throws Exception {
      List<Entry> entries = objects(3, 1000);
      server.batchFaults.add(new Fault.Stall(2000));
      EntryStream stream = source.batch(entries);
      FutureTask<Answers> reader = new FutureTask<>(() -> Answers.of(stream));
      new Thread(reader).start();
      server.stalled.await();
      if (wholeSource) {
        source.close();
      } else {
        stream.close();
      }

      assertThatThrownBy(reader::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IOException.class)
          .cause()
          .isInstanceOf(SourceException.class)
          .hasMessage("the request was closed");
    }

    @Test
    void endsAtOnceByInterruptOfAWaitForARetry() throws Exception {
      for (int i = 0; i < 100; i++) {
        server.proxyFaults.add(new Fault.Status(503, "", ""));
      }
      FutureTask<Answers> reader =
          new FutureTask<>(() -> Answers.of(source.batch(List.of(object("o")))));
      Thread thread = new Thread(reader);
      thread.start();
      thread.interrupt();

      assertThatThrownBy(reader::get).hasCauseInstanceOf(InterruptedIOException.class);
    }

    @Test
    void leavesNoRequestInFlight() throws IOException {
      List<Entry> entries = objects(3, 100_000);
      for (int i = 0; i < 10; i++) {
        try (EntryStream stream = source.batch(entries)) {
          stream.next();
        }
      }

      assertThat(Answers.of(source.batch(entries)).data()).hasSize(3);
    }
  }
}
