package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers distinct entries in order of first mention. */
final class FileCollector {
  private static final int FREE = -1;

  private final TextStore text;
  private final List<Bucket> buckets = new ArrayList<>();
  private final Map<Bucket, Integer> bucketIndex = new HashMap<>();

  /** Addresses of the names of archives: their many members share one copy. */
  private final Map<ObjectRef, Integer> archives = new HashMap<>();

  private final IntColumn object = new IntColumn();
  private final IntColumn bucket = new IntColumn();
  private final IntColumn archpath = new IntColumn();
  private final IntColumn links = new IntColumn();
  private final IntColumn hashes = new IntColumn();
  private final ClipCollector clips = new ClipCollector();
  private long[] start = {};
  private long[] length = {};
  private long[] size = {};
  private boolean anyArchived;
  private int[] slots = newSlots(0);

  FileCollector(TextStore text) {
    this.text = text;
  }

  int count() {
    return object.size();
  }

  void link(int file) {
    links.increment(file);
  }

  ClipCollector clips() {
    return clips;
  }

  /**
   * The file that an entry, or a part of its audio, is: an earlier one when it is equal to it.
   *
   * @param part null for the whole entry
   */
  int collect(Entry entry, @Nullable ClipPart part) {
    byte[] name = entry.object().name().getBytes(StandardCharsets.UTF_8);
    byte[] member = entry.archpath().getBytes(StandardCharsets.UTF_8);
    int inBucket = bucketOf(entry.object().bucket());
    int hash = hash(inBucket, name, member, entry.range(), part);
    int slot = hash & (slots.length - 1);
    for (; slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
      int file = slots[slot];
      if (hashes.get(file) == hash
          && bucket.get(file) == inBucket
          && text.holds(object.get(file), name)
          && text.holds(archpath.get(file), member)
          && range(file).equals(entry.range())
          && clips.is(file, part)) {
        return file;
      }
    }
    int added = append(entry, inBucket, name, member, hash, slot);
    if (part != null) {
      clips.add(added, entry, part);
    }
    return added;
  }

  /** Takes note of the size of a file's whole object or member, bytes. */
  void learnSize(int file, long bytes) {
    if (file >= size.length) {
      int known = size.length;
      size = Arrays.copyOf(size, Math.max(16, file + 1 + (file >> 1)));
      Arrays.fill(size, known, size.length, Files.UNKNOWN_SIZE);
    }
    size[file] = bytes;
  }

  /** The address of {@code name} when it is the tail of a file's own name, else a new copy's. */
  int nameAddress(int file, byte[] name) {
    int own = archpath.get(file) == TextStore.EMPTY ? object.get(file) : archpath.get(file);
    int tail = text.bare(own) + text.length(own) - name.length;
    if (text.length(own) >= name.length && text.holds(tail, name, 0, name.length)) {
      return tail;
    }
    return text.appendBare(name);
  }

  Files files() {
    return new Files(
        text,
        List.copyOf(buckets),
        object.toArray(),
        bucket.toArray(),
        anyArchived ? archpath.toArray() : new int[0],
        start.length == 0 ? start : Arrays.copyOf(start, count()),
        length.length == 0 ? length : Arrays.copyOf(length, count()),
        sizes(),
        links.toArray(),
        clips.clips());
  }

  private long[] sizes() {
    if (size.length == 0) {
      return size;
    }
    int known = size.length;
    long[] sizes = Arrays.copyOf(size, count());
    if (known < sizes.length) {
      Arrays.fill(sizes, known, sizes.length, Files.UNKNOWN_SIZE);
    }
    return sizes;
  }

  private int append(
      Entry entry, int inBucket, byte[] name, byte[] member, int hash, int freeSlot) {
    int file = count();
    boolean archived = member.length > 0;
    object.add(
        archived
            ? archives.computeIfAbsent(entry.object(), ref -> text.appendCounted(name))
            : text.appendCounted(name));
    archpath.add(archived ? text.appendCounted(member) : TextStore.EMPTY);
    anyArchived |= archived;
    bucket.add(inBucket);
    links.add(0);
    hashes.add(hash);
    appendRange(file, entry.range());
    slots[freeSlot] = file;
    if (Hash.slots(count()) > slots.length) {
      rehash();
    }
    return file;
  }

  private void appendRange(int file, ByteRange range) {
    if (start.length == 0 && range.equals(ByteRange.WHOLE)) {
      return;
    }
    if (file >= start.length) {
      int larger = Math.max(16, file + 1 + (file >> 1));
      start = Arrays.copyOf(start, larger);
      length = Arrays.copyOf(length, larger);
    }
    start[file] = range.start();
    length[file] = range.length();
  }

  private ByteRange range(int file) {
    return start.length == 0 ? ByteRange.WHOLE : new ByteRange(start[file], length[file]);
  }

  private int bucketOf(Bucket wanted) {
    return bucketIndex.computeIfAbsent(
        wanted,
        added -> {
          buckets.add(added);
          return buckets.size() - 1;
        });
  }

  private void rehash() {
    slots = newSlots(count());
    for (int file = 0; file < count(); file++) {
      int slot = hashes.get(file) & (slots.length - 1);
      while (slots[slot] != FREE) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = file;
    }
  }

  private static int[] newSlots(int size) {
    int[] slots = new int[Hash.slots(size)];
    Arrays.fill(slots, FREE);
    return slots;
  }

  private static int hash(
      int bucket, byte[] name, byte[] member, ByteRange range, @Nullable ClipPart part) {
    int hash = Hash.of(bucket, name, 0, name.length);
    hash = Hash.of(~hash, member, 0, member.length);
    return Hash.finish((hash * 31 + range.hashCode()) * 31 + Objects.hashCode(part));
  }
}
