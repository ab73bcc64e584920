package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Entry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects which files are parts of their entries. */
final class ClipCollector {
  private double[] offset = {};
  private double[] duration = {};
  private int[] rate = {};
  private int[] recording = {};
  private int[] group = {};

  /** One more than the last file that is a part. */
  private int end;

  private int count;

  /** The first file that is a part of an entry. */
  private final Map<Entry, Integer> recordings = new HashMap<>();

  /** The numbers of groups, by what their files are. */
  private final Map<List<Object>, Integer> groups = new HashMap<>();

  /** The number of the group of these files, the same for the same ones; 0 when it is one file. */
  int group(List<Entry> entries, List<ClipPart> parts) {
    return entries.size() == 1
        ? 0
        : groups.computeIfAbsent(List.of(entries, parts), added -> groups.size() + 1);
  }

  /** Takes note of a file that is a part. */
  void add(int file, Entry entry, ClipPart part) {
    if (file >= recording.length) {
      int room = Math.max(16, file + 1 + (file >> 1));
      int before = recording.length;
      offset = Arrays.copyOf(offset, room);
      duration = Arrays.copyOf(duration, room);
      rate = Arrays.copyOf(rate, room);
      recording = Arrays.copyOf(recording, room);
      Arrays.fill(recording, before, room, Clips.NONE);
      group = Arrays.copyOf(group, room);
    }
    offset[file] = part.window().offset();
    duration[file] = part.window().duration().orElse(Double.NaN);
    rate[file] = part.rate();
    group[file] = part.group();
    recording[file] = recordings.computeIfAbsent(entry, first -> file);
    end = file + 1;
    count++;
  }

  /** Whether a file is this part; null for the whole of its entry. */
  boolean is(int file, @Nullable ClipPart part) {
    boolean isPart = file < end && recording[file] != Clips.NONE;
    if (part == null || !isPart) {
      return part == null && !isPart;
    }
    return Double.compare(offset[file], part.window().offset()) == 0
        && Double.compare(duration[file], part.window().duration().orElse(Double.NaN)) == 0
        && rate[file] == part.rate()
        && group[file] == part.group();
  }

  Clips clips() {
    int[] first = new int[groups.isEmpty() ? 0 : groups.size() + 2];
    for (int file = 0; file < end; file++) {
      if (group[file] > 0) {
        first[group[file] + 1]++;
      }
    }
    for (int i = 1; i < first.length; i++) {
      first[i] += first[i - 1];
    }
    int[] next = first.clone();
    int[] files = new int[first.length == 0 ? 0 : first[first.length - 1]];
    for (int file = 0; file < end; file++) {
      if (group[file] > 0) {
        files[next[group[file]]++] = file;
      }
    }
    return new Clips(
        count,
        Arrays.copyOf(offset, end),
        Arrays.copyOf(duration, end),
        Arrays.copyOf(rate, end),
        Arrays.copyOf(recording, end),
        Arrays.copyOf(group, end),
        first,
        files);
  }
}
