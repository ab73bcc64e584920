package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.audio.SampleCount;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/**
 * What a transform does to the time of a recording; most do nothing. A window of the transformed
 * recording is led back to that of the file by each of them, the last first. Lhotse {@code
 * lhotse/augmentation/torchaudio.py: reverse_timestamps}.
 */
public sealed interface TimeChange {
  /** The window before the transform, for a recording of this rate after all of them. */
  AudioWindow before(AudioWindow window, int rate);

  /** Speed and tempo: 1.1 for 10 % faster. */
  record Faster(double factor) implements TimeChange {
    @Override
    public AudioWindow before(AudioWindow window, int rate) {
      return map(window, seconds -> slower(seconds, rate));
    }

    private double slower(double seconds, int rate) {
      long samples = SampleCount.of(seconds, rate);
      return (double) SampleCount.perturbed(samples, 1 / factor) / rate;
    }
  }

  /** Another rate, which makes the seconds whole samples of the old one. */
  record Resampled(int from, int to) implements TimeChange {
    @Override
    public AudioWindow before(AudioWindow window, int rate) {
      return from == to
          ? window
          : map(window, seconds -> (double) SampleCount.of(seconds, from) / from);
    }
  }

  private static AudioWindow map(AudioWindow window, DoubleUnaryOperator change) {
    OptionalDouble duration =
        window.duration().isPresent()
            ? OptionalDouble.of(change.applyAsDouble(window.duration().getAsDouble()))
            : OptionalDouble.empty();
    return new AudioWindow(change.applyAsDouble(window.offset()), duration);
  }
}
