package io.aisml.cli.batch;

import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.select.InvalidSelectionException;
import io.aisml.fetcher.select.Selection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands that fetch archives have in common: flags, and how they end. */
public abstract class ArchiveCommand implements Callable<Integer> {
  /** The options of the store and of this process that mean something for one archive. */
  public static final List<Setting<?>> SETTINGS =
      List.of(
          Setting.ENDPOINT,
          Setting.TOKEN_FILE,
          Setting.CA,
          Setting.CERT,
          Setting.KEY,
          Setting.SKIP_VERIFY,
          Setting.WIRE_FORMAT,
          Setting.COLOC,
          Setting.BUCKET,
          Setting.OMIT_SRC_BCK,
          Setting.DEBUG);

  private final Environment environment;
  private final SettingOptions options;

  @Mixin private final SelectionFlags selectionFlags = new SelectionFlags();
  @Mixin private final ArchiveFlags archiveFlags = new ArchiveFlags();

  @Spec private @Nullable CommandSpec spec;

  ArchiveCommand(Environment environment, SettingOptions options) {
    this.environment = environment;
    this.options = options;
  }

  @Override
  public final Integer call() throws Exception {
    CommandSpec command = Objects.requireNonNull(spec);
    return Interruptible.run(
        command,
        () ->
            run(
                new ArchiveRun(
                    options.resolve(), environment, archiveFlags, command.commandLine())));
  }

  /**
   * Understands the arguments, and fetches.
   *
   * @return the exit status
   */
  abstract int run(ArchiveRun run) throws Exception;

  /** What the flags and these sources name. */
  final Selection.Builder selection(List<String> sources, Settings settings)
      throws InvalidSelectionException {
    return selectionFlags.with(sources, settings.find(Setting.BUCKET));
  }
}
