package io.aisml.fs.memory;

import com.kenai.jffi.MemoryIO;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import jnr.ffi.Platform;

/**
 * Direct buffers whose memory the kernel makes in pages of 2 MiB, as far as it has such pages. It
 * is zeroed once, by the kernel, when it is first touched; {@link ByteBuffer#allocateDirect} zeroes
 * it again and has it faulted in by pages of 4 KiB, 512 times as many. Not counted by {@code
 * -XX:MaxDirectMemorySize}. Any thread.
 */
public final class HugePages {
  /** Of x86-64, and of 64-bit ARM with pages of 4 KiB; elsewhere the advice is of no use. */
  private static final int PAGE = 2 << 20;

  private static final MemoryIO MEMORY = MemoryIO.getInstance();
  private static final Cleaner CLEANER = Cleaner.create();

  private HugePages() {}

  /**
   * Makes a buffer, which gives its memory back once nobody can reach it or a slice of it. What is
   * left beside whole huge pages comes in small ones, so never more memory is taken than asked for.
   * What stands in it is undefined.
   *
   * @param bytes at least 1
   * @throws OutOfMemoryError when there is no such room
   */
  public static ByteBuffer allocate(int bytes) {
    boolean isAdvised = bytes >= PAGE && Platform.getNativePlatform().getOS() == Platform.OS.LINUX;
    return isAdvised ? advised(bytes) : ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer advised(int bytes) {
    Allocator allocator = Allocator.INSTANCE;
    long address = allocator.aligned_alloc(PAGE, bytes);
    if (address == 0) {
      throw new OutOfMemoryError("the system refuses " + bytes + " bytes for the cache");
    }
    // Only advice: a kernel without huge pages refuses it, and the memory is as good.
    allocator.madvise(address, bytes - bytes % PAGE, Allocator.HUGE_PAGES);
    ByteBuffer buffer = MEMORY.newDirectByteBuffer(address, bytes);
    CLEANER.register(buffer, () -> allocator.free(address));
    return buffer;
  }
}
