package io.aisml.fetcher.download;

import io.aisml.fetcher.source.FailureKind;

/**
 * A member that could not be had; in the archive an empty placeholder stands for it.
 *
 * @param index its position in the archive, from 0
 * @param name that it would have had
 * @param reason names the object and the cause; one line
 */
public record MissingMember(long index, String name, FailureKind kind, String reason) {
  private static final String PLACEHOLDER = "__404__/";

  /** What stands in the archive, as AIStore writes it: {@code xact/xs/moss.go: addMissing}. */
  public String placeholder() {
    return PLACEHOLDER + name;
  }
}
