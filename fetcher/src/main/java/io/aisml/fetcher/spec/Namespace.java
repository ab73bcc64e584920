package io.aisml.fetcher.spec;

/**
 * A bucket's namespace: the uuid (or alias) of an attached cluster and a name, either may be empty.
 * Written {@code @uuid#name}. AIStore {@code cmn/bck.go: Ns}.
 */
public record Namespace(String uuid, String name) {
  /** The namespace of buckets that name none. */
  public static final Namespace GLOBAL = new Namespace("", "");

  /** Whether this is the namespace of buckets that name none. */
  public boolean isGlobal() {
    return uuid.isEmpty() && name.isEmpty();
  }

  /** {@code @uuid#name} without the empty parts; empty for the global namespace. */
  @Override
  public String toString() {
    return (uuid.isEmpty() ? "" : "@" + uuid) + (name.isEmpty() ? "" : "#" + name);
  }
}
