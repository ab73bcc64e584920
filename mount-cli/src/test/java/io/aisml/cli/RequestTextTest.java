package io.aisml.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fetcher.spec.SpecWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTextTest {
  private static final SpecOptions OPTIONS =
      new SpecOptions(
          Optional.empty(),
          Optional.of(true),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.of(0));

  /** Each piece length lies differently to the blocks in which the text is made. */
  @ParameterizedTest
  @CsvSource({"1, 1, 7", "1, 1024, 4096", "3, 1025, 100003", "2, 3000, 1048576", "0, 0, 10"})
  void readsPieceByPieceAsItWouldBeWrittenAtOnce(int batches, int entries, int piece)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Plan plan;
    try (SpecWriter writer = new SpecWriter(whole, OPTIONS)) {
      plan = plan(batches, entries, writer);
    }
    RequestText text = new RequestText(plan, OPTIONS);
    ByteBuffer read = ByteBuffer.allocate((int) text.size());
    while (read.hasRemaining()) {
      int before = read.position();
      ByteBuffer window = read.slice();
      window.limit(Math.min(piece, window.remaining()));
      text.read(before, window);
      assertThat(window.hasRemaining()).isFalse();
      read.position(before + window.position());
    }

    assertThat(new String(read.array(), StandardCharsets.UTF_8))
        .isEqualTo(whole.toString(StandardCharsets.UTF_8));
  }

  private static Plan plan(int batches, int entries, SpecWriter writer) throws IOException {
    PlanBuilder plan = new PlanBuilder();
    Bucket bucket = Bucket.of(Provider.AIS, "b");
    for (int batch = 0; batch < batches; batch++) {
      plan.batch("b-" + batch);
      for (int i = 0; i < entries; i++) {
        Entry entry = Entry.of(new ObjectRef(bucket, "ü-" + batch + "-" + i));
        plan.add("f" + i, entry, new SourceLine("s.json", i + 1));
        writer.write(entry, "");
      }
    }
    return plan.build();
  }
}
