package io.aisml.fetcher.aistore;

import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Namespace;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attached clusters by alias. In a request's path and query an alias does, but the targets that
 * read an entry's {@code uname} know clusters by uuid only (AIStore {@code core/meta/bck.go:
 * BckFromUBP}).
 */
final class RemoteClusters {
  private final Calls calls;

  /** Asked for once; null before. */
  private volatile @Nullable Map<String, String> uuids;

  RemoteClusters(Calls calls) {
    this.calls = calls;
  }

  /** The bucket with its cluster's uuid in place of an alias. */
  Bucket resolve(Bucket bucket, Lifeline lifeline) throws IOException {
    String cluster = bucket.namespace().uuid();
    if (cluster.isEmpty()) {
      return bucket;
    }
    Map<String, String> known = uuids;
    if (known == null) {
      known = ask(lifeline);
      uuids = known;
    }
    Namespace namespace =
        new Namespace(known.getOrDefault(cluster, cluster), bucket.namespace().name());
    return new Bucket(bucket.provider(), namespace, bucket.name());
  }

  private Map<String, String> ask(Lifeline lifeline) throws IOException {
    try {
      return calls.remoteClusters(lifeline);
    } catch (RefusedException e) {
      return switch (e.error().verdict()) {
        case THROTTLED, TRANSIENT, FAULT -> throw e;
        default -> Map.of(); // not permitted: uuids work all the same
      };
    }
  }
}
