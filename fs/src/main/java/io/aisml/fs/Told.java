package io.aisml.fs;

/** What came of telling a file ahead. */
public enum Told {
  /** It is loaded when its turn comes. */
  QUEUED,
  /** There is nothing to load: it is in memory, on its way, generated, or read in pieces. */
  NOTHING_TO_DO,
  /** No file has this path. */
  NO_FILE,
  /** So many are queued that no more are taken. */
  FULL
}
