package io.aisml.cli;

import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "mount", mixinStandardHelpOptions = true)
final class MountCommand implements Callable<Integer> {
  private final SettingOptions options;
  private final Caller caller;

  @Parameters(paramLabel = "SOURCE... DIR", arity = "2..*", description = "x")
  private List<Path> paths = new ArrayList<>();

  @Option(names = "-o", paramLabel = "NAME[=VALUE],...")
  private List<String> optionLists = new ArrayList<>();

  @Option(names = "--config", paramLabel = "FILE")
  private @Nullable Path configuration;

  @Option(names = {"-f", "--foreground"})
  private boolean foreground;

  MountCommand(Environment environment, Caller caller) {
    options = new SettingOptions(environment, Setting.all());
    this.caller = caller;
  }

  SettingOptions options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    Settings settings =
        options.resolve(String.join(",", optionLists), Optional.ofNullable(configuration));
    for (Setting<?> s : Setting.all()) {
      System.out.println(s.name() + " " + settings.given().get(s));
    }
    System.out.println(paths + " " + foreground + " " + caller.isWaiting());
    return ExitCode.OK;
  }
}
