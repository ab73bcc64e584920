package io.aisml.fetcher.source;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the data lives. Calls block; an interrupt of the calling thread ends them with an {@link
 * java.io.InterruptedIOException}. Each call has a deadline of its own: nothing waits for ever. All
 * methods may be called by several threads at once.
 */
public interface BatchSource extends Closeable {
  /** The largest member that {@link #select} gives. */
  int MAX_SELECTED_BYTES = 1 << 20;

  /**
   * Waits until the store answers.
   *
   * @param within how long to retry; zero tries once
   * @throws SourceException naming the endpoint, the cause and what to do
   */
  void connect(Duration within) throws IOException;

  /**
   * Requests entries in one streaming get-batch. What can be retried is retried inside, from the
   * first entry that did not come; an entry that cannot be had fails alone.
   *
   * @param entries 1 or more; not modified while the stream is open
   * @throws SourceException when no entry can be had at all
   */
  EntryStream batch(List<Entry> entries) throws IOException;

  /**
   * As {@link #batch}, for who takes replies in any order: many members of one archive may then
   * come in the archive's order, by one pass over it, where a get-batch would be a pass for each.
   */
  default EntryStream batchInAnyOrder(List<Entry> entries) throws IOException {
    return batch(entries);
  }

  /**
   * Requests one entry by the quickest way for a single one: a GET of the object, of the archived
   * member or of the range.
   */
  EntryStream entry(Entry entry) throws IOException;

  /**
   * Asks for an object's size.
   *
   * @throws SourceException of kind NOT_FOUND when it does not exist
   */
  ObjectInfo head(ObjectRef object) throws IOException;

  /**
   * Lists the objects of a bucket whose names start with {@code prefix}, page by page, in byte
   * order of their names; with {@code archives} also the members of the archives among them.
   */
  void list(Bucket bucket, String prefix, boolean archives, ListingVisitor visitor)
      throws IOException;

  /**
   * Reads the members of a tar whose names end so, in one pass over it: to ask for many by their
   * names is a pass for each. Members beyond {@link #MAX_SELECTED_BYTES} are passed over.
   *
   * @param visitor may be given a member more than once
   * @return false when the store has no such request, or there is no such tar
   * @throws SourceException when the store refuses or does not answer
   */
  default boolean select(ObjectRef tar, String suffix, MemberVisitor visitor) throws IOException {
    return false;
  }

  /**
   * What serves the store, and its version, such as {@code AIStore 5.0.v1.5.0}.
   *
   * @return empty when it does not tell, as AIStore before 5.0
   */
  default Optional<String> software() throws IOException {
    return Optional.empty();
  }

  /**
   * Lists the objects of a bucket as {@link #list} does, with their identities. Of objects whose
   * identity the store can't tell it is empty.
   */
  void identify(Bucket bucket, String prefix, ListingVisitor visitor) throws IOException;

  /** What was asked and received so far. */
  SourceCounters counters();

  @Override
  void close();
}
