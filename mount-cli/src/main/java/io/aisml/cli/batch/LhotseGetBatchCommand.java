package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import io.aisml.fetcher.select.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Fetches what the cuts of a Lhotse manifest are read from into one archive, or many. */
@Command(
    name = "lhotse-get-batch",
    customSynopsis = {
      "aisml lhotse-get-batch --cuts CUTS [OPTION]... [SRC]... DST_ARCHIVE",
      "       aisml lhotse-get-batch --cuts CUTS --batch-size N --output-template NAMES",
      "              [OPTION]... [SRC]..."
    },
    description = {
      "Fetch the audio of a Lhotse manifest's cuts, in its order: every source of every cut, those"
          + " of mixed cuts and custom recordings too. What SRC, --spec, --list, --template and"
          + " --prefix name follows the cuts of each archive.",
      "",
      "With --batch-size the cuts are split into archives that --output-template names, such as"
          + " 'b-{0000..9999}.tar': each appears when it is whole, in order.",
      "",
      "With --sample-rate only the seconds of each cut are fetched, as playable files with exactly"
          + " the samples that Lhotse reads of the whole: of WAV, RF64 and AIFF files without"
          + " compression, and of bare samples (.raw, .pcm: 16 bits, little-endian).",
      ""
    },
    footer = {"", LhotseGetBatchCommand.EXAMPLES, "", BatchExit.TEXT},
    mixinStandardHelpOptions = true)
public final class LhotseGetBatchCommand extends ArchiveCommand {
  static final String EXAMPLES =
      """
      Examples:
        aisml lhotse-get-batch --cuts cuts.jsonl.gz out.tar
        aisml lhotse-get-batch --cuts cuts.jsonl.gz --sample-rate 16000 out.tar
        aisml lhotse-get-batch --cuts ais://manifests/cuts.jsonl.gz \\
          --batch-size 1000 --output-template 'b-{0000..9999}.tar'""";

  @Parameters(
      paramLabel = "[SRC]... [DST_ARCHIVE]",
      arity = "0..*",
      hideParamSyntax = true,
      description = "What else to fetch, and the archive to write.")
  private List<String> arguments = new ArrayList<>();

  @Mixin private final CutFlags cutFlags = new CutFlags();

  public LhotseGetBatchCommand(Environment environment, SettingOptions options) {
    super(environment, options);
  }

  @Override
  int run(ArchiveRun run) throws Exception {
    cutFlags.check(run.flags());
    List<String> sources = new ArrayList<>(arguments);
    Optional<String> last =
        sources.isEmpty() ? Optional.empty() : Optional.of(sources.get(sources.size() - 1));
    // Beside a template there may be a DST_ARCHIVE, as the reference takes it.
    Optional<String> text = cutFlags.isSplit() ? last.filter(name -> !isSource(name)) : last;
    text.ifPresent(name -> sources.remove(sources.size() - 1));
    Selection selection = cutFlags.beside(selection(sources, run.settings())).build();
    LhotseRun lhotse = new LhotseRun(run, cutFlags);
    if (cutFlags.isSplit()) {
      text.ifPresent(name -> run.warn(name + " is ignored: --output-template names the archives"));
      return lhotse.split(selection);
    }
    if (cutFlags.namesArchivesInVain()) {
      run.warn("--output-template is ignored without --batch-size: all cuts go into DST_ARCHIVE");
    }
    if (text.isEmpty()) {
      throw new CommandException(
          BatchExit.FAILED,
          "DST_ARCHIVE is missing; name it, or split by --batch-size and --output-template");
    }
    return lhotse.whole(selection, Destination.parse(text.get()));
  }

  private static boolean isSource(String text) {
    return text.contains("://");
  }
}
