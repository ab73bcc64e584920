package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.option.Reason;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.layout.MountPlanner;
import io.aisml.fetcher.layout.PlanOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Reads the sources by the options. */
final class Planning {
  private Planning() {}

  static MountPlan plan(List<Path> sources, Settings settings) throws CommandException {
    PlanOptions options =
        new PlanOptions(
            settings.find(Setting.BUCKET),
            settings.get(Setting.OMIT_SRC_BCK),
            settings.get(Setting.STRICT),
            settings.find(Setting.BATCH_SIZE).map(OptionalInt::of).orElse(OptionalInt.empty()),
            settings.find(Setting.OUTPUT_TEMPLATE));
    try {
      return MountPlanner.plan(sources, options);
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, Reason.withFile(e), e);
    }
  }
}
