package io.aisml.fs.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CostsTest {
  private static final int RANGE = 8 << 20;
  private static final long MEBI = 1 << 20;

  private final Costs costs = new Costs();

  private void measured(boolean get, int entries, long size, double nanos) {
    costs.begin(get);
    SizeCosts measured = new SizeCosts();
    IntStream.range(0, entries).forEach(i -> measured.add(size, nanos));
    costs.end(get, measured);
  }

  @Test
  void smallEntriesAreGatheredUntilSomethingElseIsMeasured() {
    assertThat(costs.isBatchQuicker(10_000)).isTrue();

    measured(true, 100, 10_000, 100_000);
    assertThat(costs.isBatchQuicker(10_000)).isTrue();

    measured(false, 100, 10_000, 200_000);
    assertThat(costs.isBatchQuicker(10_000)).isFalse();
    assertThat(costs.isBatchQuicker(100_000)).as("another size").isTrue();
  }

  @Test
  void aLittleSlowerIsNoReasonToChange() {
    measured(true, 100, 10_000, 100_000);
    measured(false, 100, 10_000, 120_000);

    assertThat(costs.isBatchQuicker(10_000)).isTrue();
  }

  @Test
  void largerEntriesAreTriedInABatchAndStayThereWhenThatIsClearlyQuicker() {
    assertThat(costs.isBatchQuicker(MEBI)).isTrue();
    measured(false, 100, MEBI, 1_000_000);
    assertThat(costs.isBatchQuicker(MEBI)).as("GETs are not measured").isFalse();

    measured(true, 100, MEBI, 1_100_000);
    assertThat(costs.isBatchQuicker(MEBI)).as("hardly quicker").isFalse();

    measured(true, 500, MEBI, 3_000_000);
    assertThat(costs.isBatchQuicker(MEBI)).isTrue();
    assertThat(costs.isBatchQuicker(100 * MEBI)).isFalse();
  }

  @Test
  void newTimesOutweighOldOnes() {
    measured(true, 10_000, 10_000, 100_000);
    measured(false, 10_000, 10_000, 1_000_000);
    assertThat(costs.isBatchQuicker(10_000)).isFalse();

    for (int i = 0; i < 20; i++) {
      measured(false, 100, 10_000, 50_000);
    }

    assertThat(costs.isBatchQuicker(10_000)).isTrue();
  }

  @Test
  void largeObjectsAreDividedAndOneIsReadInOnePieceToCompare() {
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE)).isTrue();

    measured(true, 8, RANGE, 4_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE)).as("the other way is tried").isFalse();
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE)).as("once").isTrue();
    assertThat(costs.areRangesQuicker(200 * MEBI, RANGE)).as("too large to try").isTrue();

    measured(true, 1, 64 * MEBI, 40_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE)).isTrue();
    measured(true, 9, 64 * MEBI, 10_000_000);
    assertThat(costs.areRangesQuicker(64 * MEBI, RANGE)).isFalse();
  }

  @Test
  void objectsOfAFewRangesAreReadInOnePieceAndOneIsDividedToCompare() {
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE)).isFalse();

    measured(false, 3, 20 * MEBI, 40_000_000);
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE)).as("the other way is tried").isTrue();
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE)).as("once").isFalse();

    measured(true, 3, RANGE, 4_000_000);
    assertThat(costs.areRangesQuicker(20 * MEBI, RANGE)).isTrue();
  }

  @Test
  void requestsThatShareTheNetworkCostTheirPart() {
    Timing first = costs.begin(true);
    Timing second = costs.begin(true);

    assertThat(first.together()).isEqualTo(1);
    assertThat(second.together()).isEqualTo(2);
    first.end();
    assertThat(costs.begin(true).together()).isEqualTo(2);
    assertThat(costs.begin(false).together()).as("another kind").isEqualTo(1);
  }
}
