package io.aisml.fetcher.source;

/** Why an entry or a request failed, as far as it decides what an application is told. */
public enum FailureKind {
  /** The object, member or bucket is confirmed not to exist. */
  NOT_FOUND,
  /** The server refuses this token or user. */
  DENIED,
  /** Everything else, after retries: unreachable, corrupt, a range outside of the object, ... */
  FAILED
}
