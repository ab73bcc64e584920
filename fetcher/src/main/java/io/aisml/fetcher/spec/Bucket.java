package io.aisml.fetcher.spec;

/** A bucket: provider, namespace, name. Two buckets are the same when all three are. */
public record Bucket(Provider provider, Namespace namespace, String name) {
  /** A bucket of the global namespace. */
  public static Bucket of(Provider provider, String name) {
    return new Bucket(provider, Namespace.GLOBAL, name);
  }

  /** {@code ais://bucket}, {@code s3://bucket} or {@code ais://@uuid#ns/bucket}. */
  @Override
  public String toString() {
    return provider.scheme() + "://" + (namespace.isGlobal() ? "" : namespace + "/") + name;
  }
}
