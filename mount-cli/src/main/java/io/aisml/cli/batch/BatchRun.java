package io.aisml.cli.batch;

import io.aisml.cli.command.Stores;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import io.aisml.cli.option.Settings;
import io.aisml.fetcher.archive.ArchiveWriter;
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
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** One run of {@code get-batch}, after its command line has been understood. */
final class BatchRun {
  private final Settings settings;
  private final Environment environment;
  private final ArchiveFlags flags;
  private final Destination destination;
  private final String command;
  private final PrintWriter err;

  /** Where results go: beside an archive on standard output to standard error. */
  private final PrintWriter out;

  BatchRun(
      Settings settings,
      Environment environment,
      ArchiveFlags flags,
      Destination destination,
      CommandLine line) {
    this.settings = settings;
    this.environment = environment;
    this.flags = flags;
    this.destination = destination;
    command = line.getCommandSpec().qualifiedName();
    err = line.getErr();
    out = destination.isStandardOutput() && !flags.dryRun() ? err : line.getOut();
  }

  int run(Selection selection) throws Exception {
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices =
          ArchiveChoices.of(fromFlags(), selector.specOptions(), destination.format(), this::warn);
      if (!flags.dryRun()) {
        destination.agree(flags.yes(), out, err);
      }
      try (BatchSource store =
          Stores.openForDownload(settings, environment, !choices.streaming(), choices.coloc(), 1)) {
        store.connect(Duration.ZERO);
        return flags.dryRun()
            ? dryRun(selector, choices, store)
            : download(selector, choices, store, total(selection, selector));
      }
    }
  }

  private ArchiveChoices fromFlags() {
    return new ArchiveChoices(
        settings.get(Setting.OMIT_SRC_BCK),
        flags.streaming(),
        flags.continueOnError(),
        settings.isFromCommandLine(Setting.COLOC)
            ? OptionalInt.of(settings.get(Setting.COLOC))
            : OptionalInt.empty());
  }

  private void warn(String text) {
    err.printf("%s: warning: %s%n", command, text);
    err.flush();
  }

  /** How many members there will be, where that is known beforehand. */
  private static OptionalLong total(Selection selection, Selector selector) {
    boolean onlySpec =
        selection.sources().isEmpty()
            && selection.list().isEmpty()
            && selection.pattern().isEmpty();
    return onlySpec ? OptionalLong.of(selector.specEntries()) : OptionalLong.empty();
  }

  private int dryRun(Selector selector, ArchiveChoices choices, BatchSource store)
      throws IOException {
    try (SavedSpec saved = SavedSpec.at(flags.savedSpec(), choices.asSpec(destination.format()))) {
      long[] entries = {0};
      DryRun listing = new DryRun(out, flags.json(), choices.objectNameOnly());
      select(
          selector,
          choices,
          store,
          (entry, opaque, size, where) -> {
            entries[0]++;
            saved.write(entry, opaque);
            listing.print(entry, size);
          });
      out.flush();
      refuseNothing(entries[0]);
      saved.commit();
      return BatchExit.OK;
    }
  }

  private int download(
      Selector selector, ArchiveChoices choices, BatchSource store, OptionalLong total)
      throws Exception {
    long started = System.nanoTime();
    @Nullable MessageDigest digest = flags.json() ? Receipts.sha256() : null;
    DownloadResult result;
    try (Destination.Output output = destination.open();
        Receipts receipts = Receipts.at(flags.manifest());
        SavedSpec saved = SavedSpec.at(flags.savedSpec(), choices.asSpec(destination.format()));
        Progress progress = Progress.of(flags.quiet(), total, command, err);
        ArchiveDownload download =
            new ArchiveDownload(
                store,
                ArchiveWriter.to(destination.format(), digested(output.stream(), digest)),
                choices.continueOnError(),
                DownloadListener.both(progress, receipts))) {
      select(
          selector,
          choices,
          store,
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
    BatchReport report =
        new BatchReport(
            destination,
            result,
            choices.streaming(),
            store.counters().retries.sum(),
            Duration.ofNanos(System.nanoTime() - started),
            Optional.ofNullable(digest).map(d -> HexFormat.of().formatHex(d.digest())));
    report.print(flags.json(), flags.quiet(), out, err, command);
    return result.missing() > 0 && flags.failOnMissing() ? BatchExit.INCOMPLETE : BatchExit.OK;
  }

  private static void select(
      Selector selector, ArchiveChoices choices, BatchSource store, SelectedVisitor visitor)
      throws IOException {
    selector.select(
        store, choices.continueOnError() ? MissingSource.KEEP : MissingSource.FAIL, visitor);
  }

  private static void refuseNothing(long entries) throws SourceException {
    if (entries == 0) {
      throw new SourceException(
          FailureKind.NOT_FOUND, "nothing to fetch: what is named is empty, so no archive is made");
    }
  }

  static OutputStream digested(OutputStream stream, @Nullable MessageDigest digest) {
    return digest == null ? stream : new DigestOutputStream(stream, digest);
  }
}
