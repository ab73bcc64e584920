package io.aisml.cli.batch;

import io.aisml.fetcher.cuts.Clips;
import io.aisml.fetcher.cuts.CutBatches;
import io.aisml.fetcher.cuts.CutsInput;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.select.Selector;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.Template;
import java.util.Optional;
import java.util.OptionalLong;

/** One run of {@code lhotse-get-batch}, after its command line has been understood. */
record LhotseRun(ArchiveRun run, CutFlags cuts) {
  /** Everything into one archive, streamed as the manifest is read. */
  int whole(Selection selection, Destination destination) throws Exception {
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices = run.choices(selector, destination.format());
      destination.agree(run);
      try (BatchSource store = run.store(choices, 1);
          CutsInput input = CutsInput.open(cuts.cuts(), System.in, store)) {
        return new WholeArchive(run, destination, choices, store, clips(store))
            .make(
                content -> {
                  long unused =
                      CutBatches.read(input.manifest(), cuts.cutOptions(choices), content);
                  ArchiveRun.select(selector, choices, store, content);
                },
                OptionalLong.empty());
      }
    }
  }

  /** Into archives of some cuts each. */
  int split(Selection selection) throws Exception {
    Template template = cuts.template();
    Destination first = Destination.parse(template.name(0));
    try (Selector selector = Selector.open(selection, System.in)) {
      ArchiveChoices choices = run.choices(selector, first.format());
      try (BatchSource store = run.store(choices, cuts.concurrency());
          CutsInput input = CutsInput.open(cuts.cuts(), System.in, store)) {
        SplitArchives archives =
            new SplitArchives(
                run,
                new SplitArchives.Job(cuts, choices, template, first.format()),
                store,
                clips(store));
        archives.check(input);
        return archives.write(
            input, visitor -> ArchiveRun.select(selector, choices, store, visitor));
      }
    }
  }

  private Optional<Clips> clips(BatchSource store) {
    return cuts.sampleRate().isPresent()
        ? Optional.of(
            new Clips(store, cuts.sampleRate().getAsInt(), cuts.strict(), this::warnAlone))
        : Optional.empty();
  }

  private synchronized void warnAlone(String text) {
    run.warn(text);
  }
}
