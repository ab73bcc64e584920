package io.aisml.fetcher.download;

import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;

/**
 * A member that could not be had; in the archive an empty placeholder stands for it.
 *
 * @param index its position in the archive, from 0
 * @param name that it would have had
 * @param reason the cause, without the object; one line
 */
public record MissingMember(long index, String name, FailureKind kind, String reason) {
  private static final String PLACEHOLDER = "__404__/";

  static MissingMember of(long index, WantedMember wanted, EntryReply.Failure failure) {
    return new MissingMember(
        index, wanted.name(), failure.kind(), withoutObject(failure.message(), wanted.entry()));
  }

  private static String withoutObject(String message, Entry entry) {
    String object = new Entry(entry.object(), entry.archpath(), ByteRange.WHOLE).toString();
    String rest = message.startsWith(object) ? message.substring(object.length()) : message;
    if (rest.startsWith(": ")) {
      return rest.substring(2);
    }
    return rest.startsWith(" ") ? rest.substring(1) : message;
  }

  /** What stands in the archive, as AIStore writes it: {@code xact/xs/moss.go: addMissing}. */
  public String placeholder() {
    return PLACEHOLDER + name;
  }
}
