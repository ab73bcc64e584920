package io.aisml.fs.tier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a second tier keeps, and what it never gives. */
class TieredSourceTest {
  private static final int OBJECTS = 200;
  private static final int SIZE = 5000;
  private static final long PLENTY = 64 << 20;

  @TempDir private Path directory;

  private final VersionedStore store = new VersionedStore(OBJECTS, SIZE);

  private TieredSource open(long limit) throws IOException, InterruptedException {
    store.asked.clear();
    return TieredSource.open(store.plan(), store, directory, limit);
  }

  private void fill() throws Exception {
    try (TieredSource source = open(PLENTY)) {
      store.assertReads(source, store.entries());
    }
    assertThat(store.asked).hasSize(OBJECTS);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(Segment.SUFFIX)).toList();
    }
  }

  @Test
  void whatOneMountReceivedTheNextFinds() throws Exception {
    fill();
    try (TieredSource source = open(PLENTY)) {
      List<Entry> shuffled = new ArrayList<>(store.entries());
      Collections.shuffle(shuffled, new Random(1));
      store.assertReads(source, shuffled);
      store.assertReads(source, shuffled);
      assertThat(store.asked).isEmpty();
      assertThat(source.status().hits()).isEqualTo(2 * OBJECTS);
      assertThat(source.status().hitBytes()).isEqualTo(2L * OBJECTS * SIZE);
      assertThat(source.status().records()).isEqualTo(OBJECTS);
    }
  }

  /** A default of the interface would be the store's own quick way not taken. */
  @Test
  void handsAllOnThatAStoreMayDoBetter() {
    assertThat(BatchSource.class.getMethods())
        .filteredOn(Method::isDefault)
        .isNotEmpty()
        .allSatisfy(
            method ->
                assertThat(
                        TieredSource.class.getMethod(method.getName(), method.getParameterTypes()))
                    .extracting(Method::getDeclaringClass)
                    .isEqualTo(TieredSource.class));
  }

  @Test
  void whatHasChangedIsFetchedAgain() throws Exception {
    fill();
    store.version(7, 2);
    store.version(8, 0);
    try (TieredSource source = open(PLENTY)) {
      store.assertReads(source, store.entries());
      store.assertReads(source, store.entries());
      assertThat(store.asked)
          .as("that without an identity is not kept")
          .containsExactly("d/00007", "d/00008", "d/00008");
    }
  }

  @Test
  void aRequestMayBeForSomeThatAreThereAndSomeThatAreNot() throws Exception {
    try (TieredSource source = open(PLENTY)) {
      store.assertReads(source, store.entries().subList(50, 60));
      store.assertReads(source, store.entries().subList(40, 70));
      assertThat(store.asked).hasSize(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void anEntryThatWasNotReadToItsEndIsNotKept() throws Exception {
    try (TieredSource source = open(PLENTY)) {
      try (EntryStream stream = source.batch(store.entries())) {
        assertThat(stream.next()).isEqualTo(new EntryReply.Data(0, SIZE));
        assertThat(stream.read(ByteBuffer.allocate(SIZE))).isPositive();
      }
      store.assertReads(source, store.entries());
    }
    try (TieredSource source = open(PLENTY)) {
      store.assertReads(source, store.entries());
      assertThat(store.asked).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoLongerWhatWasWrittenAreFetchedAgain() throws Exception {
    fill();
    Random random = new Random(3);
    long broken = 0;
    for (int round = 0; round < 20; round++) {
      for (Path segment : segments()) {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
          file.seek((long) (random.nextDouble() * file.length()));
          file.write(random.nextInt(256));
        }
      }
      try (TieredSource source = open(PLENTY)) {
        store.assertReads(source, store.entries());
        broken += source.status().broken();
      }
    }
    assertThat(broken).isPositive();
  }

  @Test
  void filesThatWereCutAnywhereGiveWhatIsLeftOfThem() throws Exception {
    fill();
    byte[] whole = Files.readAllBytes(segments().get(0));
    Path first = segments().get(0);
    Random random = new Random(5);
    for (int round = 0; round < 20; round++) {
      for (Path segment : segments()) {
        Files.delete(segment);
      }
      int length = random.nextInt(whole.length);
      Files.write(first, Arrays.copyOf(whole, length));
      try (TieredSource source = open(PLENTY)) {
        store.assertReads(source, store.entries());
        assertThat(source.status().hits()).isEqualTo(Math.min(hits(length), hits(whole.length)));
      }
    }
  }

  /** How many records are whole in so many bytes of the first file. */
  private static long hits(int length) {
    return Math.min(length / (Segment.HEAD + SIZE), (PLENTY / 128) / (Segment.HEAD + SIZE));
  }

  @Test
  void holdsNoMoreThanItMay() throws Exception {
    long limit = 300_000;
    try (TieredSource source = open(limit)) {
      for (int round = 0; round < 3; round++) {
        store.assertReads(source, store.entries());
        assertThat(source.status().bytes()).isLessThanOrEqualTo(limit + limit / 8);
      }
      assertThat(source.status().hits())
          .as("a part stays, instead of each pushing out the next")
          .isGreaterThan(2 * 30);
      assertThat(source.status().writes()).isFalse();
    }
    VersionedStore others = new VersionedStore(20, SIZE + 1);
    try (TieredSource source = TieredSource.open(others.plan(), others, directory, limit)) {
      others.assertReads(source, others.entries());
      assertThat(source.status().stored()).as("what nobody uses makes room").isEqualTo(20);
      assertThat(source.status().bytes()).isLessThanOrEqualTo(limit + limit / 8);
    }
  }

  @Test
  void aDirectoryThatCanNotBeWrittenIsSaidAtOnce() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> TieredSource.open(store.plan(), store, file, PLENTY))
        .isInstanceOf(IOException.class);
  }
}
