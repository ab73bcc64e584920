package io.aisml.fs.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who reads how. A process reads in order while each file that it opens stands in the same segment
 * as the one before, further on, or in the next segment: several workers that stride through one
 * list do so as well. It reads at random when it goes from segment to segment instead. Not
 * thread-safe: guarded by the {@link LoadPolicy}.
 */
final class ReadingOrder {
  /** Opens in order before anything is read ahead: two of them happen by chance. */
  private static final int PROOF = 3;

  /**
   * The same of a process that reads at random: among 20 segments one open in 13 goes onwards by
   * chance, and three in a row happen several times in an epoch of 20,000 files, each time for some
   * thousand entries that nobody wants.
   */
  private static final int PROOF_AGAINST_CHANCE = 10;

  /** Leaps to other segments before they are taken for a habit: one is where a worker begins. */
  private static final int HABIT = 2;

  private static final int PROCESSES = 1024;

  /** What the opens of a process have shown. */
  enum Pattern {
    UNKNOWN,
    /** As unknown, and in a segment where nothing had made the process expected. */
    ARRIVED,
    IN_ORDER,
    AT_RANDOM
  }

  private static final class Trail {
    Segment segment;
    int position;
    int steps;
    int leaps;

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

  /** What the last process whose opens showed something was found to do. */
  private Pattern lastSeen = Pattern.UNKNOWN;

  /**
   * Takes note of an open.
   *
   * @param next the segment behind the one that the process opened a file of before
   * @return how the process reads; one that has shown nothing yet is taken to read at random where
   *     another one just did, as the workers of one loader do
   */
  Pattern step(int pid, Segment segment, int position, Successor next) {
    Pattern pattern = follow(pid, segment, position, next);
    if (pattern == Pattern.IN_ORDER || pattern == Pattern.AT_RANDOM) {
      lastSeen = pattern;
      return pattern;
    }
    return lastSeen == Pattern.AT_RANDOM ? Pattern.AT_RANDOM : pattern;
  }

  private Pattern follow(int pid, Segment segment, int position, Successor next) {
    Trail trail = trails.get(pid);
    if (trail == null) {
      trails.put(pid, new Trail(segment, position));
      return Pattern.ARRIVED;
    }
    boolean onwards =
        segment == trail.segment
            ? position >= trail.position
            : segment == next.after(trail.segment);
    boolean leapt = !onwards && segment != trail.segment;
    trail.steps = onwards ? trail.steps + 1 : 0;
    boolean habitual = trail.leaps >= HABIT;
    if (trail.steps >= (habitual ? PROOF_AGAINST_CHANCE : PROOF)) {
      trail.leaps = 0;
    } else if (leapt) {
      trail.leaps++;
    }
    trail.segment = segment;
    trail.position = position;
    if (trail.leaps >= HABIT) {
      return Pattern.AT_RANDOM;
    }
    if (leapt) {
      return Pattern.ARRIVED;
    }
    return trail.steps >= PROOF ? Pattern.IN_ORDER : Pattern.UNKNOWN;
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
