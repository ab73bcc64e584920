package io.aisml.fetcher.layout;

import io.aisml.fetcher.archive.ListedName;
import io.aisml.fetcher.lhotse.FieldValue;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.NameRules;
import io.aisml.fetcher.spec.ObjectRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the members {@code ID.json} of a tar of a Lhotse Shar directory say of the data beside them:
 * the manifests of recordings, features and arrays, which Lhotse gives the cuts in the place of
 * their own. Lhotse {@code lhotse/shar/readers/tar.py}.
 */
final class SharDescriptions {
  /** Entries in one request: AIStore's clients ask for no more either. */
  private static final int IN_ONE_REQUEST = 1000;

  private SharDescriptions() {}

  /**
   * Fetches descriptions.
   *
   * @return by cut; those that can't be had, or are none, are missing
   * @throws io.aisml.fetcher.source.SourceException when the store does not answer
   */
  static Map<String, String> of(BatchSource store, ObjectRef tar, List<String> cuts)
      throws IOException {
    Map<String, String> found = new HashMap<>();
    if (cuts.size() > 1
        && store.select(tar, SharTar.DESCRIPTION, (name, text) -> add(name, text, found))) {
      return found;
    }
    List<String> asked = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (String cut : cuts) {
      String member = cut + SharTar.DESCRIPTION;
      try {
        NameRules.checkArchpath(member);
      } catch (InvalidNameException e) {
        continue; // nor can its data be had
      }
      asked.add(cut);
      entries.add(new Entry(tar, member, ByteRange.WHOLE));
    }
    for (int from = 0; from < entries.size(); from += IN_ONE_REQUEST) {
      int to = Math.min(entries.size(), from + IN_ONE_REQUEST);
      read(store, entries.subList(from, to), asked.subList(from, to), found);
    }
    return found;
  }

  private static void add(String member, byte[] text, Map<String, String> found) {
    String listed = ListedName.of(member);
    if (listed != null) {
      String cut = listed.substring(0, listed.length() - SharTar.DESCRIPTION.length());
      FieldValue.object(text).ifPresent(description -> found.putIfAbsent(cut, description));
    }
  }

  private static void read(
      BatchSource store, List<Entry> entries, List<String> cuts, Map<String, String> found)
      throws IOException {
    try (EntryStream stream =
        entries.size() == 1 ? store.entry(entries.get(0)) : store.batch(entries)) {
      for (EntryReply reply = stream.next(); reply != null; reply = stream.next()) {
        if (reply instanceof EntryReply.Data data
            && data.size() <= BatchSource.MAX_SELECTED_BYTES) {
          ByteBuffer text = ByteBuffer.allocate((int) data.size());
          stream.readFully(text);
          FieldValue.object(text.array())
              .ifPresent(description -> found.put(cuts.get(data.index()), description));
        }
      }
    }
  }
}
