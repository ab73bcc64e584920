package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fetches what the command line names into one archive. */
@Command(
    name = "get-batch",
    customSynopsis = "aisml get-batch [OPTION]... [SRC]... DST_ARCHIVE",
    description = {
      "Fetch objects, archived files, virtual directories or whole buckets into one archive, in the"
          + " order in which they are named. DST_ARCHIVE appears when it is whole, or stays as it"
          + " was.",
      "",
      "SRC is a bucket (ais://speech), a virtual directory (ais://speech/train/), an object, an"
          + " archived file (ais://speech/shard.tar/a.wav) or a template"
          + " ('ais://speech/shard-{000..099}.tar'). Beside --spec, --list, --template or --prefix"
          + " a bucket is where their names are looked for.",
      "",
      "DST_ARCHIVE ends in .tar, .tgz, .tar.gz, .zip or .tar.lz4; - writes a tar to standard"
          + " output.",
      ""
    },
    footer = {"", BatchExit.TEXT},
    mixinStandardHelpOptions = true)
public final class GetBatchCommand implements Callable<Integer> {
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

  @Parameters(
      paramLabel = "[SRC]... DST_ARCHIVE",
      arity = "1..*",
      hideParamSyntax = true,
      description = "What to fetch, and the archive to write.")
  private List<String> arguments = new ArrayList<>();

  @Mixin private final SelectionFlags selectionFlags = new SelectionFlags();
  @Mixin private final ArchiveFlags archiveFlags = new ArchiveFlags();

  @Spec private @Nullable CommandSpec spec;

  public GetBatchCommand(Environment environment) {
    this.environment = environment;
    options = new SettingOptions(environment, SETTINGS);
  }

  public SettingOptions options() {
    return options;
  }

  @Override
  public Integer call() throws Exception {
    CommandSpec command = Objects.requireNonNull(spec);
    return Interruptible.run(command, () -> run(command));
  }

  private int run(CommandSpec command) throws Exception {
    Settings settings = options.resolve();
    String last = arguments.get(arguments.size() - 1);
    Destination destination = Destination.parse(last);
    Selection selection =
        selectionFlags
            .with(arguments.subList(0, arguments.size() - 1), settings.find(Setting.BUCKET))
            .build();
    if (selection.isEmpty()) {
      throw new CommandException(
          BatchExit.FAILED, "nothing to fetch: name a SRC, or a --spec, beside " + last);
    }
    return new BatchRun(settings, environment, archiveFlags, destination, command.commandLine())
        .run(selection);
  }
}
