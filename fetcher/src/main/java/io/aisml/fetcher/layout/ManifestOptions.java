package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.CutNaming;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a manifest becomes directories.
 *
 * @param batchSize cuts in a batch, 1 or more
 * @param batchDuration how long the cuts of a batch last together at most; a longer cut is a batch
 *     of its own. Without this and a size: 1000 cuts of a single manifest, and each of several
 *     manifests is one batch
 * @param outputTemplate names of the batches, such as {@code train-{000..999}}; without it {@code
 *     b-} and six digits
 * @param pathPrefix what rewritten manifests put before a path in the mount; empty, or ends with a
 *     slash
 * @param extras lists in other programs' forms that each batch gets
 * @param arrays whether features and arrays stored in files of their own are shown too
 * @param clips how cuts are clips; empty for whole files
 */
public record ManifestOptions(
    OptionalInt batchSize,
    Optional<Duration> batchDuration,
    Optional<String> outputTemplate,
    CutNaming naming,
    String pathPrefix,
    Set<ManifestExtra> extras,
    boolean arrays,
    Optional<ClipOptions> clips) {
  /** What holds when nothing is asked for. */
  public static final ManifestOptions DEFAULT =
      new ManifestOptions(
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          CutNaming.ID,
          "",
          Set.of(),
          false,
          Optional.empty());

  /**
   * @throws IllegalArgumentException when the batch size is below 1
   */
  public ManifestOptions {
    if (batchSize.isPresent() && batchSize.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "batch-size must be 1 or more, but is " + batchSize.getAsInt());
    }
  }

  /** The same with a batch size, unless something says where a batch ends. */
  ManifestOptions withDefaultBatchSize(int cuts) {
    return cutsBatches()
        ? this
        : new ManifestOptions(
            OptionalInt.of(cuts),
            batchDuration,
            outputTemplate,
            naming,
            pathPrefix,
            extras,
            arrays,
            clips);
  }

  /** Whether a manifest may be several batches. */
  boolean cutsBatches() {
    return batchSize.isPresent() || batchDuration.isPresent();
  }

  /**
   * Whether a batch is full.
   *
   * @param cuts those in it
   * @param seconds how long they and the next one last
   */
  boolean isFull(long cuts, double seconds) {
    return (batchSize.isPresent() && cuts == batchSize.getAsInt())
        || (batchDuration.isPresent()
            && cuts > 0
            && seconds > batchDuration.get().toMillis() / 1000.0);
  }
}
