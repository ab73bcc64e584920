package io.aisml.fetcher.lhotse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a recording. Lhotse {@code lhotse/audio/source.py}.
 *
 * @param type {@code url}, {@code file}, {@code command}, ...; empty when the manifest does not say
 * @param channels of the recording that the file holds; empty when the manifest does not say
 * @param source URL, path or command
 * @param typeAt where the line says the type; null when it does not
 * @param sourceAt where the line says the source
 */
public record AudioSource(
    String type, List<Integer> channels, String source, @Nullable Span typeAt, Span sourceAt) {
  /** The same source where an object of a store has it. */
  public AudioSource at(String url) {
    return new AudioSource("url", channels, url, typeAt, sourceAt);
  }

  /** Whether a reader of these channels opens the file; all channels when empty. */
  boolean hasAnyOf(List<Integer> wanted) {
    return wanted.isEmpty() || channels.isEmpty() || wanted.stream().anyMatch(channels::contains);
  }
}
