package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.CutSummary;

/**
 * A list of a batch's audio in another program's form, one JSON object a cut. Only cuts that are
 * one file as it is, or a part of it, have a line: what is mixed, transformed, of several files or
 * of some of a file's channels can't be said there.
 */
public enum ManifestExtra {
  /** Hugging Face {@code datasets}, audiofolder: paths relative to the list. */
  METADATA("metadata.jsonl") {
    @Override
    byte[] line(CutSummary cut, String directory, String name) {
      // It takes a backslash for a slash, and gives up at the first file that it can't find.
      return name.indexOf('\\') < 0 ? cut.metadata(name) : NOTHING;
    }
  },
  /** NeMo's manifest: paths as in {@code cuts.jsonl}. */
  NEMO("nemo.jsonl") {
    @Override
    byte[] line(CutSummary cut, String directory, String name) {
      return cut.nemo(directory + name);
    }
  };

  private static final byte[] NOTHING = {};

  private final String fileName;

  ManifestExtra(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  /**
   * A cut's line, with its line feed; empty when it can't be said.
   *
   * @param directory what stands before names in {@code cuts.jsonl}
   */
  abstract byte[] line(CutSummary cut, String directory, String name);
}
