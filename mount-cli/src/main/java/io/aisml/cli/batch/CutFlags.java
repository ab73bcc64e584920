package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.option.ValueType;
import io.aisml.fetcher.cuts.CutOptions;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.Template;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags about cuts, as AIStore's {@code ais ml lhotse-get-batch} spells them, and more. */
public final class CutFlags {
  private static final String STANDARD_INPUT = "-";
  private static final int MIN_RATE = 1_000;
  private static final int MAX_RATE = 384_000;

  @Option(
      names = "--cuts",
      paramLabel = "CUTS",
      required = true,
      description =
          "The manifest, plain or compressed by gzip or lz4: a file, - for standard input, or an"
              + " object such as ais://manifests/cuts.jsonl.gz.")
  private String cuts = "";

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Cuts in an archive. Without it, or with 0, all are in DST_ARCHIVE.")
  private int batchSize;

  @Option(
      names = "--output-template",
      paramLabel = "NAMES",
      description =
          "The archives' names, such as 'b-{0000..9999}.tar', b-@9999.tar or b-%%04d.tar.")
  private @Nullable String outputTemplate;

  @Option(
      names = "--sample-rate",
      paramLabel = "HZ",
      description =
          "Fetch only the seconds of each cut. The rate is that of files without a header; where"
              + " a header says another, it decides.")
  private @Nullable Integer sampleRate;

  @Option(names = "--strict", description = "A header with another rate is an error.")
  private boolean strict;

  @Option(
      names = "--names",
      paramLabel = "source|id|ordinal",
      converter = NamingConverter.class,
      description =
          "What members are called: as AIStore does (default), or 00017_CUT-ID.wav, or 00017.wav."
              + " A name that comes again gets ~2.")
  private CutNaming names = CutNaming.SOURCE;

  @Option(
      names = "--conc",
      paramLabel = "N",
      description = "Archives under way at once, with --batch-size. Default: 2.")
  private int concurrency = 2;

  /** picocli's own would tell the choices in capitals. */
  private static final class NamingConverter implements ITypeConverter<CutNaming> {
    private static final ValueType<CutNaming> TYPE = ValueType.oneOf(CutNaming.class);

    @Override
    public CutNaming convert(String text) {
      try {
        return TYPE.parser().apply(text.toLowerCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("expected " + TYPE.expected() + ", found '" + text + "'");
      }
    }
  }

  String cuts() {
    return cuts;
  }

  boolean isSplit() {
    return batchSize > 0;
  }

  /** Whether archives are named that there won't be: the reference takes no notice either. */
  boolean namesArchivesInVain() {
    return outputTemplate != null && !isSplit();
  }

  int batchSize() {
    return batchSize;
  }

  Template template() throws InvalidNameException {
    return Template.parseRanges(outputTemplate == null ? "" : outputTemplate);
  }

  OptionalInt sampleRate() {
    return sampleRate == null ? OptionalInt.empty() : OptionalInt.of(sampleRate);
  }

  boolean strict() {
    return strict;
  }

  int concurrency() {
    return concurrency;
  }

  CutOptions cutOptions(ArchiveChoices choices) {
    return new CutOptions(
        isSplit() ? OptionalInt.of(batchSize) : OptionalInt.empty(),
        names,
        choices.objectNameOnly(),
        sampleRate != null,
        choices.continueOnError());
  }

  /** Refuses what does not go together, or makes no sense. */
  void check(ArchiveFlags flags) throws CommandException {
    if (isSplit() && outputTemplate == null) {
      throw refusal("--batch-size " + batchSize + " needs --output-template for the names");
    }
    if (sampleRate != null && (sampleRate < MIN_RATE || sampleRate > MAX_RATE)) {
      throw refusal(
          "--sample-rate %d: expected a rate from %d to %d Hz"
              .formatted(sampleRate, MIN_RATE, MAX_RATE));
    }
    if (sampleRate != null && flags.savedSpec().isPresent()) {
      throw refusal(
          "--save-spec can't say what --sample-rate does: a clip has a header of its own");
    }
    if (concurrency < 1) {
      throw refusal("--conc " + concurrency + ": expected 1 or more");
    }
  }

  /** What else is selected follows the cuts. */
  Selection.Builder beside(Selection.Builder selection) {
    return cuts.equals(STANDARD_INPUT) ? selection.cutsFromStandardInput() : selection.besideCuts();
  }

  private static CommandException refusal(String message) {
    return new CommandException(BatchExit.FAILED, message);
  }
}
