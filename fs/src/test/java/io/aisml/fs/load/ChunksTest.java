package io.aisml.fs.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChunksTest {
  private static final long BUDGET = 1L << 30;
  private static final long LARGE = 64L << 20;
  private static final long MIDDLE = 20L << 20;

  private final Costs costs = new Costs();

  @Test
  void whatWasChosenForAFileStays() {
    Chunks chunks = new Chunks(BUDGET, FetchMode.AUTO, costs);
    assertThat(chunks.paysToSplit(0, LARGE)).isTrue();
    assertThat(chunks.paysToSplit(1, MIDDLE)).isFalse();

    arePiecesQuick();

    assertThat(chunks.paysToSplit(2, LARGE)).isFalse();
    assertThat(chunks.paysToSplit(0, LARGE)).isTrue();
    assertThat(chunks.paysToSplit(1, MIDDLE)).isFalse();
  }

  @Test
  void whoChoosesTheRequestGetsIt() {
    arePiecesQuick();

    assertThat(new Chunks(BUDGET, FetchMode.ENTRY, costs).paysToSplit(0, LARGE)).isTrue();
    assertThat(new Chunks(BUDGET, FetchMode.BATCH, costs).paysToSplit(0, LARGE)).isFalse();
  }

  private void arePiecesQuick() {
    costs.begin(0);
    costs.end(Timing.Kind.RANGE, took(8 << 20, 8_000_000), took(8 << 20, 2_000_000), 0);
    costs.begin(0);
    costs.end(Timing.Kind.WHOLE, took(LARGE, 8_000_000), took(LARGE, 8_000_000), 0);
  }

  private static SizeCosts took(long size, double nanos) {
    SizeCosts costs = new SizeCosts();
    costs.add(size, nanos);
    return costs;
  }
}
