package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.audio.AudioWindow;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the time of a recording runs.
 *
 * @param duration seconds, after the transforms; 0 when the manifest does not say
 * @param rate samples a second, after the transforms; 0 when the manifest does not say
 * @param changes by the transforms, in their order
 * @param obstacle why the changes are not known; empty when they are
 */
record RecordingTime(double duration, int rate, List<TimeChange> changes, String obstacle) {
  static final RecordingTime UNKNOWN = new RecordingTime(0, 0, List.of(), "");

  /**
   * The part of a source that a cut reads. Lhotse {@code lhotse/audio/recording.py: load_audio}.
   *
   * @param start seconds from the recording's beginning
   * @param cutDuration seconds; 0 for the whole recording
   * @param channels of the source
   */
  AudioPart part(double start, double cutDuration, int channels) {
    if (cutDuration <= 0) {
      return new AudioPart(AudioWindow.WHOLE, channels, "");
    }
    if (!obstacle.isEmpty()) {
      return new AudioPart(AudioWindow.WHOLE, channels, obstacle);
    }
    if (!changes.isEmpty() && rate <= 0) {
      return new AudioPart(AudioWindow.WHOLE, channels, "the recording has no 'sampling_rate'");
    }
    AudioWindow window =
        AudioWindow.ofCut(
            start,
            cutDuration,
            duration > 0 ? OptionalDouble.of(duration) : OptionalDouble.empty());
    for (int i = changes.size() - 1; i >= 0; i--) {
      window = changes.get(i).before(window, rate);
    }
    return new AudioPart(window, channels, "");
  }
}
