package io.aisml.fetcher.lhotse;

import org.jspecify.annotations.Nullable;

/** Where a line says what a file is, so that it can say another. */
public sealed interface Mention {
  /**
   * An audio source.
   *
   * @param type null when the line does not say it
   */
  record Audio(@Nullable Span type, Span source) implements Mention {}

  /**
   * Features or an array.
   *
   * @param type where the line says a storage type that has to become {@code storageType}; null
   *     when it stays
   */
  record Array(Span path, Span key, @Nullable Span type, String storageType) implements Mention {}
}
