package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.ListedObject;
import io.aisml.fetcher.source.ListingVisitor;
import io.aisml.fetcher.spec.Bucket;
import java.io.IOException;
import java.util.List;

/** Lists a bucket page by page. */
final class Listing {
  private final Calls calls;
  private final Bucket bucket;
  private final String prefix;
  private final boolean archives;

  Listing(Calls calls, Bucket bucket, String prefix, boolean archives) {
    this.calls = calls;
    this.bucket = bucket;
    this.prefix = prefix;
    this.archives = archives;
  }

  void visit(ListingVisitor visitor, Lifeline lifeline) throws IOException {
    Patience patience = calls.patience(lifeline);
    Wire.Page page = new Wire.Page("", "", List.of());
    do {
      page = next(page, patience, lifeline);
      for (ListedObject object : page.objects()) {
        // The server takes a star at the end of the prefix for a wildcard. AIStore ais/proxy.go.
        if (object.name().startsWith(prefix) && !visitor.visit(object)) {
          return;
        }
      }
    } while (!page.token().isEmpty());
  }

  private Wire.Page next(Wire.Page last, Patience patience, Lifeline lifeline) throws IOException {
    String uuid = last.uuid();
    while (true) {
      try {
        byte[] body = Wire.list(prefix, archives, uuid, last.token());
        Wire.Page page = calls.list(bucket, body, lifeline);
        patience.progress();
        return page;
      } catch (RefusedException e) {
        switch (e.error().verdict()) {
          case THROTTLED, TRANSIENT, FAULT -> patience.pause("list " + bucket, e);
          default -> throw e.asSourceException("list " + bucket);
        }
      } catch (IOException e) {
        patience.pause("list " + bucket, e);
      }
      uuid = ""; // the listing's job may be gone; a new one goes on after the token
    }
  }
}
