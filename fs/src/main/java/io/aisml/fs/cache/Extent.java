package io.aisml.fs.cache;

import java.nio.ByteBuffer;

/**
 * A run of granules in one slab.
 *
 * @param slab the slab's number in its {@link Slabs}
 * @param buffer the whole slab; read and written through absolute positions only
 */
record Extent(int slab, ByteBuffer buffer, int firstGranule, int granules) {
  int offset() {
    return firstGranule * Slabs.GRANULE;
  }

  int bytes() {
    return granules * Slabs.GRANULE;
  }

  /** A view of {@code length} bytes from {@code from} bytes into this extent. */
  ByteBuffer slice(int from, int length) {
    return buffer.slice(offset() + from, length);
  }
}
