package io.aisml.fetcher.audio;

import java.util.OptionalLong;

/**
 * Where the frames of an audio file lie.
 *
 * @param dataStart bytes before the first frame
 * @param dataBytes of all frames together; empty when the header, written before its writer knew,
 *     does not tell
 */
public record PcmLayout(SampleFormat format, long dataStart, OptionalLong dataBytes)
    implements AudioHeader {
  /** From here on a size is rather one that a writer of a stream made up: SoX says 0x7fffffff. */
  private static final long DOUBTFUL = 0x7fff_0000L;

  /** Samples without a header: little-endian, signed, 16 bits, which is what they mostly are. */
  public static PcmLayout raw(int rate, int channels, long fileBytes) {
    return new PcmLayout(WaveFormat.pcm16(rate, channels), 0, OptionalLong.of(fileBytes));
  }

  /** Whether to ask for the file's size, for {@link #in}, before {@link #clip}. */
  public boolean needsFileSize() {
    return dataBytes.orElse(DOUBTFUL) >= DOUBTFUL;
  }

  /**
   * The layout in a file of this size: what the header claims beyond it is not there.
   *
   * @param fileBytes the size of the whole file
   */
  public PcmLayout in(long fileBytes) {
    long room = Math.max(0, fileBytes - dataStart);
    return new PcmLayout(
        format, dataStart, OptionalLong.of(Math.min(room, dataBytes.orElse(room))));
  }

  /**
   * All frames of the file.
   *
   * @throws IllegalStateException when only {@link #in} tells
   */
  public long frames() {
    return dataBytes.orElseThrow() / format.frameBytes();
  }

  /**
   * The frames that Lhotse reads for a window, as far as there are any.
   *
   * @throws IllegalStateException when the header does not tell how many frames there are: ask
   *     {@link #in}
   */
  public Clip clip(AudioWindow window) {
    if (dataBytes.isEmpty()) {
      throw new IllegalStateException("the size of the data is not known");
    }
    long first = Math.min(frames(), samples(Math.max(0, window.offset())));
    long rest = frames() - first;
    long frames =
        window.duration().isPresent()
            ? Math.min(rest, samples(window.duration().getAsDouble()))
            : rest;
    return new Clip(format, dataStart + first * format.frameBytes(), frames);
  }

  private long samples(double seconds) {
    return SampleCount.of(seconds, format.rate());
  }
}
