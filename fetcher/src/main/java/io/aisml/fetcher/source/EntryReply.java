package io.aisml.fetcher.source;

/** What became of one requested entry. */
public sealed interface EntryReply {
  /** Position of the entry in the request, from 0. */
  int index();

  /**
   * The entry's bytes follow: {@link EntryStream#read} gives exactly {@code size} of them.
   *
   * @param size bytes, 0 or more
   */
  record Data(int index, long size) implements EntryReply {}

  /**
   * The entry has no bytes.
   *
   * @param message names the object and the cause; one line
   */
  record Failure(int index, FailureKind kind, String message) implements EntryReply {}
}
