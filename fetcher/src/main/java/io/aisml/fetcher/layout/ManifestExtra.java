package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.CutSummary;

/**
 * A list of a batch's audio in another program's form, one JSON object a cut. Only cuts that are
 * one file as it is have a line: what is mixed, transformed or of several files can't be said
 * there.
 */
public enum ManifestExtra {
  /** Hugging Face {@code datasets}, audiofolder: paths relative to the list. */
  METADATA("metadata.jsonl") {
    @Override
    byte[] line(CutSummary cut, String directory, String name) {
      return cut.line("file_name", name, true);
    }
  },
  /** NeMo's manifest: paths as in {@code cuts.jsonl}. */
  NEMO("nemo.jsonl") {
    @Override
    byte[] line(CutSummary cut, String directory, String name) {
      return cut.line("audio_filepath", directory + name, false);
    }
  };

  private final String fileName;

  ManifestExtra(String fileName) {
    this.fileName = fileName;
  }

  String fileName() {
    return fileName;
  }

  /**
   * A cut's line, with its line feed.
   *
   * @param directory what stands before names in {@code cuts.jsonl}
   */
  abstract byte[] line(CutSummary cut, String directory, String name);
}
