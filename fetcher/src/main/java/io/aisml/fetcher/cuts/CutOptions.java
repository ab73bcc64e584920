package io.aisml.fetcher.cuts;

import io.aisml.fetcher.lhotse.CutNaming;
import java.util.OptionalInt;

/**
 * How cuts become members.
 *
 * @param batchSize cuts of an archive, 1 or more; without it all cuts are one batch
 * @param naming {@code SOURCE} for the names that AIStore gives
 * @param objectNameOnly whether such names go without the bucket
 * @param clips whether parts of objects are wanted, which makes the files WAVs even where the
 *     objects have no header
 * @param skipping whether what can't be had is left out, instead of being an error
 */
public record CutOptions(
    OptionalInt batchSize,
    CutNaming naming,
    boolean objectNameOnly,
    boolean clips,
    boolean skipping) {
  /**
   * @throws IllegalArgumentException when the batch size is below 1
   */
  public CutOptions {
    if (batchSize.isPresent() && batchSize.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "batch-size must be 1 or more, but is " + batchSize.getAsInt());
    }
  }
}
