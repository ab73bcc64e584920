package io.aisml.fs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private static final long LOAD = 10_000_000;

  private final AtomicLong refusals = new AtomicLong();
  private final InFlight inFlight = InFlight.measured(refusals::get);
  private long now = 1_000_000;

  /** One after the other, as they end with so many under way and this rate of all together. */
  private int[] loads(int count, boolean full, IntToDoubleFunction bytesPerNano) {
    int[] limits = new int[count];
    for (int i = 0; i < count; i++) {
      now += (long) (LOAD / bytesPerNano.applyAsDouble(inFlight.limit()));
      inFlight.ended(LOAD, full, now);
      limits[i] = inFlight.limit();
    }
    return limits;
  }

  @Test
  void growsWhileEachRequestIsHeldUpByTheDistance() {
    loads(200, true, limit -> 0.05 * limit);

    assertThat(inFlight.limit()).isEqualTo(InFlight.MOST);
  }

  @Test
  void growsAsFarAsItPays() {
    loads(100, true, limit -> 0.05 * Math.min(limit, 8));

    assertThat(loads(20, true, limit -> 0.05 * Math.min(limit, 8))).containsOnly(8);
  }

  @Test
  void triesSeldomWhereTheStoreGivesAllItHas() {
    int[] limits = loads(2000, true, limit -> 0.5);

    assertThat(limits).contains(8).doesNotContain(16);
    assertThat(IntStream.of(limits).filter(limit -> limit == 8)).hasSizeLessThan(200);
  }

  @Test
  void asksForNoMoreThanReadersWant() {
    assertThat(loads(500, false, limit -> 0.05 * limit)).containsOnly(InFlight.USUAL);
  }

  @Test
  void endsATrialThatReadersDoNotFill() {
    loads(12, true, limit -> 0.05 * limit);
    assertThat(inFlight.limit()).isEqualTo(8);

    loads(24, false, limit -> 0.05 * limit);

    assertThat(inFlight.limit()).isEqualTo(4);
  }

  @Test
  void asksForLessWhenTheStoreRefuses() {
    refusals.addAndGet(3);
    loads(1, true, limit -> 0.05 * limit);
    assertThat(inFlight.limit()).isEqualTo(2);

    refusals.incrementAndGet();
    loads(1, true, limit -> 0.05 * limit);
    assertThat(inFlight.limit()).isEqualTo(1);
  }

  @Test
  void asksForMoreAgainWhenTheStoreNoLongerRefuses() {
    refusals.incrementAndGet();
    loads(1, true, limit -> 0.05 * limit);

    loads(1000, true, limit -> 0.05 * Math.min(limit, 4));

    assertThat(inFlight.limit()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void aNumberOfTheUserStays() {
    InFlight fixed = InFlight.fixed(3);

    for (int i = 0; i < 100; i++) {
      fixed.ended(LOAD, true, now += 1_000_000);
      assertThat(fixed.limit()).isEqualTo(3);
    }
  }
}
