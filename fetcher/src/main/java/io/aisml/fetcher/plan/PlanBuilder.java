package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects batches in request order and decides the names of their files. Not thread-safe; one plan
 * each.
 *
 * <p>Names are decided last, because a directory that comes late still takes its name from a file
 * that came early; until then a member is a few ints.
 */
public final class PlanBuilder {
  /** Enough to see what is wrong with a source; a source of nothing else must not fill the heap. */
  static final int LEFT_OUT_KEPT = 10_000;

  private final TextStore text = new TextStore();
  private final FileCollector files = new FileCollector(text);
  private final DentryCollector dentries = new DentryCollector(text);
  private final BatchCollector batches = new BatchCollector();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private long leftOutCount;

  // By member: the directory that holds it, its name before it is decided, and its file.
  private final IntColumn directories = new IntColumn();
  private final IntColumn names = new IntColumn();
  private final IntColumn nameLengths = new IntColumn();
  private final IntColumn targets = new IntColumn();

  private int generated;

  /** The current batch's or listing's directory, -1 before the first one. */
  private int base = -1;

  /** The first member of the current listing, -1 in a batch. */
  private int listingFrom = -1;

  private int listingBatchSize;

  /**
   * Starts a batch. Its directory is there even when no member follows.
   *
   * @param directory path in the mount without a leading slash; empty for the root
   * @throws IllegalArgumentException when no file system can show the path
   */
  public PlanBuilder batch(String directory) {
    int unused = endListing();
    base = directory.isEmpty() ? Plan.ROOT : possibleDirectory(directory);
    batches.begin(directory);
    return this;
  }

  /**
   * Starts a listing, whose members come in the order of their paths or any other. Those of each
   * directory become batches, however they were mixed with those of others.
   *
   * @param directory as for {@link #batch}
   * @param batchSize members of a directory in one batch at most, 1 or more
   * @throws IllegalArgumentException when no file system can show the path
   */
  public PlanBuilder listing(String directory, int batchSize) {
    int unused = endListing();
    base = directory.isEmpty() ? Plan.ROOT : possibleDirectory(directory);
    listingFrom = targets.size();
    listingBatchSize = batchSize;
    return this;
  }

  /** Appends a member of unknown size: {@link #add(String, Entry, long, SourceLine)}. */
  public PlanBuilder add(String path, Entry entry, SourceLine where) {
    return add(path, entry, Files.UNKNOWN_SIZE, where);
  }

  /**
   * Appends a member to the current batch or listing, or leaves it out when no file system can show
   * its name.
   *
   * @param path relative to the batch's directory
   * @param size bytes of the whole object or member, or -1
   * @param where the place that asks for it, for messages
   * @throws IllegalStateException before the first {@link #batch}
   */
  public PlanBuilder add(String path, Entry entry, long size, SourceLine where) {
    return add(path, entry, null, size, where);
  }

  /**
   * The number of a group of parts, for {@link ClipPart#group}: the same for the same ones.
   *
   * @param entries what they are parts of
   * @param parts as many, of no group yet
   */
  public int group(List<Entry> entries, List<ClipPart> parts) {
    return files.clips().group(entries, parts);
  }

  /**
   * Appends a part of an entry's audio, as a whole one: {@link #add(String, Entry, SourceLine)}.
   */
  public PlanBuilder add(String path, Entry entry, ClipPart part, SourceLine where) {
    return add(path, entry, part, Files.UNKNOWN_SIZE, where);
  }

  private PlanBuilder add(
      String path, Entry entry, @Nullable ClipPart part, long size, SourceLine where) {
    if (base < 0) {
      throw new IllegalStateException("a member comes before the first batch");
    }
    String flaw = flaw(path, entry);
    if (flaw != null) {
      return leaveOut(entry.toString(), flaw, where);
    }
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    int nameAt = path.indexOf('/') < 0 ? 0 : lastComponent(bytes);
    byte[] name = nameAt == 0 ? bytes : Arrays.copyOfRange(bytes, nameAt, bytes.length);
    int file = files.collect(entry, part);
    if (size >= 0) {
      files.learnSize(file, size);
    }
    if (listingFrom < 0) {
      batches.add(file);
    }
    directories.add(directory(base, bytes, nameAt));
    names.add(files.nameAddress(file, name));
    nameLengths.add(name.length);
    targets.add(file);
    return this;
  }

  /**
   * Appends a generated file to a directory, before whatever follows. It belongs to no batch.
   *
   * @param directory as for {@link #batch}
   */
  public PlanBuilder generate(String directory, String name) {
    return generate(directory.isEmpty() ? Plan.ROOT : possibleDirectory(directory), name);
  }

  /**
   * Appends a generated file to the current batch's hidden directory. Whatever the batch has comes
   * behind the hidden directory.
   *
   * @throws IllegalStateException before the first {@link #batch}
   */
  public PlanBuilder generateHidden(String name) {
    if (base < 0) {
      throw new IllegalStateException("a hidden file comes before the first batch");
    }
    return generate(dentries.directory(base, Plan.HIDDEN_BYTES, targets.size()), name);
  }

  private PlanBuilder generate(int directory, String name) {
    directories.add(directory);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    names.add(text.appendBare(bytes));
    nameLengths.add(bytes.length);
    targets.add(~generated++);
    return this;
  }

  /** How many names, those of generated files included, there are so far. */
  public int nameCount() {
    return targets.size();
  }

  /** The directory of the current batch. */
  public int directory() {
    return base;
  }

  /**
   * Records something that the source asks for and the mount can't show.
   *
   * @param name the entry or cut, as its author would know it
   * @param cause one line
   */
  public PlanBuilder leaveOut(String name, String cause, SourceLine where) {
    leftOutCount++;
    if (leftOut.size() < LEFT_OUT_KEPT) {
      leftOut.add(new LeftOut(where.toString(), name, cause));
    }
    return this;
  }

  /** How much {@link #leaveOut} was told so far. */
  public long leftOutCount() {
    return leftOutCount;
  }

  /** Decides the names. The builder is of no use afterwards. */
  public Plan build() {
    int unused = endListing();
    dentries.expectFiles(targets.size());
    for (int member = 0; member < targets.size(); member++) {
      int target = targets.get(member);
      int file = target < 0 ? files.count() + ~target : target;
      int bare = names.get(member);
      byte[] asked = text.bytes(bare, nameLengths.get(member));
      byte[] name = MemberPath.fit(asked);
      if (name.length != asked.length) {
        bare = text.appendBare(name);
      }
      dentries.file(directories.get(member), name, bare, file, member);
      if (target >= 0) {
        files.link(file);
      }
    }
    text.trim();
    return new Plan(
        files.files(), generated, dentries.dentries(), batches.batches(), leftOut, leftOutCount);
  }

  /**
   * Ends a listing, if there is one: sorts its members by their directories, each in its order, and
   * cuts those into batches.
   *
   * @return how many batches there are so far
   */
  public int endListing() {
    if (listingFrom >= 0) {
      cutListing();
      listingFrom = -1;
      base = -1;
    }
    return batches.count();
  }

  private void cutListing() {
    int[] from = new int[dentries.directoryCount() + 1];
    for (int member = listingFrom; member < targets.size(); member++) {
      from[directories.get(member) + 1]++;
    }
    for (int directory = 1; directory < from.length; directory++) {
      from[directory] += from[directory - 1];
    }
    int[] next = from.clone();
    int[] sorted = new int[targets.size() - listingFrom];
    for (int member = listingFrom; member < targets.size(); member++) {
      sorted[next[directories.get(member)]++] = targets.get(member);
    }
    for (int directory = 0; directory + 1 < from.length; directory++) {
      String path = from[directory] < from[directory + 1] ? dentries.path(directory) : "";
      for (int i = from[directory]; i < from[directory + 1]; i++) {
        if ((i - from[directory]) % listingBatchSize == 0) {
          batches.begin(path);
        }
        batches.add(sorted[i]);
      }
    }
  }

  private int possibleDirectory(String directory) {
    String flaw = MemberPath.flaw(directory);
    if (flaw != null) {
      throw new IllegalArgumentException("directory '" + directory + "' is impossible: " + flaw);
    }
    byte[] bytes = (directory + "/").getBytes(StandardCharsets.UTF_8);
    return directory(Plan.ROOT, bytes, bytes.length);
  }

  /** The directory that the components of {@code path[0, end)}, each ended by a slash, lead to. */
  private int directory(int from, byte[] path, int end) {
    int directory = from;
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (path[i] == '/') {
        byte[] name = MemberPath.fit(Arrays.copyOfRange(path, start, i));
        directory = dentries.directory(directory, name, targets.size());
        start = i + 1;
      }
    }
    return directory;
  }

  private static int lastComponent(byte[] path) {
    int i = path.length;
    while (path[i - 1] != '/') {
      i--;
    }
    return i;
  }

  private static @Nullable String flaw(String path, Entry entry) {
    String object = entry.object().name();
    if (!MemberPath.isUnicode(object) || !MemberPath.isUnicode(entry.archpath())) {
      return "its name is not valid Unicode (half of a surrogate pair)";
    }
    long longest = Math.max(path.length(), Math.max(object.length(), entry.archpath().length()));
    return 3 * longest > TextStore.MAX_LENGTH ? "its name is too long" : MemberPath.flaw(path);
  }
}
