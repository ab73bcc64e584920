package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.option.Settings;
import io.aisml.cli.option.UsageException;
import io.aisml.cli.systemd.RuntimeDirectory.Shown;
import io.aisml.fetcher.layout.MountPlan;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The plan of a mount that another process served before, or still serves. */
final class PlannedAgain {
  private PlannedAgain() {}

  /**
   * Makes what is generated of the sources, which must be what they were.
   *
   * @param shown what the other process has left
   * @throws IOException when the sources are no longer what they were
   */
  static MountPlan of(
      Shown shown,
      Sources sources,
      KeptInput input,
      Settings settings,
      Path point,
      Planning.StoreSupply supply)
      throws CommandException, UsageException, IOException {
    Plan plan = shown.plan();
    if (plan.generatedCount() == 0) {
      return MountPlan.again(plan, shown.time());
    }
    MountPlan again = Planning.plan(sources, input, settings, point, supply);
    boolean isDated = !sources.files().isEmpty() || sources.cutsFromStandardInput();
    if ((isDated && !again.time().equals(shown.time()))
        || !generatedSizes(again).equals(shown.generatedSizes())
        || !PlanFormat.areSame(again.plan(), plan)) {
      throw new IOException("its sources have changed");
    }
    return again.at(shown.time());
  }

  /** Bytes of the generated files, in their order. */
  static List<Long> generatedSizes(MountPlan plan) {
    return plan.generated().stream().map(GeneratedFile::size).toList();
  }
}
