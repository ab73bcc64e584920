package io.aisml.fs;

import io.aisml.fs.cache.Member;
import io.aisml.fs.tree.Sizes;
import io.aisml.fs.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the kernel know the size of a file that it was told to be unknown, before the file's first
 * open is answered: {@code sendfile}, {@code splice} and {@code mmap} go by what it knows.
 */
final class SizeTelling {
  private static final int PAGE = 4096;
  private static final int STRIPES = 64;

  private final Tree tree;
  private final Sizes sizes;

  /** One lock for some files each: the second open of a file waits until the first has told. */
  private final Object[] telling = new Object[STRIPES];

  private volatile @Nullable SizeAnnouncer announcer;

  SizeTelling(Tree tree, Sizes sizes) {
    this.tree = tree;
    this.sizes = sizes;
    for (int i = 0; i < STRIPES; i++) {
      telling[i] = new Object();
    }
  }

  void announceTo(SizeAnnouncer binding) {
    announcer = binding;
  }

  Sizes sizes() {
    return sizes;
  }

  /** Whether the kernel may still believe that the file's size is unknown. */
  boolean isDue(int file) {
    return announcer != null && sizes.wasToldUnknown(file);
  }

  /**
   * Tells the kernel if it needs to be told. At that moment no read of the file is in flight: the
   * kernel believes that it has no bytes.
   *
   * @param member the file, or the chunk that ends it
   * @return false when the bytes have left memory meanwhile
   */
  boolean tell(int file, Member member) {
    SizeAnnouncer binding = announcer;
    if (binding == null || !sizes.wasToldUnknown(file)) {
      return true;
    }
    synchronized (telling[file % STRIPES]) {
      long size = sizes.get(file);
      if (size > 0 && sizes.wasToldUnknown(file)) {
        long tail = (size - 1) % PAGE + 1;
        long from = member.size() - tail;
        if (!member.withBytes(
            from,
            tail,
            bytes -> binding.announce(tree.inodeOfFile(file), size, contiguous(bytes)))) {
          return false;
        }
      }
      sizes.tellKnown(file);
      return true;
    }
  }

  /**
   * Tells the kernel the size of a generated file, if it needs to be told.
   *
   * @param generated its number
   * @param tail gives so many last bytes, in a direct buffer
   */
  void tellGenerated(int generated, Tail tail) throws IOException {
    SizeAnnouncer binding = announcer;
    int file = sizes.generated(generated);
    if (binding == null || !sizes.wasToldUnknown(file)) {
      return;
    }
    synchronized (telling[file % STRIPES]) {
      long size = sizes.get(file);
      if (size > 0 && sizes.wasToldUnknown(file)) {
        ByteBuffer bytes = tail.read((int) ((size - 1) % PAGE + 1));
        binding.announce(tree.inodeOfFile(file), size, bytes);
      }
      sizes.tellKnown(file);
    }
  }

  /** Reads a file's end. */
  @FunctionalInterface
  interface Tail {
    ByteBuffer read(int bytes) throws IOException;
  }

  private static ByteBuffer contiguous(ByteBuffer[] bytes) {
    if (bytes.length == 1) {
      return bytes[0];
    }
    ByteBuffer whole = ByteBuffer.allocateDirect(PAGE);
    for (ByteBuffer part : bytes) {
      whole.put(part);
    }
    return whole.flip();
  }
}
