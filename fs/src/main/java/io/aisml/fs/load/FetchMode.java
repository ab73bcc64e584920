package io.aisml.fs.load;

/** How a file that is not in memory gets there. */
public enum FetchMode {
  /** By what the order of reading asks for: whole batches at first. */
  AUTO,
  /** With its whole batch, always. */
  BATCH,
  /** Alone, always. */
  ENTRY
}
