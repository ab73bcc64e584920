package io.aisml.fetcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.spec.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanListingTest {
  @Test
  void makesEachDirectoryABatchOfItsOwn() {
    PlanBuilder builder = new PlanBuilder().listing("", 2);
    for (String path : List.of("a/b/y", "a/c", "a/d/z", "a/e", "a/f", "b", "c")) {
      builder.add(path, entry(path), path.length(), Plans.LINE);
    }

    assertThat(batches(builder.build()))
        .containsExactly(": b c", "a: a/c a/e", "a: a/f", "a/b: a/b/y", "a/d: a/d/z");
  }

  @Test
  void standsBesideBatches() {
    PlanBuilder builder = new PlanBuilder().batch("spec").add("x", entry("x"), Plans.LINE);
    builder
        .listing("", 10)
        .add("v/y", entry("y"), 3, Plans.LINE)
        .add("v/x", entry("x"), Plans.LINE);
    builder.listing("", 10).add("v/y2", entry("y"), Plans.LINE);
    builder.batch("last").add("x", entry("x"), Plans.LINE);
    Plan plan = builder.build();

    assertThat(batches(plan)).containsExactly("spec: x", "v: y x", "v: y", "last: x");
    assertThat(plan.batchesOf(0)).containsExactly(0, 1, 3);
    assertThat(plan.batchesOf(1)).containsExactly(1, 2);
  }

  @Test
  void remembersTheSizesThatWereTold() {
    Entry range = new Entry(entry("r").object(), "", Plans.range("r", 5, 7).range());
    Plan plan =
        new PlanBuilder()
            .listing("", 10)
            .add("u", entry("u"), Plans.LINE)
            .add("k", entry("k"), 12, Plans.LINE)
            .add("r", range, 100, Plans.LINE)
            .add("zero", entry("zero"), 0, Plans.LINE)
            .add("u2", entry("u2"), Plans.LINE)
            .add("u3", entry("u"), 9, Plans.LINE)
            .build();

    List<Long> sizes = new ArrayList<>();
    for (int file = 0; file < plan.fileCount(); file++) {
      sizes.add(plan.knownSize(file));
    }
    assertThat(sizes).containsExactly(9L, 12L, 7L, 0L, -1L);
  }

  @Test
  void isThereWhenItIsEmpty() {
    Plan plan = new PlanBuilder().listing("empty", 10).build();

    assertThat(plan.directoryCount()).isEqualTo(2);
    assertThat(plan.batchCount()).isZero();
  }

  private static Entry entry(String name) {
    return Plans.object(name);
  }

  private static List<String> batches(Plan plan) {
    List<String> batches = new ArrayList<>();
    for (int i = 0; i < plan.batchCount(); i++) {
      Batch batch = plan.batch(i);
      StringBuilder line = new StringBuilder(batch.directory() + ":");
      for (int j = 0; j < batch.size(); j++) {
        line.append(' ').append(plan.entry(batch.file(j)).object().name());
      }
      batches.add(line.toString());
    }
    return batches;
  }
}
