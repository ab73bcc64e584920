package io.aisml.fs.fuse.kernel;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Direct buffers as the kernel sees them. */
final class NativeMemory {
  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  private NativeMemory() {}

  /** A direct buffer in the host's byte order, which is the protocol's. */
  static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Where the byte at the buffer's position lies. The caller keeps the buffer reachable for as long
   * as the address is used.
   */
  static long address(ByteBuffer direct) {
    return MEMORY.getDirectBufferAddress(direct) + direct.position();
  }
}
