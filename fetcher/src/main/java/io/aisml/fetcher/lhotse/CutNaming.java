package io.aisml.fetcher.lhotse;

/** What the files of cuts are called by. */
public enum CutNaming {
  /** {@code 00017_<cut id>.wav}. */
  ID,
  /** {@code 00017.wav}. */
  ORDINAL,
  /** As the object or archived member is called, without its directories. */
  SOURCE
}
