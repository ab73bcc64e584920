package io.aisml.cli;

import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.SettingGroup;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "plan", mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final SettingOptions options;

  PlanCommand(Environment environment) {
    options =
        new SettingOptions(
            environment,
            Setting.all().stream().filter(s -> s.group() == SettingGroup.CONTENT).toList());
  }

  SettingOptions options() {
    return options;
  }

  @Override
  public Integer call() {
    return ExitCode.OK;
  }
}
