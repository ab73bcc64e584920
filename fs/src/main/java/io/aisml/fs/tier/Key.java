package io.aisml.fs.tier;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What an entry's bytes are found by: 128 bits of a SHA-256 over the entry and the identity of its
 * object. Bytes of an object that has changed have another key, and are never found.
 */
record Key(long high, long low) {
  /** Of a record that holds nothing. */
  static final Key NONE = new Key(0, 0);

  /**
   * @param identity what {@link #of(Bucket, String)} gives for the object's identity
   */
  static Key of(Entry entry, long identity) {
    ByteBuffer digest =
        digest(
            entry.object().bucket().toString(),
            entry.object().name(),
            entry.archpath(),
            Long.toString(entry.range().start()),
            Long.toString(entry.range().length()),
            Long.toHexString(identity));
    return new Key(digest.getLong(), digest.getLong());
  }

  /** 64 bits that stand for an object's name or for its identity; never 0. */
  static long of(Bucket bucket, String text) {
    return digest(bucket.toString(), text).getLong() | 1;
  }

  private static ByteBuffer digest(String... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return ByteBuffer.wrap(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
