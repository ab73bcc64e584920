package io.aisml.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.load.FetchMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Readers in every order at once, through a cache that holds a tenth of what they read. */
@Tag("slow")
class ManyReadersTest {
  private static final int READERS = 8;
  private static final int READS = 400;

  @ParameterizedTest
  @EnumSource(FetchMode.class)
  @Timeout(120)
  void eachReadsWhatIsThere(FetchMode fetch) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try (MountedSpec spec = new MountedSpec()) {
      for (int batch = 0; batch < 10; batch++) {
        spec.batch("b" + batch).files(40, 5000 + batch * 2500);
      }
      BatchFileSystem fs = spec.cache(600 << 10).fetch(fetch).open();
      List<Future<Void>> done = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        done.add(readers.submit(reading(spec, fs, i)));
      }
      for (Future<Void> reader : done) {
        reader.get(100, TimeUnit.SECONDS);
      }
      assertThat(fs.status().waiting()).isZero();
    } finally {
      readers.shutdownNow();
    }
  }

  private static Callable<Void> reading(MountedSpec spec, BatchFileSystem fs, int reader) {
    return () -> {
      Random random = new Random(reader);
      int file = reader * 13;
      for (int i = 0; i < READS; i++) {
        // Half of the readers stride through the list, the others jump about.
        file = (reader % 2 == 0 ? file + 1 : random.nextInt(1000)) % spec.paths.size();
        byte[] got = new TestReader(fs, reader).readAll(spec.paths.get(file));
        assertThat(got).isEqualTo(spec.content(file));
      }
      return null;
    };
  }
}
