package io.aisml.fetcher.plan;

/** Files that are fetched together, in request order: a spec, or some cuts of a manifest. */
public interface Batch {
  /** The path of its directory in the mount, without a leading slash; empty for the root. */
  String directory();

  /** How many distinct files. */
  int size();

  /** The i-th file, in request order. */
  int file(int i);
}
