package io.aisml.fetcher.select;

/** What becomes of a source that names one object or member, when the store has none such. */
public enum MissingSource {
  /** It is an error. */
  FAIL,
  /** It is an entry like others; whoever asks for it will hear that it is missing. */
  KEEP
}
