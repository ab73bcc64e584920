package io.aisml.fetcher.source;

/** Takes a listing line by line. */
@FunctionalInterface
public interface ListingVisitor {
  /**
   * @return false to stop the listing
   */
  boolean visit(ListedObject object);
}
