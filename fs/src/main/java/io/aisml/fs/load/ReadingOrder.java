package io.aisml.fs.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who reads in order. A process reads in order while each file that it opens stands in the same
 * segment as the one before, further on, or in the next segment: several workers that stride
 * through one list do so as well. Not thread-safe: guarded by the {@link LoadPolicy}.
 */
final class ReadingOrder {
  /** Opens in order before anything is read ahead: two of them happen by chance. */
  private static final int PROOF = 3;

  private static final int PROCESSES = 1024;

  private static final class Trail {
    Segment segment;
    int position;
    int steps;

    Trail(Segment segment, int position) {
      this.segment = segment;
      this.position = position;
    }
  }

  private final Map<Integer, Trail> trails =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Trail> eldest) {
          return size() > PROCESSES;
        }
      };

  /**
   * Takes note of an open.
   *
   * @param next the segment behind the one that the process opened a file of before
   * @return whether the process reads in order
   */
  boolean step(int pid, Segment segment, int position, Successor next) {
    Trail trail = trails.get(pid);
    if (trail == null) {
      trails.put(pid, new Trail(segment, position));
      return false;
    }
    boolean onwards =
        segment == trail.segment
            ? position >= trail.position
            : segment == next.after(trail.segment);
    trail.steps = onwards ? trail.steps + 1 : 0;
    trail.segment = segment;
    trail.position = position;
    return trail.steps >= PROOF;
  }

  /** The batch that a process opened a file of last, or -1. */
  int lastBatch(int pid) {
    Trail trail = trails.get(pid);
    return trail == null ? -1 : trail.segment.batch;
  }

  /** Finds the segment behind another one. */
  @FunctionalInterface
  interface Successor {
    @Nullable Segment after(Segment segment);
  }
}
