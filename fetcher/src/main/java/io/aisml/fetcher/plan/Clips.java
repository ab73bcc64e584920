package io.aisml.fetcher.plan;

import io.aisml.fetcher.audio.AudioWindow;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Which files are parts of their entries, as columns that have no elements when none is. Immutable.
 *
 * @param count how many there are
 * @param offset of the window, seconds, by file
 * @param duration of the window, seconds, by file; not a number for all that follows
 * @param rate as {@link ClipPart}, by file
 * @param recording the first file that is a part of the same entry, by file; {@link #NONE} for a
 *     file that is an entry
 * @param group by file
 * @param firstInGroup a group's first element of {@code inGroups}, by group, and the count of
 *     elements at the end
 * @param inGroups the files of all groups, one group after the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Clips(
    int count,
    double[] offset,
    double[] duration,
    int[] rate,
    int[] recording,
    int[] group,
    int[] firstInGroup,
    int[] inGroups) {
  static final int NONE = -1;

  boolean has(int file) {
    return file < recording.length && recording[file] != NONE;
  }

  ClipPart part(int file) {
    AudioWindow window =
        new AudioWindow(
            offset[file],
            Double.isNaN(duration[file])
                ? OptionalDouble.empty()
                : OptionalDouble.of(duration[file]));
    return new ClipPart(window, rate[file], group[file]);
  }

  int[] together(int file) {
    int of = group[file];
    return of == 0
        ? new int[] {file}
        : Arrays.copyOfRange(inGroups, firstInGroup[of], firstInGroup[of + 1]);
  }

  long memoryBytes() {
    return Footprint.of(offset)
        + Footprint.of(duration)
        + Footprint.of(rate)
        + Footprint.of(recording)
        + Footprint.of(group)
        + Footprint.of(firstInGroup)
        + Footprint.of(inGroups);
  }
}
