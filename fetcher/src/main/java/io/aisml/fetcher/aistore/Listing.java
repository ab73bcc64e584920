package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.spec.Bucket;
import io.aisml.fetcher.spec.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Lists a bucket page by page. */
final class Listing {
  private static final Wire.Page FIRST = new Wire.Page("", "", List.of());

  private final Calls calls;
  private final Bucket bucket;
  private final String prefix;
  private final boolean archives;
  private final boolean identities;

  Listing(Calls calls, Bucket bucket, String prefix, boolean archives, boolean identities) {
    this.calls = calls;
    this.bucket = bucket;
    this.prefix = prefix;
    this.archives = archives;
    this.identities = identities;
  }

  void visit(ListingVisitor visitor, Lifeline lifeline) throws IOException {
    Patience patience = calls.patience(lifeline);
    Wire.Page page = next(prefix, FIRST, patience, lifeline);
    String asked = prefix;
    if (tookPrefixForDirectory(page)) {
      asked = prefix.substring(0, prefix.lastIndexOf('/') + 1);
      page = next(asked, new Wire.Page("", prefix, List.of()), patience, lifeline);
    }
    while (true) {
      for (ListedObject object : page.objects()) {
        if (object.name().startsWith(prefix)) {
          if (!visitor.visit(object)) {
            return;
          }
        } else if (isBeyond(object)) {
          return;
        }
      }
      if (page.token().isEmpty()) {
        return;
      }
      page = next(asked, page, patience, lifeline);
    }
  }

  /**
   * A prefix that is also a directory is taken for that: of {@code dir/a} and {@code dir2/b} the
   * server lists only the first for {@code dir}. Then the directory above is listed, from the
   * prefix on. AIStore {@code fs/walk.go}; clouds list by themselves.
   */
  private boolean tookPrefixForDirectory(Wire.Page first) {
    return bucket.provider() == Provider.AIS
        && !prefix.isEmpty()
        && !prefix.endsWith("/")
        && !first.objects().isEmpty()
        && first.objects().get(0).name().startsWith(prefix + "/");
  }

  /** Whether no name after this one starts with the prefix. */
  private boolean isBeyond(ListedObject object) {
    return Arrays.compareUnsigned(
            object.name().getBytes(StandardCharsets.UTF_8), prefix.getBytes(StandardCharsets.UTF_8))
        > 0;
  }

  private Wire.Page next(String asked, Wire.Page last, Patience patience, Lifeline lifeline)
      throws IOException {
    String uuid = last.uuid();
    while (true) {
      try {
        byte[] body = Wire.list(asked, archives, identities, uuid, last.token());
        Wire.Page page = calls.list(bucket, body, lifeline);
        patience.progress();
        return page;
      } catch (RefusedException e) {
        switch (e.error().verdict()) {
          case THROTTLED, TRANSIENT, FAULT -> patience.pause("list " + bucket, e);
          default -> throw e.asSourceException(bucket.toString());
        }
      } catch (IOException e) {
        patience.pause("list " + bucket, e);
      }
      uuid = ""; // the listing's job may be gone; a new one goes on after the token
    }
  }
}
