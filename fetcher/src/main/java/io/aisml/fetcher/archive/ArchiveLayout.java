package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.OutputStream;

/** What an archive has around the bytes of its members. */
interface ArchiveLayout {
  /** Writes what stands before a member's bytes. */
  void begin(String name, long size) throws IOException;

  /** Where the current member's bytes go. */
  OutputStream data();

  /** Writes what stands behind a member's bytes, all of which have been written. */
  void end() throws IOException;

  /** Writes the archive's end. */
  void finish() throws IOException;
}
