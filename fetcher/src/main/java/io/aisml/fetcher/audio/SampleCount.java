package io.aisml.fetcher.audio;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** From seconds to samples, exactly as Lhotse counts them. */
public final class SampleCount {
  /** Digits behind the point that count: Lhotse's cure of what floating point adds. */
  private static final int DIGITS = 8;

  private SampleCount() {}

  /**
   * How many samples last so long. Lhotse {@code lhotse/utils.py: compute_num_samples}.
   *
   * @param seconds finite
   * @param rate samples a second
   */
  public static long of(double seconds, int rate) {
    return rounded(seconds * rate, RoundingMode.HALF_UP);
  }

  /**
   * How many samples are left of so many when they are played so much faster. Lhotse {@code
   * lhotse/utils.py: perturb_num_samples}.
   *
   * @param factor above 0; 1.1 for 10 % faster
   */
  public static long perturbed(long samples, double factor) {
    RoundingMode mode = factor >= 1.0 ? RoundingMode.HALF_UP : RoundingMode.HALF_DOWN;
    return rounded(samples / factor, mode);
  }

  /** Python's {@code Decimal(round(value, 8)).quantize(0, mode)}, which rounds twice. */
  private static long rounded(double value, RoundingMode mode) {
    double once = new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN).doubleValue();
    return new BigDecimal(once).setScale(0, mode).longValueExact();
  }
}
