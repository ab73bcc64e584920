package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.load.FetchMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests reading in no order causes, and what was told ahead. */
class AnyOrderTest {
  private static final int SIZE = 1000;
  private static final int WORKERS = 8;

  private final MountedSpec spec = new MountedSpec().fetch(FetchMode.AUTO);

  @AfterEach
  void close() {
    spec.close();
  }

  private BatchFileSystem batches(int batches, int files, long cache) {
    for (int batch = 0; batch < batches; batch++) {
      spec.batch("b" + batch).files(files, SIZE);
    }
    return spec.cache(cache).open();
  }

  private List<Integer> shuffled() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, spec.paths.size()).boxed().toList());
    Collections.shuffle(order, new Random(7));
    return order;
  }

  private void read(BatchFileSystem fs, int pid, int file) {
    assertThat(new TestReader(fs, pid).readAll(spec.paths.get(file))).isEqualTo(spec.content(file));
  }

  private long received() {
    return spec.source.counters().bytesReceived.sum();
  }

  /** Two workers each leap from batch to batch until nothing but the wanted is loaded. */
  private void showThatReadingIsAtRandom(BatchFileSystem fs) {
    for (int leap = 0; leap < 4; leap++) {
      read(fs, 1, (leap * 2 + 3) * 100);
    }
  }

  @Test
  void aShuffledEpochBringsLittleMoreThanIsRead() {
    BatchFileSystem fs = batches(600, 50, 8 << 20);

    int turn = 0;
    for (int file : shuffled()) {
      read(fs, 1 + turn++ % WORKERS, file);
    }

    assertThat(received()).isLessThanOrEqualTo(30_000L * SIZE * 105 / 100);
  }

  @Test
  void aFirstOpenInTheMiddleOfALongBatchLoadsOnlyItsFile() {
    BatchFileSystem fs = batches(10, 1000, 8 << 20);

    read(fs, 1, 1500);
    assertThat(spec.source.batches).isEmpty();
    assertThat(spec.source.singles).hasSize(1);

    read(fs, 1, 1501);
    assertThat(spec.source.batches).hasSize(1);
  }

  @Test
  void whatMemoryCanHoldComesByBatchesInAnyOrder() {
    BatchFileSystem fs = batches(30, 100, 64 << 20);

    int turn = 0;
    for (int file : shuffled()) {
      read(fs, 1 + turn++ % WORKERS, file);
    }

    assertThat(spec.source.batches).hasSize(30);
    assertThat(spec.source.singles).isEmpty();
    assertThat(received()).isEqualTo(3000L * SIZE);
  }

  @Test
  void readingInOrderAgainLoadsBatchesAgain() {
    BatchFileSystem fs = batches(60, 100, 2 << 20);
    showThatReadingIsAtRandom(fs);
    int batches = spec.source.batches.size();

    for (int file = 2000; file < 2300; file++) {
      read(fs, 1, file);
    }

    assertThat(spec.source.batches.size()).isGreaterThan(batches);
    assertThat(spec.source.singles.size()).isLessThan(30);
  }

  @Test
  void readsThatAreWantedAtTheSameMomentGoIntoOneRequest() {
    BatchFileSystem fs = batches(60, 100, 2 << 20);
    showThatReadingIsAtRandom(fs);
    int before = spec.source.batches.size();
    List<CompletableFuture<Void>> opens = new ArrayList<>();
    List<Integer> wanted = IntStream.range(0, 58).mapToObj(i -> 1111 + 79 * i).toList();
    wanted.forEach(file -> spec.source.hold(spec.entries.get(file)));

    for (int file : wanted) {
      opens.add(new TestReader(fs, 100 + file).open(TestReader.inode(fs, spec.paths.get(file))));
    }
    spec.source.awaitBatches(before + 1);
    wanted.forEach(file -> spec.source.letGo(spec.entries.get(file)));
    opens.forEach(TestReader::get);

    assertThat(spec.source.batches.get(before))
        .hasSizeGreaterThan(10)
        .isSubsetOf(wanted.stream().map(spec.entries::get).toList());
    wanted.forEach(file -> read(fs, 100 + file, file));
  }

  @Test
  void whatIsToldAheadComesInLargeRequestsInTheOrderOfTelling() {
    BatchFileSystem fs = batches(60, 100, 64 << 20);
    List<Integer> order = shuffled();

    for (int file : order) {
      assertThat(fs.tell(TestReader.inode(fs, spec.paths.get(file)))).isTrue();
    }
    int turn = 0;
    for (int file : order) {
      read(fs, 1 + turn++ % WORKERS, file);
    }

    assertThat(received()).isEqualTo(6000L * SIZE);
    assertThat(spec.source.batches).allSatisfy(b -> assertThat(b).hasSizeLessThanOrEqualTo(256));
    assertThat(spec.source.batches.stream().mapToInt(List::size).sum())
        .as("entries that came by batches")
        .isGreaterThan(3000);
  }

  @Test
  void whatIsToldAheadWaitsForRoomAndForNobody() {
    BatchFileSystem fs = batches(60, 100, 1 << 20);
    List<Integer> order = shuffled();
    for (int file : order) {
      fs.tell(TestReader.inode(fs, spec.paths.get(file)));
    }

    // Nobody reads what was told; others read something else all the same.
    for (int file = 0; file < 300; file++) {
      read(fs, 1, order.get(5999 - file));
    }
    for (int file = 0; file < 5700; file++) {
      read(fs, 2, order.get(file));
    }

    assertThat(fs.status().loads().failures()).isZero();
  }

  @Test
  void whoReadsWhatIsToldGetsItBeforeItsTurn() {
    BatchFileSystem fs = batches(60, 100, 64 << 20);
    List<Integer> order = shuffled();
    // The requests for the first files do not get on.
    order.subList(0, 3).forEach(file -> spec.source.hold(spec.entries.get(file)));
    for (int file : order) {
      fs.tell(TestReader.inode(fs, spec.paths.get(file)));
    }

    read(fs, 1, order.get(5000));

    order.subList(0, 3).forEach(file -> spec.source.letGo(spec.entries.get(file)));
    read(fs, 1, order.get(0));
  }

  @Test
  void directoriesAndGeneratedFilesAreNotToldAhead() {
    BatchFileSystem fs = batches(1, 1, 1 << 20);

    assertThat(fs.tell(ReadOnlyFileSystem.ROOT)).isFalse();
    assertThat(fs.tell(1234)).isFalse();
  }
}
