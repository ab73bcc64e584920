package io.aisml.fetcher.spec;

/** An object by bucket and name. The name is the server's, byte for byte: never normalised. */
public record ObjectRef(Bucket bucket, String name) {
  /** {@code ais://bucket/name}. */
  @Override
  public String toString() {
    return bucket + "/" + name;
  }
}
