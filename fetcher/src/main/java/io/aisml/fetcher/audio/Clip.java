package io.aisml.fetcher.audio;

import io.aisml.fetcher.spec.ByteRange;
import java.util.Optional;

/**
 * A file of its own with some frames of another: a {@link #header}, then bytes {@link #start} to
 * {@link #start} + {@link #length} of the other file, then a {@link #trailer}.
 *
 * @param start bytes from the beginning of the other file
 * @param frames 0 or more
 */
public record Clip(SampleFormat format, long start, long frames) {
  private static final byte[] NOTHING = {};
  private static final byte[] PAD = {0};

  /** What to ask for; empty for a clip without frames. */
  public Optional<ByteRange> range() {
    return frames == 0 ? Optional.empty() : Optional.of(new ByteRange(start, length()));
  }

  /** Bytes of the other file. */
  public long length() {
    return frames * format.frameBytes();
  }

  /** What stands before the frames. */
  public byte[] header() {
    return format.header(frames);
  }

  /** What stands behind the frames: chunks have an even size. */
  public byte[] trailer() {
    return length() % 2 == 0 ? NOTHING : PAD.clone();
  }

  /** Bytes of the clip as a file. */
  public long size() {
    return header().length + length() + trailer().length;
  }
}
