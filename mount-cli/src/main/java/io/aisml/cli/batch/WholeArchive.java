package io.aisml.cli.batch;

import io.aisml.fetcher.archive.ArchiveWriter;
import io.aisml.fetcher.cuts.Clips;
import io.aisml.fetcher.cuts.CutArchives;
import io.aisml.fetcher.cuts.CutBatchVisitor;
import io.aisml.fetcher.cuts.CutFile;
import io.aisml.fetcher.download.ArchiveDownload;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The one archive of a command, fetched while its content is being told. For one thread. */
final class WholeArchive {
  private final ArchiveRun run;
  private final Destination destination;
  private final ArchiveChoices choices;
  private final BatchSource store;
  private final Optional<Clips> clips;

  /** Where results go: beside an archive on standard output to standard error. */
  private final PrintWriter out;

  private final Leavings leavings;

  /** Tells what belongs in, in order. */
  @FunctionalInterface
  interface Source {
    void tell(Content content) throws IOException;
  }

  /** Is told what belongs in: files of cuts, and what was selected. */
  abstract static class Content implements CutBatchVisitor, SelectedVisitor {
    private final Leavings leavings;

    private Content(Leavings leavings) {
      this.leavings = leavings;
    }

    @Override
    public void endOfBatch() {}

    @Override
    public void leftOut(String problem, SourceLine where) {
      leavings.add(problem, where);
    }
  }

  /**
   * @param clips makes the members of cuts; without it they are whole objects
   */
  WholeArchive(
      ArchiveRun run,
      Destination destination,
      ArchiveChoices choices,
      BatchSource store,
      Optional<Clips> clips) {
    this.run = run;
    this.destination = destination;
    this.choices = choices;
    this.store = store;
    this.clips = clips;
    out = destination.isStandardOutput() && !run.flags().dryRun() ? run.err() : run.out();
    leavings = new Leavings(run.err(), run.command());
  }

  /**
   * Fetches it, or lists it in a dry run.
   *
   * @param total members, where that is known beforehand
   * @return the exit status
   */
  int make(Source source, OptionalLong total) throws IOException {
    return run.flags().dryRun() ? list(source) : download(source, total);
  }

  private int list(Source source) throws IOException {
    DryRun listing = new DryRun(out, run.flags().json(), choices.objectNameOnly());
    try (SavedSpec saved = savedSpec()) {
      long[] entries = {0};
      source.tell(
          new Content(leavings) {
            @Override
            public void files(List<CutFile> files) throws IOException {
              for (CutFile file : files) {
                entries[0]++;
                saved.write(file.entry(), "");
                listing.print(file.name(), file.entry(), UNKNOWN);
              }
            }

            @Override
            public void visit(Entry entry, String opaque, long size, SourceLine where)
                throws IOException {
              entries[0]++;
              saved.write(entry, opaque);
              listing.print(entry, size);
            }
          });
      out.flush();
      refuseNothing(entries[0]);
      saved.commit();
    }
    return BatchExit.OK;
  }

  private int download(Source source, OptionalLong total) throws IOException {
    Measure measure = Measure.begin(run.flags());
    DownloadResult result;
    try (Output output = destination.open();
        Receipts receipts = Receipts.at(run.flags().manifest());
        SavedSpec saved = savedSpec();
        Progress progress = Progress.of(run.flags().quiet(), total, run.command(), run.err());
        ArchiveDownload download =
            new ArchiveDownload(
                store,
                ArchiveWriter.to(destination.format(), measure.through(output.stream())),
                choices.continueOnError(),
                DownloadListener.both(progress, receipts))) {
      source.tell(
          new Content(leavings) {
            @Override
            public void files(List<CutFile> files) throws IOException {
              for (CutFile file : files) {
                saved.write(file.entry(), "");
              }
              CutArchives.add(download, files, clips);
            }

            @Override
            public void visit(Entry entry, String opaque, long size, SourceLine where)
                throws IOException {
              saved.write(entry, opaque);
              download.add(WantedMember.of(entry, choices.objectNameOnly()));
            }
          });
      result = download.finish();
      refuseNothing(result.members());
      output.commit();
      saved.commit();
      receipts.commit();
    }
    BatchReport.of(destination, result, choices, store, measure)
        .print(run.flags().json(), run.flags().quiet(), out, run.err(), run.command());
    leavings.print();
    boolean incomplete = result.missing() > 0 || leavings.any();
    return incomplete && run.flags().failOnMissing() ? BatchExit.INCOMPLETE : BatchExit.OK;
  }

  private SavedSpec savedSpec() throws IOException {
    return SavedSpec.at(run.flags().savedSpec(), choices.asSpec(destination.format()));
  }

  private static void refuseNothing(long entries) throws SourceException {
    if (entries == 0) {
      throw new SourceException(
          FailureKind.NOT_FOUND, "nothing to fetch: what is named is empty, so no archive is made");
    }
  }
}
