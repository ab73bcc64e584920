package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Get-batches that go well, break off or give nothing. */
class BatchStreamTest extends AgainstFakeAistore {
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
    server.put("aws/@UUID1#ns/d/", "o", new byte[] {3});
    server.put("ais/@cluster#/e/", "o", new byte[] {4});
    Bucket namespaced = new Bucket(Provider.AWS, new Namespace("cluster", "ns"), "d");
    Bucket first = new Bucket(Provider.AIS, new Namespace("cluster", ""), "e");
    List<Entry> entries =
        List.of(
            object("o"),
            Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "c"), "o")),
            Entry.of(new ObjectRef(namespaced, "o")));

    assertThat(Answers.of(source.batch(entries)).all(3))
        .containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    assertThat(Answers.of(source.batch(List.of(Entry.of(new ObjectRef(first, "o"))))).all(1))
        .containsExactly(new byte[] {4});
    assertThat(server.batches()).hasSize(2);
    assertThat(server.batches().get(1).query()).contains("namespace=%40cluster%23");
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
                false,
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
          .hasMessageContaining("ais://b/o changed while it was read: had 50000 bytes, has 60000");
    }
  }

  @Test
  void goOnAfterEmptyReplies() throws IOException {
    List<Entry> entries = objects(5, 10);
    server.batchFaults.add(new Fault.Empty200());

    assertThat(Answers.of(source.batch(entries)).all(5)).containsExactlyElementsOf(contents(5, 10));
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
  void giveWayToGetsWhenNothingComesOfThem() throws IOException {
    List<Entry> entries = objects(300, 10);
    for (int i = 0; i < 100; i++) {
      server.batchFaults.add(new Fault.ShortArchive(0));
    }

    assertThat(Answers.of(source.batch(entries)).all(300))
        .containsExactlyElementsOf(contents(300, 10));
    assertThat(server.batches()).hasSizeLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../b", "./a", "..", "dir/", "~/o", ""})
  void doNotAskForNamesThatAistoreRefuses(String name) throws IOException {
    server.put("b", "b", new byte[] {1});
    server.put("b", "a", new byte[] {1});

    Answers answers = Answers.of(source.batch(List.of(object("a"), object(name))));

    assertThat(answers.data().keySet()).containsExactly(0);
    assertThat(answers.failure(1).kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(Answers.of(source.entry(object(name))).failures()).hasSize(1);
    assertThatThrownBy(() -> source.head(new ObjectRef(BUCKET, name)))
        .isInstanceOf(SourceException.class);
    assertThat(server.requests).hasSize(2);
  }

  @Test
  void doNotTakeOneEntryForAnother() throws IOException {
    List<Entry> entries = objects(3, 10);
    server.batchFaults.add(new Fault.WrongNames());

    assertThat(Answers.of(source.batch(entries)).all(3)).containsExactlyElementsOf(contents(3, 10));
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

    assertThat(Answers.of(source.batch(entries)).all(3)).containsExactlyElementsOf(contents(3, 10));
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
    assertThat(answers.failure(3).message()).isEqualTo("ais://nope/x: no such bucket");
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
    entries.set(13, object("a..b")); // which the fake refuses
    server.put("b", "a..b", new byte[] {7});

    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data()).hasSize(20);
    assertThat(answers.data().get(13)).containsExactly(7);
  }

  /** With 4 requests allowed, 4 other threads and the reading one ask. */
  @Test
  void confirmSeveralMissingEntriesAtATime() throws IOException {
    List<Entry> entries = objects(40, 10);
    for (int i = 0; i < 40; i++) {
      entries.add(object("missing-" + i));
    }
    server.company = new CountDownLatch(5);
    Answers answers = Answers.of(source.batch(entries));

    assertThat(answers.data()).hasSize(40);
    for (int i = 40; i < 80; i++) {
      assertThat(answers.failure(i).kind()).isEqualTo(FailureKind.NOT_FOUND);
    }
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
