package io.aisml.fetcher.plan;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.util.List;

/**
 * The distinct entries of a plan as columns. Immutable.
 *
 * @param object address of the object's name, by file
 * @param bucket index into {@code buckets}, by file
 * @param archpath address of the archpath, by file; no elements when no entry is archived
 * @param start bytes, by file; no elements when all entries are whole
 * @param length as {@link ByteRange}, by file; no elements when all entries are whole
 * @param size bytes of the whole object or member, -1 for unknown, by file; no elements when none
 *     is known
 * @param links how many names a file has, by file
 * @param clips which files are parts of their entries
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Files(
    TextStore text,
    List<Bucket> buckets,
    int[] object,
    int[] bucket,
    int[] archpath,
    long[] start,
    long[] length,
    long[] size,
    int[] links,
    Clips clips) {

  static final long UNKNOWN_SIZE = -1;

  int count() {
    return object.length;
  }

  Entry entry(int file) {
    ObjectRef ref = new ObjectRef(buckets.get(bucket[file]), text.string(object[file]));
    String member = archpath.length == 0 ? "" : text.string(archpath[file]);
    return new Entry(ref, member, range(file));
  }

  ByteRange range(int file) {
    return start.length == 0 ? ByteRange.WHOLE : new ByteRange(start[file], length[file]);
  }

  /** How many bytes the entry asks for, or -1. */
  long knownSize(int file) {
    if (clips.has(file)) {
      return UNKNOWN_SIZE;
    }
    ByteRange range = range(file);
    if (range.hasLength()) {
      return range.length();
    }
    return size.length == 0 || !range.isWhole() ? UNKNOWN_SIZE : size[file];
  }

  long memoryBytes() {
    return text.memoryBytes()
        + Footprint.of(object)
        + Footprint.of(bucket)
        + Footprint.of(archpath)
        + Footprint.of(start)
        + Footprint.of(length)
        + Footprint.of(size)
        + Footprint.of(links)
        + clips.memoryBytes();
  }
}
