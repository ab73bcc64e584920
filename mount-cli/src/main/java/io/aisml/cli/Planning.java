package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.fetcher.layout.ManifestExtra;
import io.aisml.fetcher.layout.ManifestOptions;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the sources by the options. */
final class Planning {
  private Planning() {}

  /** Plans what nobody mounts. */
  static MountPlan plan(List<Path> sources, Settings settings)
      throws CommandException, UsageException {
    return plan(sources, settings, Path.of("/"));
  }

  /**
   * Plans a mount.
   *
   * @param point where the plan will be mounted
   */
  static MountPlan plan(List<Path> sources, Settings settings, Path point)
      throws CommandException, UsageException {
    PlanOptions options =
        new PlanOptions(
            settings.find(Setting.BUCKET),
            settings.get(Setting.OMIT_SRC_BCK),
            settings.get(Setting.STRICT),
            manifests(settings, point));
    try {
      return MountPlanner.plan(sources, options);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, Reason.withFile(e), e);
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
        settings.get(Setting.ARRAYS));
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
