package io.aisml.fetcher.audio;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Clips of files with chunks of all sizes in all places, against the bytes that were put there. */
class AudioHeaderPropertiesTest {
  private static final int RATE = 1_000;
  private static final int FORM_HEAD = 12;

  @Property
  void aClipHasTheFramesOfItsWindow(
      @ForAll("formats") SampleFormat format,
      @ForAll @Size(max = 5) List<@IntRange(max = 9_000) Integer> before,
      @ForAll @IntRange(max = 3) int after,
      @ForAll @IntRange(max = 600) int frames,
      @ForAll @IntRange(max = 700) int first,
      @ForAll @IntRange(max = 700) int count) {
    byte[] data = samples(frames * format.frameBytes());
    byte[] file = file(format, before, data, after);
    int from = Math.min(first, frames) * format.frameBytes();
    int to = Math.min(first + count, frames) * format.frameBytes();
    byte[] wanted = Arrays.copyOfRange(data, from, to);

    PcmLayout layout = read(file);
    Clip clip =
        layout
            .in(file.length)
            .clip(new AudioWindow((double) first / RATE, OptionalDouble.of((double) count / RATE)));
    byte[] written = write(clip, file);

    assertThat(layout.format()).isEqualTo(format);
    assertThat(written).hasSize((int) clip.size());
    PcmLayout again = read(written);
    assertThat(again.format()).isEqualTo(format);
    if (wanted.length > 0) {
      int start = (int) again.dataStart();
      assertThat(again.dataBytes()).hasValue(wanted.length);
      assertThat(Arrays.copyOfRange(written, start, start + wanted.length)).isEqualTo(wanted);
      assertThat(written).hasSize(start + wanted.length + wanted.length % 2);
    }
  }

  @Property
  void anyBytesAreRead(
      @ForAll("formats") SampleFormat format,
      @ForAll @Size(max = 200) byte[] noise,
      @ForAll @IntRange(max = 100) int at) {
    byte[] head = file(format, List.of(10), samples(64), 1);
    System.arraycopy(
        noise,
        0,
        head,
        Math.min(at, head.length),
        Math.min(noise.length, head.length - Math.min(at, head.length)));

    AudioHeader header = AudioHeader.of(head);
    for (int i = 0; header instanceof AudioHeader.Incomplete more && i < 1_000; i++) {
      header = more.resume(piece(head, more.offset()));
    }

    assertThat(header).isNotInstanceOf(AudioHeader.Incomplete.class);
  }

  @Provide
  Arbitrary<SampleFormat> formats() {
    Arbitrary<Integer> channels = Arbitraries.integers().between(1, 9);
    Arbitrary<SampleFormat> wav =
        Combinators.combine(
                Arbitraries.of(WaveFormat.Encoding.values()),
                channels,
                Arbitraries.of(1, 2, 3, 4, 8),
                Arbitraries.of(true, false))
            .as(AudioHeaderPropertiesTest::wav);
    Arbitrary<SampleFormat> aiff =
        Combinators.combine(
                Arbitraries.of("", "sowt", "twos", "NONE"),
                channels,
                Arbitraries.integers().between(1, 32))
            .as(
                (kind, count, bits) ->
                    new AiffFormat(kind, count, RATE, count * ((bits + 7) / 8), bits));
    Arbitrary<SampleFormat> aifc =
        Combinators.combine(Arbitraries.of("fl32", "fl64", "alaw", "ulaw"), channels)
            .as(
                (kind, count) -> {
                  int bytes = kind.equals("fl32") ? 4 : kind.equals("fl64") ? 8 : 1;
                  return new AiffFormat(kind, count, RATE, count * bytes, 8 * bytes);
                });
    return Arbitraries.oneOf(wav, aiff, aifc);
  }

  private static SampleFormat wav(
      WaveFormat.Encoding encoding, int channels, int width, boolean extensible) {
    int bytes =
        switch (encoding) {
          case PCM -> Math.min(width, 4);
          case FLOAT -> width <= 4 ? 4 : 8;
          case A_LAW, MU_LAW -> 1;
        };
    boolean plain = !extensible || (encoding == WaveFormat.Encoding.PCM && channels <= 2);
    return new WaveFormat(
        encoding,
        channels,
        RATE,
        channels * bytes,
        8 * bytes,
        plain ? OptionalInt.empty() : OptionalInt.of(channels));
  }

  /** The format's own header, with foreign chunks before the data and behind. */
  private static byte[] file(SampleFormat format, List<Integer> before, byte[] data, int after) {
    byte[] header = format.header(data.length / format.frameBytes());
    int foreign = before.stream().mapToInt(size -> 8 + size + size % 2).sum();
    ByteBuffer file =
        ByteBuffer.allocate(header.length + foreign + data.length + data.length % 2 + after * 10);
    file.order(format instanceof WaveFormat ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    file.put(header, 0, FORM_HEAD);
    for (int size : before) {
      file.put("junk".getBytes(ISO_8859_1)).putInt(size);
      file.position(file.position() + size + size % 2);
    }
    file.put(header, FORM_HEAD, header.length - FORM_HEAD).put(data);
    file.position(file.position() + data.length % 2);
    for (int i = 0; i < after; i++) {
      file.put("LIST".getBytes(ISO_8859_1)).putInt(2).putShort((short) -1);
    }
    return file.array();
  }

  private static PcmLayout read(byte[] file) {
    AudioHeader header = AudioHeader.of(piece(file, 0));
    while (header instanceof AudioHeader.Incomplete more) {
      header = more.resume(piece(file, more.offset()));
    }
    assertThat(header).isInstanceOf(PcmLayout.class);
    return (PcmLayout) header;
  }

  private static byte[] piece(byte[] file, long offset) {
    int from = (int) Math.min(offset, file.length);
    return Arrays.copyOfRange(file, from, Math.min(file.length, from + AudioHeader.PROBE_BYTES));
  }

  private static byte[] write(Clip clip, byte[] file) {
    ByteBuffer out = ByteBuffer.allocate((int) clip.size());
    out.put(clip.header()).put(file, (int) clip.start(), (int) clip.length());
    return out.put(clip.trailer()).array();
  }

  private static byte[] samples(int bytes) {
    byte[] samples = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      samples[i] = (byte) (i * 131 + (i >> 8));
    }
    return samples;
  }
}
