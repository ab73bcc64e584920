package io.aisml.fetcher.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** A zip of members that are deflated at level 0, because their checksums follow them. */
final class ZipLayout implements ArchiveLayout {
  /** Smaller members stay below 4 GiB with what deflating at level 0 adds. */
  private static final long MAX_PLAIN_SIZE = 4_000_000_000L;

  private final ZipArchiveOutputStream zip;

  /** Pieces of one size: what deflating at level 0 makes depends on how its input is cut. */
  private final GatheredOutput data;

  ZipLayout(OutputStream out) {
    zip = new ZipArchiveOutputStream(out);
    zip.setLevel(Deflater.NO_COMPRESSION);
    data = new GatheredOutput(zip);
  }

  @Override
  public void begin(String name, long size) throws IOException {
    zip.setUseZip64(size > MAX_PLAIN_SIZE ? Zip64Mode.Always : Zip64Mode.AsNeeded);
    ZipArchiveEntry entry = new OneOfMany(name);
    entry.setSize(size);
    entry.setTime(0);
    zip.putArchiveEntry(entry);
  }

  @Override
  public OutputStream data() {
    return data;
  }

  @Override
  public void end() throws IOException {
    data.close();
    zip.closeArchiveEntry();
  }

  @Override
  public void finish() throws IOException {
    zip.setUseZip64(Zip64Mode.AsNeeded);
    zip.finish();
  }

  /** Equal to itself only: the library keeps offsets by entry, and names may repeat. */
  private static final class OneOfMany extends ZipArchiveEntry {
    OneOfMany(String name) {
      super(name);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
