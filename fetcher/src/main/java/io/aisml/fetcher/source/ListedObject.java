package io.aisml.fetcher.source;

/**
 * One line of a listing: an object, or with {@code archived} a member as {@code shard/member}.
 *
 * @param size bytes
 * @param identity what becomes another one whenever the object's content does; empty when it was
 *     not asked for or the store can't tell
 */
public record ListedObject(String name, long size, boolean archived, String identity) {
  /** Without its identity. */
  public ListedObject(String name, long size, boolean archived) {
    this(name, size, archived, "");
  }
}
