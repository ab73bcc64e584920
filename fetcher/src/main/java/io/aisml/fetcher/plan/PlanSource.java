package io.aisml.fetcher.plan;

import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the bytes of a plan's files come from. Calls block and end as those of {@link BatchSource}
 * do. All methods may be called by several threads at once.
 */
public interface PlanSource {
  /** Told of sizes that became known before their files were asked for. */
  @FunctionalInterface
  interface SizeListener {
    void size(int file, long bytes);
  }

  /**
   * Requests files in one streaming get-batch, as {@link BatchSource#batch}.
   *
   * @param files 1 or more
   */
  EntryStream batch(int[] files) throws IOException;

  /** Requests one file by the quickest way, as {@link BatchSource#entry}. */
  EntryStream file(int file) throws IOException;

  /**
   * Requests some bytes of a file.
   *
   * @param range with a length, within the file
   */
  EntryStream part(int file, ByteRange range) throws IOException;

  /** Whom to tell of sizes from now on. */
  default void tellSizesTo(SizeListener listener) {}

  /** The source of a plan whose files are entries, none of them parts. */
  static PlanSource of(Plan plan, BatchSource source) {
    return new PlanSource() {
      @Override
      public EntryStream batch(int[] files) throws IOException {
        return source.batchInAnyOrder(Arrays.stream(files).mapToObj(plan::entry).toList());
      }

      @Override
      public EntryStream file(int file) throws IOException {
        return source.entry(plan.entry(file));
      }

      @Override
      public EntryStream part(int file, ByteRange range) throws IOException {
        return source.entry(within(plan.entry(file), range));
      }
    };
  }

  /** The entry of some bytes of another one. */
  static Entry within(Entry entry, ByteRange range) {
    return new Entry(
        entry.object(),
        entry.archpath(),
        new ByteRange(entry.range().start() + range.start(), range.length()));
  }
}
