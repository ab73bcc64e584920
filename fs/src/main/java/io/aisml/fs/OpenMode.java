package io.aisml.fs;

/** Whether {@code open(2)} of a file comes to the mount. */
public enum OpenMode {
  /** Each open does: it waits for the content, tells errors, and shows how far readers are. */
  ALWAYS,
  /** Until every file has been loaded once; from then on the kernel opens files by itself. */
  AUTO,
  /** None does: reading begins with a read, which tells errors. All sizes must be known. */
  NEVER
}
