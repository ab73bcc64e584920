package io.aisml.fetcher.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which bucket an entry is in. AIStore {@code core/meta/bck.go: BckFromUBP}, but what the server
 * would ignore is an error here.
 */
final class BucketChoice {
  private final Optional<Bucket> byDefault;

  // So that a million entries share the few buckets that they are in.
  private final Map<Bucket, Bucket> shared = new HashMap<>();

  BucketChoice(Optional<Bucket> byDefault) {
    this.byDefault = byDefault;
  }

  /**
   * @param bucket a checked name, or a URI with {@code ://}; null when the entry has none
   * @param uname the bucket that a {@code uname} names; it wins over all else
   * @throws InvalidNameException without the entry's place
   */
  Bucket choose(@Nullable String bucket, @Nullable Provider provider, @Nullable Bucket uname)
      throws InvalidNameException {
    if (uname != null) {
      return share(uname);
    }
    if (bucket == null) {
      return byDefault(provider);
    }
    if (!isUri(bucket)) {
      // Never the default bucket's provider.
      return share(Bucket.of(provider == null ? Provider.AIS : provider, bucket));
    }
    Bucket named = BucketUri.parseBucket(bucket);
    if (provider != null && provider != named.provider()) {
      throw new InvalidNameException(
          "provider '" + provider + "' contradicts bucket " + Quoted.of(bucket));
    }
    return share(named);
  }

  /** Whether a {@code bucket} field says more than the bare name that AIStore takes. */
  static boolean isUri(String bucket) {
    return bucket.contains("://");
  }

  /**
   * Parses {@code provider/@uuid#namespace/bucket/}, which {@code ais/@#/bucket/} is for the global
   * namespace. AIStore {@code cmn/bck.go: ParseUname}.
   */
  static Bucket parseUname(String uname) throws InvalidNameException {
    String[] parts = uname.split("/", -1);
    boolean shaped =
        parts.length == 4
            && parts[1].startsWith("@")
            && parts[1].contains("#")
            && parts[3].isEmpty();
    if (!shaped) {
      throw new InvalidNameException(
          "expected provider/@uuid#namespace/bucket/ with a slash at the end and no object name,"
              + " such as ais/@#/speech/, found "
              + Quoted.of(uname));
    }
    Provider provider = BucketUri.parseProvider(parts[0]);
    if (!provider.canonical().equals(parts[0])) {
      throw new InvalidNameException(
          "expected the provider as '" + provider + "', found " + Quoted.of(parts[0]));
    }
    NameRules.checkBucket(parts[2]);
    return new Bucket(provider, BucketUri.parseNamespace(parts[1]), parts[2]);
  }

  private Bucket byDefault(@Nullable Provider provider) throws InvalidNameException {
    if (byDefault.isEmpty()) {
      throw new InvalidNameException(
          "no bucket: give the entry a 'bucket', or name a default bucket for all entries");
    }
    // AIStore would ignore it and read the default bucket, which is hardly what was meant.
    if (provider != null && provider != byDefault.get().provider()) {
      throw new InvalidNameException(
          "provider '"
              + provider
              + "' without a bucket: the default bucket is "
              + byDefault.get()
              + "; add 'bucket' or drop 'provider'");
    }
    return byDefault.get();
  }

  private Bucket share(Bucket bucket) {
    Bucket known = shared.putIfAbsent(bucket, bucket);
    return known == null ? bucket : known;
  }
}
