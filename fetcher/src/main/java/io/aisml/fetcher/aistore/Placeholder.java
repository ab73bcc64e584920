package io.aisml.fetcher.aistore;

import io.aisml.fetcher.archive.MemberHeader;
import io.aisml.fetcher.spec.Entry;

/**
 * Tells what the server put in an entry's place by its name. AIStore {@code api/apc/ml.go:
 * NameInRespArch}, {@code xact/xs/moss.go: addMissing}.
 */
final class Placeholder {
  private static final String PREFIX = "__404__/";

  private Placeholder() {}

  /** Whether the member stands for an entry that the server could not get. */
  static boolean is(MemberHeader member, Entry entry) {
    return member.size() == 0 && member.name().startsWith(PREFIX) && !isNamed(member, entry);
  }

  /**
   * Whether the member has the entry's name, as far as the server keeps to it: slashes between
   * object and archpath vary.
   */
  static boolean isNamed(MemberHeader member, Entry entry) {
    String object = entry.object().name();
    if (!entry.isArchived() && member.name().equals(object)) {
      return true; // the usual case, without a copy
    }
    return bare(member.name()).equals(bare(object + entry.archpath()));
  }

  /** A name without its slashes. */
  static String bare(String name) {
    return name.replace("/", "");
  }
}
