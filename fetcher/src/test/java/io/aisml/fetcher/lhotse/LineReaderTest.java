package io.aisml.fetcher.lhotse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  @Property
  void givesTheSameLinesHoweverTheBytesCome(
      @ForAll @Chars({'a', 'b', '\n'}) @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 1, max = 7) int chunk)
      throws IOException {
    LineReader lines =
        new LineReader(inChunks(text.getBytes(StandardCharsets.US_ASCII), chunk), 100);

    assertThat(all(lines)).containsExactlyElementsOf(text.lines().toList());
  }

  @Test
  void passesOverTheRestOfALineThatIsTooLong() throws IOException {
    String text = "short\n" + "x".repeat(300_000) + "\nnext\n" + "y".repeat(200_000);
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes), 100_000);

    assertThat(all(lines)).containsExactly("short", "(too long)", "next", "(too long)");
    assertThat(lines.number()).isEqualTo(4);
  }

  @Test
  void growsUpToTheLimit() throws IOException {
    String longest = "x".repeat(500_000);
    byte[] bytes = (longest + "\n" + longest).getBytes(StandardCharsets.US_ASCII);

    assertThat(all(new LineReader(new ByteArrayInputStream(bytes), 500_000)))
        .containsExactly(longest, longest);
  }

  private static List<String> all(LineReader lines) throws IOException {
    List<String> all = new ArrayList<>();
    while (lines.next()) {
      all.add(
          lines.isTooLong()
              ? "(too long)"
              : new String(
                  lines.buffer(), lines.from(), lines.length(), StandardCharsets.US_ASCII));
    }
    return all;
  }

  private static InputStream inChunks(byte[] bytes, int chunk) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, chunk));
      }
    };
  }
}
