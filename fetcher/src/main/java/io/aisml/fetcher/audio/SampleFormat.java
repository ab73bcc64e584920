package io.aisml.fetcher.audio;

/**
 * What samples lie behind each other, and how a file of such samples begins. The samples of a clip
 * are the file's own bytes, so that a clip is of its file's kind: of a WAV it is a WAV, of an AIFF
 * an AIFF.
 */
public sealed interface SampleFormat permits WaveFormat, AiffFormat {
  /** Frames a second. */
  int rate();

  /** Samples in a frame. */
  int channels();

  /** Bytes of a frame: one sample of each channel. */
  int frameBytes();

  /** The suffix of such files, with its dot. */
  String suffix();

  /**
   * All that stands before the samples of a file of so many.
   *
   * @param frames 0 or more
   */
  byte[] header(long frames);
}
