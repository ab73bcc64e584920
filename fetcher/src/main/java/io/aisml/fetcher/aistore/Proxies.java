package io.aisml.fetcher.aistore;

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The proxies of one cluster, of which one is in use until it fails. */
final class Proxies {
  private final List<URI> uris;

  /** Index of the proxy in use; several threads may see it fail at once. */
  private final AtomicInteger current = new AtomicInteger();

  Proxies(List<URI> uris) {
    this.uris = uris;
  }

  URI current() {
    return uris.get(current.get());
  }

  /** Goes to the next proxy, unless another thread has done so since {@code failed} was in use. */
  void failed(URI failed) {
    int index = uris.indexOf(failed);
    current.compareAndSet(index, (index + 1) % uris.size());
  }

  @Override
  public String toString() {
    return String.join(" ", uris.stream().map(URI::toString).toList());
  }
}
