package io.aisml.fetcher.audio;

import java.util.OptionalDouble;

/**
 * A piece of an audio file in seconds of the file's own time.
 *
 * @param offset from the file's first sample; below 0 means 0, as it does to Lhotse
 * @param duration empty for all that follows
 */
public record AudioWindow(double offset, OptionalDouble duration) {
  /** The whole file. */
  public static final AudioWindow WHOLE = new AudioWindow(0, OptionalDouble.empty());

  private static final double NEARLY = 1e-3;
  private static final double RELATIVELY_NEARLY = 1e-9;

  /**
   * The window that Lhotse reads for a cut. One that is as long as the recording, to a millisecond,
   * is read to the end of the data, whatever the manifest says of their number. Lhotse {@code
   * lhotse/audio/recording.py: load_audio}, which asks Python's {@code math.isclose}.
   *
   * @param recordingDuration empty when the manifest does not tell
   */
  public static AudioWindow ofCut(
      double offset, double duration, OptionalDouble recordingDuration) {
    boolean toEnd =
        recordingDuration.isPresent() && isClose(duration, recordingDuration.getAsDouble());
    return new AudioWindow(
        offset, toEnd ? OptionalDouble.empty() : OptionalDouble.of(Math.max(0, duration)));
  }

  private static boolean isClose(double a, double b) {
    double tolerance = RELATIVELY_NEARLY * Math.max(Math.abs(a), Math.abs(b));
    return Math.abs(a - b) <= Math.max(tolerance, NEARLY);
  }
}
