package io.aisml.fetcher.spec;

/**
 * One requested item of a get-batch: an object, a member of an archive that is an object, or a byte
 * range of either. Equal entries ask for the same bytes.
 *
 * @param archpath name of the member inside the archive, or empty for the object itself
 */
public record Entry(ObjectRef object, String archpath, ByteRange range) {
  /** A whole object. */
  public static Entry of(ObjectRef object) {
    return new Entry(object, "", ByteRange.WHOLE);
  }

  /** Whether the bytes lie inside an archive. */
  public boolean isArchived() {
    return !archpath.isEmpty();
  }

  /** {@code ais://bucket/shard.tar/member [start, length]}, for messages. */
  @Override
  public String toString() {
    String name = isArchived() ? object + "/" + archpath : object.toString();
    return range.isWhole() ? name : name + " [" + range.start() + ", " + range.length() + "]";
  }
}
