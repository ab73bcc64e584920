package io.aisml.fs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static final int RANGE = 8 << 20;
  private static final long MEBI = 1 << 20;

  private final Costs costs = new Costs();

  private void measured(Timing.Kind kind, int entries, long size, double nanos) {
    SizeCosts measured = new SizeCosts();
    IntStream.range(0, entries).forEach(i -> measured.add(size, nanos));
    costs.begin(0);
    costs.end(kind, measured, measured, 0);
  }

  @Test
  void smallEntriesAreGatheredUntilSomethingElseIsMeasured() {
    assertThat(costs.isBatchQuicker(10_000)).isTrue();

    measured(Timing.Kind.WHOLE, 100, 10_000, 100_000);
    assertThat(costs.isBatchQuicker(10_000)).isTrue();

    measured(Timing.Kind.BATCH, 100, 10_000, 200_000);
    assertThat(costs.isBatchQuicker(10_000)).isFalse();
    assertThat(costs.isBatchQuicker(100_000)).as("another size").isTrue();
  }

  @Test
  void aLittleSlowerIsNoReasonToChange() {
    measured(Timing.Kind.WHOLE, 100, 10_000, 100_000);
    measured(Timing.Kind.BATCH, 100, 10_000, 120_000);

    assertThat(costs.isBatchQuicker(10_000)).isTrue();
  }

  @Test
  void largerEntriesAreTriedInABatchAndStayThereWhenThatIsClearlyQuicker() {
    assertThat(costs.isBatchQuicker(MEBI)).isTrue();
    measured(Timing.Kind.BATCH, 100, MEBI, 1_000_000);
    assertThat(costs.isBatchQuicker(MEBI)).as("GETs are not measured").isFalse();

    measured(Timing.Kind.WHOLE, 100, MEBI, 1_100_000);
    assertThat(costs.isBatchQuicker(MEBI)).as("hardly quicker").isFalse();

    measured(Timing.Kind.WHOLE, 500, MEBI, 3_000_000);
    assertThat(costs.isBatchQuicker(MEBI)).isTrue();
    assertThat(costs.isBatchQuicker(100 * MEBI)).isFalse();
  }

  @Test
  void newTimesOutweighOldOnes() {
    measured(Timing.Kind.WHOLE, 10_000, 10_000, 100_000);
    measured(Timing.Kind.BATCH, 10_000, 10_000, 1_000_000);
    assertThat(costs.isBatchQuicker(10_000)).isFalse();

    for (int i = 0; i < 20; i++) {
      measured(Timing.Kind.BATCH, 100, 10_000, 50_000);
    }

    assertThat(costs.isBatchQuicker(10_000)).isTrue();
  }

  @Test
  void largeObjectsAreDividedAndOneIsReadInOnePieceToCompare() {
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE, 4)).isTrue();

    measured(Timing.Kind.RANGE, 8, RANGE, 16_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE, 4)).as("the other way is tried").isFalse();
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE, 4)).as("once").isTrue();
    assertThat(costs.areRangesQuicker(200 * MEBI, RANGE, 4)).as("too large to try").isTrue();

    measured(Timing.Kind.WHOLE, 1, 64 * MEBI, 40_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE, 4)).isTrue();
    measured(Timing.Kind.WHOLE, 9, 64 * MEBI, 10_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE, 4)).isFalse();
  }

  @Test
  void objectsOfAFewRangesAreReadInOnePieceAndOneIsDividedToCompare() {
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE, 4)).isFalse();

    measured(Timing.Kind.BATCH, 3, 20 * MEBI, 40_000_000);
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE, 4)).as("the other way is tried").isTrue();
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE, 4)).as("once").isFalse();

    measured(Timing.Kind.RANGE, 3, RANGE, 16_000_000);
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE, 4)).isTrue();
  }

  @Test
  void timeIsSharedByTheRequestsUnderWay() {
    assertThat(costs.begin(100)).isZero();
    assertThat(costs.clock(200)).isEqualTo(100);
    costs.begin(300);
    assertThat(costs.clock(400)).isEqualTo(250);
    costs.end(Timing.Kind.WHOLE, new SizeCosts(), new SizeCosts(), 500);
    assertThat(costs.clock(600)).isEqualTo(400);
    costs.end(Timing.Kind.BATCH, new SizeCosts(), new SizeCosts(), 600);
  }
}
