package io.aisml.cli.batch;

import io.aisml.cli.command.Stores;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.cuts.Clips;
import io.aisml.fetcher.cuts.CutArchives;
import io.aisml.fetcher.cuts.CutBatchVisitor;
import io.aisml.fetcher.cuts.CutBatches;
import io.aisml.fetcher.cuts.CutFile;
import io.aisml.fetcher.cuts.CutsInput;
import io.aisml.fetcher.download.ArchiveDownload;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.select.MissingSource;
import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.Template;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run of {@code lhotse-get-batch}, after its command line has been understood. */
final class LhotseRun {
  private final Settings settings;
  private final Environment environment;
  private final CutFlags cuts;
  private final ArchiveFlags flags;
  private final PrintWriter out;
  private final PrintWriter err;
  private final String command;

  LhotseRun(
      Settings settings,
      Environment environment,
      CutFlags cuts,
      ArchiveFlags flags,
      CommandLine line) {
    this.settings = settings;
    this.environment = environment;
    this.cuts = cuts;
    this.flags = flags;
    out = line.getOut();
    err = line.getErr();
    command = line.getCommandSpec().qualifiedName();
  }

  /** Everything into one archive. */
  int whole(Selection selection, Destination destination) throws Exception {
    PrintWriter results = destination.isStandardOutput() && !flags.dryRun() ? err : out;
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices = choices(selector, destination.format());
      if (!flags.dryRun()) {
        destination.agree(flags.yes(), results, err);
      }
      try (BatchSource store = store(choices, 1);
          CutsInput input = CutsInput.open(cuts.cuts(), System.in, store)) {
        WholeArchive archive = new WholeArchive(selector, choices, store, input);
        return flags.dryRun()
            ? archive.dryRun(destination)
            : archive.download(destination, results);
      }
    }
  }

  /** Into archives of some cuts each. */
  int split(Selection selection) throws Exception {
    Template template = cuts.template();
    ArchiveFormat format = Destination.parse(template.name(0)).format();
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices = choices(selector, format);
      try (BatchSource store = store(choices, cuts.concurrency());
          CutsInput input = CutsInput.open(cuts.cuts(), System.in, store)) {
        SplitArchives archives =
            new SplitArchives(
                new SplitArchives.Job(cuts, flags, choices, template, format),
                store,
                clips(store),
                out,
                err,
                command);
        archives.check(input);
        return archives.write(input, visitor -> select(selector, choices, store, visitor));
      }
    }
  }

  void warn(String text) {
    err.printf("%s: warning: %s%n", command, text);
    err.flush();
  }

  private ArchiveChoices choices(Selector selector, ArchiveFormat format) {
    ArchiveChoices fromFlags =
        new ArchiveChoices(
            settings.get(Setting.OMIT_SRC_BCK),
            flags.streaming(),
            flags.continueOnError(),
            settings.isFromCommandLine(Setting.COLOC)
                ? OptionalInt.of(settings.get(Setting.COLOC))
                : OptionalInt.empty());
    return ArchiveChoices.of(fromFlags, selector.specOptions(), format, this::warn);
  }

  private BatchSource store(ArchiveChoices choices, int downloads) throws Exception {
    BatchSource store =
        Stores.openForDownload(
            settings, environment, !choices.streaming(), choices.coloc(), downloads);
    try {
      store.connect(Duration.ZERO);
      return store;
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private Optional<Clips> clips(BatchSource store) {
    return cuts.sampleRate().isPresent()
        ? Optional.of(
            new Clips(store, cuts.sampleRate().getAsInt(), cuts.strict(), this::warnAlone))
        : Optional.empty();
  }

  private synchronized void warnAlone(String text) {
    warn(text);
  }

  private static void select(
      Selector selector, ArchiveChoices choices, BatchSource store, SelectedVisitor visitor)
      throws IOException {
    selector.select(
        store, choices.continueOnError() ? MissingSource.KEEP : MissingSource.FAIL, visitor);
  }

  /** The one archive of all cuts, streamed as the manifest is read. */
  private final class WholeArchive {
    private final Selector selector;
    private final ArchiveChoices choices;
    private final BatchSource store;
    private final CutsInput input;
    private final Leavings leavings = new Leavings(err, command);

    WholeArchive(Selector selector, ArchiveChoices choices, BatchSource store, CutsInput input) {
      this.selector = selector;
      this.choices = choices;
      this.store = store;
      this.input = input;
    }

    int dryRun(Destination destination) throws IOException {
      DryRun listing = new DryRun(out, flags.json(), choices.objectNameOnly());
      try (SavedSpec saved =
          SavedSpec.at(flags.savedSpec(), choices.asSpec(destination.format()))) {
        long[] entries = {0};
        each(
            files -> {
              for (CutFile file : files) {
                entries[0]++;
                saved.write(file.entry(), "");
                listing.print(file.name(), file.entry(), SelectedVisitor.UNKNOWN);
              }
            },
            (entry, opaque, size, where) -> {
              entries[0]++;
              saved.write(entry, opaque);
              listing.print(entry, size);
            });
        out.flush();
        refuseNothing(entries[0]);
        saved.commit();
      }
      return BatchExit.OK;
    }

    int download(Destination destination, PrintWriter results) throws Exception {
      long started = System.nanoTime();
      @Nullable MessageDigest digest = flags.json() ? Receipts.sha256() : null;
      Optional<Clips> clips = clips(store);
      DownloadResult result;
      try (Destination.Output output = destination.open();
          Receipts receipts = Receipts.at(flags.manifest());
          SavedSpec saved = SavedSpec.at(flags.savedSpec(), choices.asSpec(destination.format()));
          Progress progress = Progress.of(flags.quiet(), OptionalLong.empty(), command, err);
          ArchiveDownload download =
              new ArchiveDownload(
                  store,
                  ArchiveWriter.to(
                      destination.format(), BatchRun.digested(output.stream(), digest)),
                  choices.continueOnError(),
                  DownloadListener.both(progress, receipts))) {
        each(
            files -> {
              for (CutFile file : files) {
                saved.write(file.entry(), "");
              }
              CutArchives.add(download, files, clips);
            },
            (entry, opaque, size, where) -> {
              saved.write(entry, opaque);
              download.add(WantedMember.of(entry, choices.objectNameOnly()));
            });
        result = download.finish();
        refuseNothing(result.members());
        output.commit();
        saved.commit();
        receipts.commit();
      }
      new BatchReport(
              destination,
              result,
              choices.streaming(),
              store.counters().retries.sum(),
              Duration.ofNanos(System.nanoTime() - started),
              Optional.ofNullable(digest).map(d -> HexFormat.of().formatHex(d.digest())))
          .print(flags.json(), flags.quiet(), results, err, command);
      leavings.print();
      boolean incomplete = result.missing() > 0 || leavings.any();
      return incomplete && flags.failOnMissing() ? BatchExit.INCOMPLETE : BatchExit.OK;
    }

    private void each(FilesVisitor files, SelectedVisitor selected) throws IOException {
      long unused =
          CutBatches.read(
              input.manifest(),
              cuts.cutOptions(choices),
              new CutBatchVisitor() {
                @Override
                public void files(List<CutFile> piece) throws IOException {
                  files.visit(piece);
                }

                @Override
                public void endOfBatch() {}

                @Override
                public void leftOut(String problem, SourceLine where) {
                  leavings.add(problem, where);
                }
              });
      select(selector, choices, store, selected);
    }

    private void refuseNothing(long entries) throws SourceException {
      if (entries == 0) {
        throw new SourceException(
            FailureKind.NOT_FOUND,
            "nothing to fetch: the manifest is empty, so no archive is made");
      }
    }
  }

  @FunctionalInterface
  private interface FilesVisitor {
    void visit(List<CutFile> files) throws IOException;
  }
}
