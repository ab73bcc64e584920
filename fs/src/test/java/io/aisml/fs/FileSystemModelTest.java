package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.TestReader.Failed;
import io.aisml.fs.load.FetchMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Random operations against a model that knows nothing of batches, caches and loads: a map from
 * path to bytes. The cache is far smaller than the data, so that members come and go all the time.
 */
class FileSystemModelTest {
  private static final int CACHE = 256 << 10;
  private static final int BATCHES = 4;
  private static final int FILES_PER_BATCH = 12;

  /** One step; operands are taken modulo, so every number is a valid one. */
  sealed interface Step {
    record ReadAll(int file, int pid) implements Step {}

    record ReadPart(int file, int offset, int size) implements Step {}

    record OpenOnly(int file) implements Step {}

    record Stat(int file) implements Step {}

    record Break(int file) implements Step {}

    record Mend(int file) implements Step {}
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 1 << 20);
    Arbitrary<Step> step =
        Arbitraries.frequencyOf(
            Tuple.of(
                6, Combinators.combine(number, number).as((f, p) -> new Step.ReadAll(f, p % 3))),
            Tuple.of(6, Combinators.combine(number, number, number).as(Step.ReadPart::new)),
            Tuple.of(2, number.map(Step.OpenOnly::new)),
            Tuple.of(2, number.map(Step.Stat::new)),
            Tuple.of(1, number.map(Step.Break::new)),
            Tuple.of(1, number.map(Step.Mend::new)));
    return step.list().ofMinSize(1).ofMaxSize(60);
  }

  @Property(tries = 200)
  void behavesLikeAMapFromPathToBytes(
      @ForAll("steps") List<Step> steps, @ForAll FetchMode fetch, @ForAll SizeMode sizes) {
    try (MountedSpec spec = new MountedSpec()) {
      Map<String, byte[]> model = new HashMap<>();
      for (int batch = 0; batch < BATCHES; batch++) {
        spec.batch("b" + batch);
        for (int i = 0; i < FILES_PER_BATCH; i++) {
          spec.file("f" + i, size(batch * FILES_PER_BATCH + i));
        }
      }
      spec.cache(CACHE).fetch(fetch).sizes(sizes).negativeTtl(Duration.ZERO);
      for (int i = 0; i < spec.paths.size(); i++) {
        model.put(spec.paths.get(i), spec.content(i));
      }
      BatchFileSystem fs = spec.open();
      for (Step step : steps) {
        take(step, spec, fs, model);
        assertThat(fs.status().loads().cache().free()).isBetween(0L, (long) CACHE);
      }
    }
  }

  /** Empty, smaller than a granule, some granules, and now and then larger than the whole cache. */
  private static int size(int file) {
    return switch (file % 6) {
      case 0 -> 0;
      case 1 -> 700;
      case 2 -> 10_240;
      case 3 -> 33_333;
      case 4 -> 100_000;
      default -> file % 12 == 5 ? CACHE + 12_345 : 4096;
    };
  }

  private static void take(
      Step step, MountedSpec spec, BatchFileSystem fs, Map<String, byte[]> model) {
    if (step instanceof Step.ReadAll read) {
      String path = path(spec, read.file());
      read(path, model, () -> new TestReader(fs, read.pid()).readAll(path));
    } else if (step instanceof Step.ReadPart part) {
      readPart(part, path(spec, part.file()), fs, model);
    } else if (step instanceof Step.OpenOnly open) {
      String path = path(spec, open.file());
      read(
          path,
          model,
          () -> {
            TestReader.get(new TestReader(fs, 9).open(TestReader.inode(fs, path)));
            return model.get(path);
          });
    } else if (step instanceof Step.Stat stat) {
      String path = path(spec, stat.file());
      Attributes attributes = TestReader.attributes(fs, path);
      if (attributes.sizeKnown()) {
        assertThat(attributes.size()).isEqualTo(original(spec, path).length);
      }
    } else if (step instanceof Step.Break broken) {
      String path = path(spec, broken.file());
      spec.source.fail(spec.entry(path), FailureKind.FAILED);
      model.remove(path);
    } else if (step instanceof Step.Mend mend) {
      String path = path(spec, mend.file());
      spec.source.heal(spec.entry(path));
      model.put(path, original(spec, path));
    }
  }

  private static void readPart(
      Step.ReadPart part, String path, BatchFileSystem fs, Map<String, byte[]> model) {
    int offset = part.offset() % (CACHE + 20_000);
    int size = part.size() % 131_072;
    byte[] whole = model.get(path);
    read(
        path,
        model,
        () -> {
          TestReader reader = new TestReader(fs, 5);
          long inode = TestReader.inode(fs, path);
          TestReader.get(reader.open(inode));
          byte[] got = TestReader.get(reader.read(inode, offset, size));
          if (whole != null) {
            int from = Math.min(offset, whole.length);
            assertThat(got)
                .isEqualTo(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + size)));
          }
          return whole;
        });
  }

  /** Reads give the model's bytes; of a broken file they may, as long as it is in memory. */
  private static void read(String path, Map<String, byte[]> model, Reading reading) {
    try {
      byte[] got = reading.read();
      if (model.containsKey(path)) {
        assertThat(got).isEqualTo(model.get(path));
      }
    } catch (Failed e) {
      assertThat(model).doesNotContainKey(path);
      assertThat(e.errno).isEqualTo(Errno.EIO);
    }
  }

  @FunctionalInterface
  private interface Reading {
    byte @Nullable [] read();
  }

  private static String path(MountedSpec spec, int file) {
    return spec.paths.get(file % spec.paths.size());
  }

  private static byte[] original(MountedSpec spec, String path) {
    return spec.content(spec.paths.indexOf(path));
  }
}
