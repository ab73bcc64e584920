package io.aisml.fetcher.lhotse;

import java.util.List;

/**
 * One file of a recording. Lhotse {@code lhotse/audio/source.py}.
 *
 * @param type {@code url}, {@code file}, {@code command}, ...; empty when the manifest does not say
 * @param channels of the recording that the file holds; empty when the manifest does not say
 * @param source URL, path or command
 */
public record AudioSource(String type, List<Integer> channels, String source) {
  /** Whether a reader of these channels opens the file; all channels when empty. */
  boolean hasAnyOf(List<Integer> wanted) {
    return wanted.isEmpty() || channels.isEmpty() || wanted.stream().anyMatch(channels::contains);
  }
}
