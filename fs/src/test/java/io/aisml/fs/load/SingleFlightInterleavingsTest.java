package io.aisml.fs.load;

import static io.aisml.fs.Interleavings.check;
import static io.aisml.fs.Interleavings.explore;
import static io.aisml.fs.Interleavings.inParallel;
import static io.aisml.fs.Interleavings.shared;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fs.cache.Member;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** One load of a member however many readers come, in the interleavings that Lincheck chooses. */
@Tag("slow")
@Isolated("Lincheck changes the classes that it runs, for all threads")
class SingleFlightInterleavingsTest {
  private static final int INVOCATIONS = 200;
  private static final long CHUNK = Members.chunk(0, 3);

  @Test
  void ofReadersThatComeAtOnceOneLoads() {
    for (long key : new long[] {0, CHUNK}) {
      explore(
          INVOCATIONS,
          () -> {
            Members members = shared(new Members(1, 0));
            AtomicInteger loading = new AtomicInteger();
            Runnable reader =
                () -> {
                  if (members.claim(key) != null) {
                    loading.incrementAndGet();
                  }
                };
            inParallel(reader, reader, reader);
            check(loading.get() == 1, "one loads");
            check(members.get(key) != null, "the others find it");
          });
    }
  }

  @Test
  void whatIsForgottenLateTakesNoOtherWithIt() {
    for (long key : new long[] {0, CHUNK}) {
      explore(
          INVOCATIONS,
          () -> {
            Members members = shared(new Members(1, 0));
            Member failed = Objects.requireNonNull(members.claim(key));
            failed.fail(FailureKind.FAILED, System.nanoTime() - 1);
            AtomicReference<Member> loading = new AtomicReference<>();
            Runnable reader =
                () -> {
                  Member claimed = members.claim(key);
                  if (claimed != null) {
                    check(loading.compareAndSet(null, claimed), "one loads");
                  }
                };
            inParallel(reader, reader, () -> members.forget(failed));
            check(loading.get() != null, "it is loaded again");
            check(members.get(key) == loading.get(), "what is loaded is found");
          });
    }
  }
}
