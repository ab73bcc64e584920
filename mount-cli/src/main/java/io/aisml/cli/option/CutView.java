package io.aisml.cli.option;

/** What the files of cuts are. */
public enum CutView {
  /** Recordings as they are. */
  WHOLE,
  /** The samples of the cuts alone, where that can be had. */
  CLIP
}
