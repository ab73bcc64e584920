package io.aisml.fs.load;

import io.aisml.fetcher.plan.Batch;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fs.tree.Sizes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts batches into segments when they are first touched. Not thread-safe: guarded by the {@link
 * LoadPolicy}.
 */
public final class Segments {
  /**
   * Entries in one request at most: beyond it the server gets no faster and everything that is
   * decided per request (room in memory, what a lost connection costs) gets coarser.
   */
  public static final int MAX_ENTRIES = 1024;

  private final Plan plan;
  private final Sizes sizes;
  private final long maxBytes;
  private final Segment[] @Nullable [] segments;
  private final @Nullable BatchOrder[] orders;

  /**
   * @param maxBytes of known sizes in one request
   */
  Segments(Plan plan, Sizes sizes, long maxBytes) {
    this.plan = plan;
    this.sizes = sizes;
    this.maxBytes = maxBytes;
    this.segments = new Segment[plan.batchCount()][];
    this.orders = new BatchOrder[plan.batchCount()];
  }

  /** A file's position in a batch that it belongs to. */
  int position(int batch, int file) {
    BatchOrder order = orders[batch];
    if (order == null) {
      order = BatchOrder.of(plan.batch(batch));
      orders[batch] = order;
    }
    return order.position(file);
  }

  /** The segment that holds a position of a batch. */
  Segment at(int batch, int position) {
    Segment[] all = of(batch);
    int low = 0;
    int high = all.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (all[middle].from <= position) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return all[low];
  }

  /** The segment behind another one, in this batch or the next; null behind the last. */
  @Nullable Segment after(Segment segment) {
    if (segment.to < plan.batch(segment.batch).size()) {
      return at(segment.batch, segment.to);
    }
    for (int batch = segment.batch + 1; batch < plan.batchCount(); batch++) {
      if (plan.batch(batch).size() > 0) {
        return of(batch)[0];
      }
    }
    return null;
  }

  private Segment[] of(int batch) {
    Segment[] cut = segments[batch];
    if (cut == null) {
      cut = cut(batch);
      segments[batch] = cut;
    }
    return cut;
  }

  private Segment[] cut(int batch) {
    Batch files = plan.batch(batch);
    List<Segment> cut = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      long size = Math.max(0, sizes.get(files.file(i)));
      if (i - from == MAX_ENTRIES || (i > from && bytes + size > maxBytes)) {
        cut.add(new Segment(batch, from, i));
        from = i;
        bytes = 0;
      }
      bytes += size;
    }
    cut.add(new Segment(batch, from, files.size()));
    return cut.toArray(Segment[]::new);
  }
}
