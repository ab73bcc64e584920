package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.SettingOptions;
import io.aisml.cli.option.Environment;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
          + " archived file (ais://speech/shard.tar/a.wav) or, quoted, a template"
          + " (ais://speech/shard-{000..099}.tar). Beside --spec, --list, --template or --prefix"
          + " a bucket is where their names are looked for.",
      "",
      "DST_ARCHIVE ends in .tar, .tgz, .tar.gz, .zip or .tar.lz4; - writes a tar to standard"
          + " output.",
      ""
    },
    footer = {"", GetBatchCommand.EXAMPLES, "", BatchExit.TEXT},
    mixinStandardHelpOptions = true)
public final class GetBatchCommand extends ArchiveCommand {
  static final String EXAMPLES =
      """
      Examples:
        aisml get-batch ais://speech --list 'a.wav, b.wav' out.tar
        aisml get-batch ais://speech/train/ - | tar x
        aisml get-batch 'ais://models/checkpoint-{001..100}.pth' models.tgz
        aisml get-batch ais://data/shard.tar/file.wav ais://photos/cat.jpg out.zip
        aisml get-batch --spec batch.yaml --cont-on-err out.tar.lz4
        aisml get-batch --spec '{"in":[{"objname":"a","bucket":"b"}]}' out.tar""";

  @Parameters(
      paramLabel = "[SRC]... DST_ARCHIVE",
      arity = "1..*",
      hideParamSyntax = true,
      description = "What to fetch, and the archive to write.")
  private List<String> arguments = new ArrayList<>();

  public GetBatchCommand(Environment environment, SettingOptions options) {
    super(environment, options);
  }

  @Override
  int run(ArchiveRun run) throws Exception {
    String last = arguments.get(arguments.size() - 1);
    Destination destination = Destination.parse(last);
    Selection selection =
        selection(arguments.subList(0, arguments.size() - 1), run.settings()).build();
    if (selection.isEmpty()) {
      throw new CommandException(
          BatchExit.FAILED, "nothing to fetch: name a SRC, or a --spec, beside " + last);
    }
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices = run.choices(selector, destination.format());
      destination.agree(run);
      try (BatchSource store = run.store(choices, 1)) {
        return new WholeArchive(run, destination, choices, store, Optional.empty())
            .make(
                content -> ArchiveRun.select(selector, choices, store, content),
                total(selection, selector));
      }
    }
  }

  /** How many members there will be, where that is known beforehand. */
  private static OptionalLong total(Selection selection, Selector selector) {
    boolean onlySpec =
        selection.sources().isEmpty()
            && selection.list().isEmpty()
            && selection.pattern().isEmpty();
    return onlySpec ? OptionalLong.of(selector.specEntries()) : OptionalLong.empty();
  }
}
