package io.aisml.fetcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.Namespace;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.Provider;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PlanFormatTest {
  @Test
  void whatIsReadIsWhatWasWritten() throws IOException {
    for (Plan plan : List.of(plan(), Plans.ofObjects(), large())) {
      Plan read = PlanFormat.read(new ByteArrayInputStream(written(plan)));

      if (plan.fileCount() < 100) { // it takes its time
        assertThat(read).usingRecursiveComparison().isEqualTo(plan);
      }
      assertThat(Plans.tree(read)).isEqualTo(Plans.tree(plan));
      assertThat(PlanFormat.areSame(read, plan)).isTrue();
    }
  }

  @Test
  void plansThatDifferAreNotTheSame() {
    assertThat(PlanFormat.areSame(Plans.ofObjects("a", "b"), Plans.ofObjects("a", "c"))).isFalse();
  }

  @Test
  void refusesWhatIsCutOff() throws IOException {
    byte[] whole = written(plan());
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> PlanFormat.read(new ByteArrayInputStream(part)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void isStillTheSameFormat() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(written(plan()));

    assertThat(HexFormat.of().formatHex(digest))
        .as("when this changes, RuntimeDirectory.FORMAT in mount-cli is to be raised with it")
        .isEqualTo("ca16cafadfdc1e910f9a5351dc322da84404b1bb6761cfbd3ec7e2f53b5a7e40");
  }

  private static byte[] written(Plan plan) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PlanFormat.write(plan, out);
    return out.toByteArray();
  }

  /** Something in each column. */
  private static Plan plan() {
    Bucket remote = new Bucket(Provider.AWS, new Namespace("uuid", "ns"), "bücket");
    Entry recording = Plans.object("r.wav");
    ClipPart part = new ClipPart(new AudioWindow(1.5, OptionalDouble.of(2.25)), 16000, 0);
    PlanBuilder builder =
        new PlanBuilder()
            .batch("")
            .add("o", Plans.object("o"), 77, Plans.LINE)
            .add("d/m", Plans.member("s.tar", "m"), Plans.LINE)
            .add("o", Entry.of(new ObjectRef(remote, "ø")), Plans.LINE)
            .add("range", Plans.range("o", 5, 10), Plans.LINE)
            .add("..", Plans.object("left out"), Plans.LINE)
            .batch("again")
            .add("o", Plans.object("o"), Plans.LINE)
            .add("clip.wav", recording, part, Plans.LINE);
    int group = builder.group(List.of(recording, Plans.object("r2.wav")), List.of(part, part));
    ClipPart grouped = new ClipPart(part.window(), part.rate(), group);
    builder.add("c0.wav", recording, grouped, Plans.LINE);
    builder.add("c1.wav", Plans.object("r2.wav"), grouped, Plans.LINE);
    return builder.generate("again", "cuts.jsonl").build();
  }

  /** Of more than one page of text, and columns larger than what is written at once. */
  private static Plan large() {
    PlanBuilder builder = new PlanBuilder().batch("b");
    for (int i = 0; i < 20_000; i++) {
      builder.add(
          "name/of/%08d".formatted(i), Plans.object("object/%08d".formatted(i)), Plans.LINE);
    }
    return builder.build();
  }
}
