package io.aisml.fs.memory;

import jnr.ffi.LibraryLoader;
import jnr.ffi.types.intptr_t;
import jnr.ffi.types.size_t;

/**
 * The C library's memory. Not {@code mmap}: jnr-ffi 2.2.17 passes the sixth of six arguments wrong.
 * Public only because jnr-ffi implements it in a package of its own.
 */
public interface Allocator {
  /** Loaded once; symbols are bound at their first call. */
  Allocator INSTANCE = LibraryLoader.create(Allocator.class).load("c");

  /** {@code asm-generic/mman-common.h: MADV_HUGEPAGE}. */
  int HUGE_PAGES = 14;

  @intptr_t
  long aligned_alloc(@size_t long alignment, @size_t long bytes);

  void free(@intptr_t long address);

  int madvise(@intptr_t long address, @size_t long bytes, int advice);
}
