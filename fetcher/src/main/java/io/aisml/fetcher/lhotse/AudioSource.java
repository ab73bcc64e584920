package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a recording. Lhotse {@code lhotse/audio/source.py}.
 *
 * @param type {@code url}, {@code file}, {@code command}, ...; empty when the manifest does not say
 * @param channels of the recording that the file holds; empty when the manifest does not say
 * @param source URL, path or command
 * @param typeAt where the line says the type; null when it does not
 * @param sourceAt where the line says the source
 * @param entry where AIStore has it; empty when it is not meant to come from there, or has a flaw
 * @param flaw why it can't be had from AIStore although it should; empty when there is none
 */
public record AudioSource(
    String type,
    List<Integer> channels,
    String source,
    @Nullable Span typeAt,
    Span sourceAt,
    Optional<Entry> entry,
    String flaw) {
  /** A source as a line says it. */
  static AudioSource of(
      String type, List<Integer> channels, String source, @Nullable Span typeAt, Span sourceAt) {
    Optional<Entry> entry = Optional.empty();
    String flaw = "";
    try {
      entry = SourceEntry.of(type, source);
    } catch (InvalidNameException e) {
      flaw = e.getMessage();
    }
    return new AudioSource(type, channels, source, typeAt, sourceAt, entry, flaw);
  }

  /** The same source where an object of a store has it. */
  public AudioSource at(String url) {
    return of("url", channels, url, typeAt, sourceAt);
  }

  /** Whether a reader of these channels opens the file; all channels when empty. */
  boolean hasAnyOf(List<Integer> wanted) {
    return wanted.isEmpty() || channels.isEmpty() || !Collections.disjoint(wanted, channels);
  }
}
