package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.audio.AudioWindow;

/**
 * The part of a file that a cut reads.
 *
 * @param window in the file's own time, before any transform
 * @param channels of the file, as the manifest says; 1 or more
 * @param obstacle why the window can't be told, so that it is the whole file; empty when it can
 */
public record AudioPart(AudioWindow window, int channels, String obstacle) {
  /** All of a file that is no audio, or whose parts nobody asks for. */
  static final AudioPart WHOLE = new AudioPart(AudioWindow.WHOLE, 1, "");
}
