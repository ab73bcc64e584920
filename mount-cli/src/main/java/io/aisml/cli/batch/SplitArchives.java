package io.aisml.cli.batch;

import io.aisml.cli.command.CommandException;
import io.aisml.fetcher.archive.ArchiveFormat;
import io.aisml.fetcher.cuts.Clips;
import io.aisml.fetcher.cuts.CutArchives;
import io.aisml.fetcher.cuts.CutBatchVisitor;
import io.aisml.fetcher.cuts.CutBatches;
import io.aisml.fetcher.cuts.CutFile;
import io.aisml.fetcher.cuts.CutsInput;
import io.aisml.fetcher.download.DownloadListener;
import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.select.SelectedVisitor;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import io.aisml.fetcher.spec.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The archives into which {@code --batch-size} splits a manifest's cuts. For one thread. */
final class SplitArchives {
  private final ArchiveRun run;
  private final ArchiveFlags flags;
  private final Job job;
  private final BatchSource store;
  private final Optional<Clips> clips;
  private final PrintWriter out;
  private final Leavings leavings;

  private final Deque<Begun> begun = new ArrayDeque<>(); // not finished, in order
  private long finished;
  private long missing;

  /** What was asked for. */
  record Job(CutFlags cuts, ArchiveChoices choices, Template template, ArchiveFormat format) {
    Destination destination(long batch) {
      return new Destination(template.name(batch), format);
    }
  }

  /** What follows the cuts of each archive. */
  @FunctionalInterface
  interface Selecting {
    void select(SelectedVisitor visitor) throws IOException;
  }

  private record Begun(
      Destination destination,
      ByteArrayOutputStream receipts, // of all members
      Receipts writing, // to the receipts
      Measure measure) {}

  SplitArchives(ArchiveRun run, Job job, BatchSource store, Optional<Clips> clips) {
    this.run = run;
    flags = run.flags();
    this.job = job;
    this.store = store;
    this.clips = clips;
    out = run.out();
    leavings = new Leavings(run.err(), run.command());
  }

  /**
   * Sees, before anything is fetched, that the manifest is sound and that each archive can have its
   * name.
   */
  void check(CutsInput input) throws CommandException, IOException {
    long cuts = input.count();
    long batches = CutBatches.count(cuts, job.cuts.batchSize());
    long names = job.template.size();
    if (batches > names) {
      throw new CommandException(
          BatchExit.FAILED,
          "template '%s' has %d names, but %d cuts in batches of %d are %d archives"
              .formatted(job.template, names, cuts, job.cuts.batchSize(), batches));
    }
    for (long batch = 0; batch < batches; batch++) {
      Destination.parse(job.template.name(batch)).agree(run);
    }
  }

  int write(CutsInput input, Selecting selecting) throws Exception {
    List<WantedMember> more = new ArrayList<>();
    List<String> opaque = new ArrayList<>();
    selecting.select(
        (entry, identifier, size, where) -> {
          more.add(WantedMember.of(entry, job.choices.objectNameOnly()));
          opaque.add(identifier);
        });
    long cuts;
    try (SavedSpec saved = SavedSpec.at(flags.savedSpec(), job.choices.asSpec(job.format));
        Output receipts = Output.to(flags.manifest());
        CutArchives archives =
            new CutArchives(
                store,
                clips,
                job.choices.continueOnError(),
                job.cuts.concurrency(),
                (path, result) -> finished(result, receipts))) {
      cuts =
          CutBatches.read(
              input.manifest(),
              job.cuts.cutOptions(job.choices),
              new Batches(archives, saved, more));
      archives.finish();
      for (int i = 0; i < more.size(); i++) {
        saved.write(more.get(i).entry(), opaque.get(i));
      }
      saved.commit();
      receipts.commit();
    }
    if (!flags.json() && !flags.quiet() && !flags.dryRun()) {
      out.printf("Generated %d batches from %d cuts%n", finished, cuts);
    }
    out.flush();
    leavings.print();
    boolean incomplete = missing > 0 || leavings.any();
    return incomplete && flags.failOnMissing() ? BatchExit.INCOMPLETE : BatchExit.OK;
  }

  private void finished(DownloadResult result, Output receipts) throws IOException {
    Begun done = begun.remove();
    done.writing.commit();
    done.receipts.writeTo(receipts.stream());
    finished++;
    missing += result.missing();
    BatchReport.of(done.destination, result, job.choices, store, done.measure)
        .printOneOfMany(flags.json(), flags.quiet(), out, run.err(), run.command());
  }

  /** Begins an archive at the end of each batch. */
  private final class Batches implements CutBatchVisitor {
    private final CutArchives archives;
    private final SavedSpec saved;
    private final List<WantedMember> more;
    private List<CutFile> files = new ArrayList<>();
    private long batch;

    Batches(CutArchives archives, SavedSpec saved, List<WantedMember> more) {
      this.archives = archives;
      this.saved = saved;
      this.more = more;
    }

    @Override
    public void files(List<CutFile> piece) throws IOException {
      for (CutFile file : piece) {
        saved.write(file.entry(), "");
      }
      files.addAll(piece);
    }

    @Override
    public void endOfBatch() throws IOException {
      Destination destination = job.destination(batch++);
      if (flags.dryRun()) {
        list(destination);
      } else {
        begin(destination);
      }
      files = new ArrayList<>();
    }

    @Override
    public void leftOut(String problem, SourceLine where) {
      leavings.add(problem, where);
    }

    private void list(Destination destination) {
      DryRun listing = new DryRun(out, flags.json(), job.choices.objectNameOnly());
      for (CutFile file : files) {
        print(listing, destination, file.name(), file.entry());
      }
      for (WantedMember member : more) {
        print(listing, destination, member.name(), member.entry());
      }
    }

    private void print(DryRun listing, Destination destination, String name, Entry entry) {
      listing.print(destination.text() + ":" + name, entry, SelectedVisitor.UNKNOWN);
    }

    private void begin(Destination destination) throws IOException {
      ByteArrayOutputStream receipts = new ByteArrayOutputStream();
      Begun begins = new Begun(destination, receipts, Receipts.to(receipts), Measure.begin(flags));
      begun.add(begins);
      archives.write(
          Path.of(destination.text()),
          destination.format(),
          files,
          more,
          begins.measure::through,
          flags.manifest().isPresent() ? begins.writing : DownloadListener.NONE);
    }
  }
}
