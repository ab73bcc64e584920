package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fs.TestReader.Failed;
import io.aisml.fs.load.FetchMode;
import io.aisml.fs.tree.Text;
import io.aisml.fs.tree.TextFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchFileSystemTest {
  private final MountedSpec spec = new MountedSpec();

  @AfterEach
  void close() {
    spec.close();
  }

  private void readsAll(BatchFileSystem fs) {
    TestReader reader = new TestReader(fs, 1);
    for (int i = 0; i < spec.paths.size(); i++) {
      assertThat(reader.readAll(spec.paths.get(i)))
          .as(spec.paths.get(i))
          .isEqualTo(spec.content(i));
    }
  }

  @Test
  void oneRequestBringsAWholeBatch() {
    spec.batch("").files(100, 10_240);
    BatchFileSystem fs = spec.open();

    readsAll(fs);

    assertThat(spec.source.batches).hasSize(1);
    assertThat(spec.source.batches.get(0)).isEqualTo(spec.entries);
    assertThat(spec.source.singles).isEmpty();
  }

  @Test
  void lookingCausesNoRequest() {
    spec.batch("").file("d/e/a", 10).file("d/b", 20);
    BatchFileSystem fs = spec.open();

    assertThat(TestReader.attributes(fs, "d/e").directory()).isTrue();
    DirectoryListing listing = TestReader.list(fs, ReadOnlyFileSystem.ROOT);
    assertThat(listing.size()).isEqualTo(1);
    assertThat(listing.attributes(0).links()).isEqualTo(3);
    assertThat(fs.find(ReadOnlyFileSystem.ROOT, "nope".getBytes(StandardCharsets.UTF_8))).isNull();
    assertThat(TestReader.attributes(fs, "d/b").sizeKnown()).isFalse();

    assertThat(spec.source.counters().batchRequests.sum()).isZero();
    assertThat(spec.source.counters().entryRequests.sum()).isZero();
    assertThat(spec.source.counters().metadataRequests.sum()).isZero();
  }

  @Test
  void manyReadersOfOneBatchShareOneRequest() {
    spec.batch("").files(64, 5000);
    spec.source.hold(spec.entries.get(0));
    BatchFileSystem fs = spec.open();

    List<CompletableFuture<Void>> opens = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      opens.add(new TestReader(fs, i).open(TestReader.inode(fs, spec.paths.get(i))));
    }
    assertThat(opens).noneMatch(CompletableFuture::isDone);
    spec.source.letGo(spec.entries.get(0));
    opens.forEach(TestReader::get);

    assertThat(spec.source.batches).hasSize(1);
  }

  @Test
  void aMemberIsServedBeforeItsBatchIsComplete() {
    spec.batch("").files(10, 1000);
    spec.source.hold(spec.entries.get(5));
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    assertThat(reader.readAll(spec.paths.get(4))).isEqualTo(spec.content(4));
    CompletableFuture<Void> waiting = reader.open(TestReader.inode(fs, spec.paths.get(5)));
    assertThat(waiting).isNotDone();
    spec.source.letGo(spec.entries.get(5));
    TestReader.get(waiting);
  }

  @Test
  void aSlowBatchDoesNotHoldUpAnother() {
    spec.batch("a").files(3, 100);
    spec.batch("b").files(3, 100);
    spec.source.hold(spec.entries.get(0));
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    CompletableFuture<Void> slow = reader.open(TestReader.inode(fs, "a/00000.bin"));
    assertThat(reader.readAll("b/00001.bin")).isEqualTo(spec.content(4));
    assertThat(slow).isNotDone();
  }

  @Test
  void aBatchLargerThanTheCacheIsReadInOrderWithoutFetchingTwice() {
    spec.batch("").files(600, 10_240).cache(1 << 20);
    BatchFileSystem fs = spec.open();

    readsAll(fs);

    assertThat(spec.source.counters().bytesReceived.sum())
        .isLessThanOrEqualTo((long) (600 * 10_240 * 1.01));
    assertThat(fs.status().loads().cache().budget()).isEqualTo(1 << 20);
  }

  @Test
  void knownSizesMakeALargeBatchSeveralRequestsThatFit() {
    spec.batch("").cache(1 << 20);
    for (int i = 0; i < 300; i++) {
      spec.ranged("r" + i, 10_240);
    }
    BatchFileSystem fs = spec.open();

    readsAll(fs);

    assertThat(spec.source.counters().bytesReceived.sum()).isEqualTo(300 * 10_240);
    assertThat(spec.source.batches.size()).isBetween(12, 40);
  }

  @Test
  void aFileLargerThanTheCacheIsReadInRanges() {
    spec.batch("").file("small", 100).file("large", 5 << 20).file("last", 100).cache(1 << 20);
    BatchFileSystem fs = spec.open();

    readsAll(fs);

    assertThat(spec.source.counters().bytesReceived.sum()).isLessThan((long) (5.1 * (1 << 20)));
  }

  @Test
  void oneReadMaySpanMoreThanTheCacheHolds() {
    spec.batch("").file("large", 600_000).cache(256 << 10).sizes(SizeMode.EAGER);
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);
    long inode = TestReader.inode(fs, spec.paths.get(0));
    TestReader.get(reader.open(inode));

    byte[] all = TestReader.get(reader.read(inode, 0, 1 << 20));

    assertThat(all).isEqualTo(spec.content(0));
  }

  @Test
  void evictedFilesAreFetchedAgain() {
    spec.batch("").files(600, 10_240).cache(1 << 20);
    BatchFileSystem fs = spec.open();
    readsAll(fs);
    readsAll(fs);
  }

  @Test
  void readingInOrderLoadsTheNextBatchesEarly() {
    for (int batch = 0; batch < 10; batch++) {
      spec.batch("b" + batch).files(10, 100);
    }
    BatchFileSystem fs = spec.readAhead(2).open();
    TestReader reader = new TestReader(fs, 1);
    for (int i = 0; i < 5; i++) {
      reader.readAll(spec.paths.get(i));
    }

    // Nobody has opened a file of b1 or b2.
    spec.source.awaitBatches(3);
    assertThat(spec.source.batches.get(2)).isSubsetOf(spec.entries.subList(10, 30));
  }

  @Test
  void aReaderThatStopsStopsTheLoading() {
    for (int batch = 0; batch < 100; batch++) {
      spec.batch("b" + batch).files(10, 100);
    }
    BatchFileSystem fs = spec.readAhead(2).open();
    TestReader reader = new TestReader(fs, 1);
    for (int i = 0; i < 10; i++) {
      reader.readAll(spec.paths.get(i));
    }
    // What the last open asked for has come once the last batch that it may ask for has.
    reader.readAll("b2/00009.bin");

    assertThat(spec.source.counters().bytesReceived.sum()).isLessThanOrEqualTo(5 * 10 * 100);
  }

  @Test
  void oneEntryAtATimeWhenAskedTo() {
    spec.batch("").files(10, 1000).fetch(FetchMode.ENTRY);
    BatchFileSystem fs = spec.open();

    readsAll(fs);

    assertThat(spec.source.batches).isEmpty();
    assertThat(spec.source.singles).hasSize(10);
  }

  @Test
  void equalEntriesAreOneInodeAndAreFetchedOnce() {
    Entry shared = Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), "shared"));
    spec.source.put(shared, 777);
    spec.batch("x").entry("one", shared).entry("two", shared).batch("y").entry("three", shared);
    BatchFileSystem fs = spec.open();

    assertThat(TestReader.inode(fs, "x/one"))
        .isEqualTo(TestReader.inode(fs, "x/two"))
        .isEqualTo(TestReader.inode(fs, "y/three"));
    assertThat(TestReader.attributes(fs, "x/one").links()).isEqualTo(3);
    readsAll(fs);
    assertThat(spec.source.counters().bytesReceived.sum()).isEqualTo(777);
  }

  @Test
  void failuresBelongToOneFileAndToItsOpen() {
    spec.batch("").files(5, 100);
    spec.entry("missing", Entry.of(new ObjectRef(Bucket.of(Provider.AIS, "b"), "missing")));
    spec.source.fail(spec.entries.get(1), FailureKind.DENIED);
    spec.source.fail(spec.entries.get(2), FailureKind.FAILED);
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    assertThat(errno(reader, "missing")).isEqualTo(Errno.ENOENT);
    assertThat(errno(reader, spec.paths.get(1))).isEqualTo(Errno.EACCES);
    assertThat(errno(reader, spec.paths.get(2))).isEqualTo(Errno.EIO);
    assertThat(reader.readAll(spec.paths.get(3))).isEqualTo(spec.content(3));
    assertThat(fs.failures()).hasSize(3);
    assertThat(fs.failures().get(1).path()).isEqualTo(spec.paths.get(2));
    assertThat(TestReader.attributes(fs, "missing")).isNotNull();
  }

  private static Errno errno(TestReader reader, String path) {
    try {
      reader.readAll(path);
      throw new AssertionError(path + " could be read");
    } catch (Failed e) {
      return e.errno;
    }
  }

  @Test
  void aFailedFileIsTriedAgainAfterAWhile() {
    spec.batch("").files(2, 100).negativeTtl(Duration.ZERO);
    spec.source.fail(spec.entries.get(0), FailureKind.FAILED);
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    assertThat(errno(reader, spec.paths.get(0))).isEqualTo(Errno.EIO);
    spec.source.heal(spec.entries.get(0));
    assertThat(reader.readAll(spec.paths.get(0))).isEqualTo(spec.content(0));
  }

  @Test
  void anObjectThatChangedItsSizeFails() {
    spec.batch("").ranged("r", 100);
    spec.source.put(spec.entries.get(0), 50);
    spec.batch("").file("f", 100).cache(1 << 20).files(400, 10_240);
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);
    reader.readAll("f");
    for (int i = 0; i < 400; i++) {
      reader.readAll("%05d.bin".formatted(i));
    }
    spec.source.put(spec.entry("f"), 101);

    Errno failure = null;
    // It is in memory until others push it out.
    for (int i = 0; i < 400 && failure == null; i++) {
      try {
        reader.readAll("f");
        reader.readAll("%05d.bin".formatted(i));
      } catch (Failed e) {
        failure = e.errno;
      }
    }
    if (failure != null) {
      assertThat(failure).isEqualTo(Errno.EIO);
      assertThat(fs.failures().get(0).message()).contains("101").contains("changed");
    }
  }

  @Test
  void waitingEndsAtTheDeadline() {
    spec.batch("").files(1, 100).openTimeout(Duration.ofMillis(200));
    spec.source.hold(spec.entries.get(0));
    BatchFileSystem fs = spec.open();

    assertThatThrownBy(() -> new TestReader(fs, 1).readAll(spec.paths.get(0)))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.errno).isEqualTo(Errno.ETIMEDOUT));
    assertThat(fs.status().waiting()).isZero();
  }

  @Test
  void anInterruptEndsAWait() {
    spec.batch("").files(1, 100);
    spec.source.hold(spec.entries.get(0));
    BatchFileSystem fs = spec.open();
    CompletableFuture<Errno> answer = new CompletableFuture<>();

    Pending pending =
        fs.open(
            TestReader.inode(fs, spec.paths.get(0)),
            1,
            new OpenReply() {
              @Override
              public void opened(boolean keepCache) {
                answer.completeExceptionally(new AssertionError("opened"));
              }

              @Override
              public void failed(Errno errno) {
                answer.complete(errno);
              }
            });
    pending.cancel();

    assertThat(TestReader.get(answer)).isEqualTo(Errno.EINTR);
  }

  @Test
  void unmountingEndsAllWaits() {
    spec.batch("").files(50, 100);
    spec.source.hold(spec.entries.get(0));
    BatchFileSystem fs = spec.open();
    List<CompletableFuture<Void>> opens = new ArrayList<>();
    for (String path : spec.paths) {
      opens.add(new TestReader(fs, 1).open(TestReader.inode(fs, path)));
    }

    fs.shutdown();

    assertThat(opens).allMatch(CompletableFuture::isCompletedExceptionally);
  }

  @Test
  void theKernelLearnsAnUnknownSizeBeforeTheFileIsOpen() {
    spec.batch("").file("f", 10_000).file("empty", 0);
    BatchFileSystem fs = spec.open();
    AtomicInteger announced = new AtomicInteger();
    byte[] tail = new byte[10_000 - 8192];
    fs.announceSizesTo(
        (inode, size, bytes) -> {
          announced.incrementAndGet();
          assertThat(size).isEqualTo(10_000);
          ByteBuffer copy = bytes.duplicate();
          copy.get(tail);
        });
    TestReader reader = new TestReader(fs, 1);
    long inode = TestReader.inode(fs, "f");

    TestReader.get(reader.open(inode));
    TestReader.get(reader.open(inode));
    reader.readAll("empty");

    assertThat(announced).hasValue(1);
    byte[] content = spec.content(0);
    assertThat(tail).isEqualTo(Arrays.copyOfRange(content, 8192, 10_000));
    assertThat(TestReader.attributes(fs, "f").size()).isEqualTo(10_000);
    assertThat(TestReader.attributes(fs, "f").sizeKnown()).isTrue();
  }

  @Test
  void sizesAreLearnedFromListings() throws Exception {
    spec.batch("").files(20, 123).sizes(SizeMode.EAGER);
    BatchFileSystem fs = spec.open();

    assertThat(fs.status().sizesKnown()).isEqualTo(20);
    assertThat(spec.source.counters().metadataRequests.sum()).isEqualTo(1);
    assertThat(TestReader.attributes(fs, spec.paths.get(7)).size()).isEqualTo(123);
  }

  /** Who copies by what {@code lstat} tells takes a size of 0 for an empty file. */
  @Test
  void sizesThatAListingTellsAreKnownWhenTheMountIsThere() throws Exception {
    spec.batch("").files(20, 123).sizes(SizeMode.BACKGROUND);
    BatchFileSystem fs = spec.open();

    assertThat(TestReader.attributes(fs, spec.paths.get(7)).size()).isEqualTo(123);
    assertThat(spec.source.batches).isEmpty();
  }

  @Test
  void aListingThatTakesLongDoesNotHoldUpTheMount() throws Exception {
    spec.batch("").files(2, 123).sizes(SizeMode.BACKGROUND);
    spec.source.holdListings();
    BatchFileSystem fs = spec.open();

    assertThat(fs.status().sizesKnown()).isZero();
  }

  @Test
  void generatedFilesOfThePlanAreListedAndReadWithoutARequest() throws Exception {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    spec.batch("").generated("cuts.jsonl", generated(content)).file("a", 1);
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    assertThat(TestReader.attributes(fs, "cuts.jsonl").size()).isEqualTo(content.length);
    assertThat(TestReader.attributes(fs, "cuts.jsonl").sizeKnown()).isTrue();
    assertThat(reader.readAll("cuts.jsonl")).isEqualTo(content);
    assertThat(TestReader.list(fs, ReadOnlyFileSystem.ROOT).size()).isEqualTo(2);
    assertThat(spec.source.batches).isEmpty();
    assertThat(reader.readAll("a")).isEqualTo(spec.content(0));
  }

  @Test
  void aGeneratedFileThatCannotBeMadeFailsAlone() {
    GeneratedFile broken =
        new GeneratedFile() {
          @Override
          public long size() {
            return 5;
          }

          @Override
          public void read(long offset, ByteBuffer dst) throws IOException {
            throw new IOException("the manifest has changed");
          }
        };
    spec.batch("").generated("broken", broken).generated("fine", generated(new byte[5]));
    BatchFileSystem fs = spec.open();
    TestReader reader = new TestReader(fs, 1);

    assertThatThrownBy(() -> reader.readAll("broken")).hasMessageContaining("EIO");
    assertThat(reader.readAll("fine")).hasSize(5);
  }

  private static GeneratedFile generated(byte[] content) {
    return new GeneratedFile() {
      @Override
      public long size() {
        return content.length;
      }

      @Override
      public void read(long offset, ByteBuffer dst) {
        dst.put(content, (int) offset, (int) Math.min(dst.remaining(), content.length - offset));
      }
    };
  }

  @Test
  void generatedFilesAreFoundByNameAndNeverListed() {
    spec.batch("")
        .file("a", 1)
        .text(new TextFile("status.json", () -> Text.of("{}".getBytes(StandardCharsets.UTF_8))));
    BatchFileSystem fs = spec.open();

    assertThat(new TestReader(fs, 1).readAll(".aisml/status.json")).asString().isEqualTo("{}");
    DirectoryListing root = TestReader.list(fs, ReadOnlyFileSystem.ROOT);
    assertThat(root.size()).isEqualTo(1);
    assertThat(TestReader.list(fs, TestReader.inode(fs, ".aisml")).size()).isEqualTo(1);
  }
}
