package io.aisml.fs.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.load.ReadingOrder.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the opens of processes are taken for, in a batch of 20 segments. */
class ReadingOrderTest {
  private static final int ENTRIES = 1000;

  private final List<Segment> segments =
      IntStream.range(0, 20).mapToObj(i -> new Segment(0, i * ENTRIES, (i + 1) * ENTRIES)).toList();
  private final ReadingOrder order = new ReadingOrder();

  private Pattern open(int pid, int position) {
    Segment segment = segments.get(position / ENTRIES);
    return order.step(pid, segment, position, this::after);
  }

  private Segment after(Segment segment) {
    return segments.get((segments.indexOf(segment) + 1) % segments.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anEpochInRandomOrderIsNeverTakenForReadingInOrder(long seed) {
    List<Integer> epoch = new ArrayList<>(IntStream.range(0, 20 * ENTRIES).boxed().toList());
    Collections.shuffle(epoch, new Random(seed));

    List<Pattern> seen = new ArrayList<>();
    for (int i = 0; i < epoch.size(); i++) {
      seen.add(open(i % 8, epoch.get(i)));
    }

    assertThat(seen.subList(100, seen.size())).containsOnly(Pattern.AT_RANDOM);
  }

  @Test
  void whoeverGoesOverToReadingInOrderIsRecognised() {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      open(1, random.nextInt(20 * ENTRIES));
    }
    List<Pattern> seen = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      seen.add(open(1, 500 + i));
    }
    assertThat(seen.subList(11, 100)).containsOnly(Pattern.IN_ORDER);
  }

  @Test
  void aFewOpensInOrderAreEnoughAtTheBeginning() {
    for (int pid = 0; pid < 4; pid++) {
      open(pid, pid);
    }
    for (int pid = 0; pid < 4; pid++) {
      open(pid, 4 + pid);
      open(pid, 8 + pid);
      assertThat(open(pid, 12 + pid)).isEqualTo(Pattern.IN_ORDER);
    }
  }
}
