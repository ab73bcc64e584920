package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.Terminal;
import io.aisml.cli.option.CutView;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.layout.ClipOptions;
import io.aisml.fetcher.layout.ManifestExtra;
import io.aisml.fetcher.layout.ManifestOptions;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import io.aisml.fetcher.layout.StoredManifests;
import io.aisml.fetcher.layout.StoredObjects;
import io.aisml.fetcher.select.ObjectSource;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the sources by the options. */
final class Planning {
  private Planning() {}

  /** Gives the store. */
  @FunctionalInterface
  interface StoreSupply {
    /**
     * @param connected whether it has to answer, because it will be asked
     */
    BatchSource open(boolean connected) throws CommandException, UsageException;
  }

  /**
   * Plans a mount.
   *
   * @param input what sources that are read from standard input find there
   * @param point where the plan will be mounted
   */
  static MountPlan plan(
      Sources sources, KeptInput input, Settings settings, Path point, StoreSupply supply)
      throws CommandException, UsageException {
    PlanOptions options =
        new PlanOptions(
            sources.selection().defaultBucket(),
            settings.get(Setting.OMIT_SRC_BCK),
            settings.get(Setting.STRICT),
            manifests(settings, point));
    try {
      Optional<StoredManifests> manifests = manifests(sources, settings, supply);
      return sources.selection().isEmpty()
          ? MountPlanner.plan(
              sources.files(), cuts(sources, input), manifests, Optional.empty(), options)
          : plan(sources, input, manifests, options, supply);
    } catch (SourceException e) {
      throw new CommandException(ExitCode.MOUNT_FAILED, Reason.withFile(e), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, Reason.withFile(e), e);
    }
  }

  private static Optional<Path> cuts(Sources sources, KeptInput input) {
    return sources.cutsFromStandardInput() ? input.file() : Optional.empty();
  }

  private static Optional<StoredManifests> manifests(
      Sources sources, Settings settings, StoreSupply supply)
      throws CommandException, UsageException {
    Optional<ObjectSource> shar = settings.find(Setting.SHAR);
    return sources.manifests().isEmpty() && shar.isEmpty()
        ? Optional.empty()
        : Optional.of(new StoredManifests(sources.manifests(), shar, supply.open(true)));
  }

  private static MountPlan plan(
      Sources sources,
      KeptInput input,
      Optional<StoredManifests> manifests,
      PlanOptions options,
      StoreSupply supply)
      throws IOException, CommandException, UsageException {
    ListingProgress progress = new ListingProgress(System.err, Terminal.isError());
    try (InputStream in = input.open();
        Selector selector = Selector.open(sources.selection(), in)) {
      BatchSource store = supply.open(sources.selection().asksStore());
      return MountPlanner.plan(
          sources.files(),
          cuts(sources, input),
          manifests,
          Optional.of(new StoredObjects(selector, store, progress)),
          options);
    } finally {
      progress.end();
    }
  }

  private static ManifestOptions manifests(Settings settings, Path point) throws UsageException {
    Optional<Path> prefix = settings.find(Setting.PATH_PREFIX);
    boolean relative = settings.get(Setting.RELATIVE);
    if (relative && prefix.isPresent()) {
      throw new UsageException("relative and path-prefix exclude each other: give one of them");
    }
    return new ManifestOptions(
        settings.find(Setting.BATCH_SIZE).map(OptionalInt::of).orElse(OptionalInt.empty()),
        settings.find(Setting.BATCH_DURATION),
        settings.find(Setting.OUTPUT_TEMPLATE),
        settings.get(Setting.NAMES),
        relative ? "" : withSlash(prefix.orElse(point).toString()),
        extras(settings),
        settings.get(Setting.ARRAYS),
        clips(settings));
  }

  private static Optional<ClipOptions> clips(Settings settings) throws UsageException {
    Duration margin = settings.get(Setting.CLIP_MARGIN);
    if (settings.get(Setting.VIEW) == CutView.CLIP) {
      return Optional.of(new ClipOptions(margin));
    }
    if (!margin.isZero()) {
      throw new UsageException("clip-margin is of clips: give view=clip with it");
    }
    return Optional.empty();
  }

  private static Set<ManifestExtra> extras(Settings settings) {
    Set<ManifestExtra> extras = EnumSet.noneOf(ManifestExtra.class);
    if (settings.get(Setting.METADATA)) {
      extras.add(ManifestExtra.METADATA);
    }
    if (settings.get(Setting.NEMO)) {
      extras.add(ManifestExtra.NEMO);
    }
    return extras;
  }

  private static String withSlash(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
