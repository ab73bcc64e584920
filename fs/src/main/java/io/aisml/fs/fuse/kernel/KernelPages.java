package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.ENOENT;

import io.aisml.fs.PageCache;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page cache of one mount: filled by NOTIFY_STORE, its inodes made known by listings. */
record KernelPages(Notifier notifier, Lister lister) implements PageCache {
  private static final Logger log = LoggerFactory.getLogger(KernelPages.class);

  @Override
  public boolean store(long inode, ByteBuffer... content) {
    int errno = notifier.store(inode, 0, content);
    // ENOENT: no such inode in the kernel's memory (any more).
    if (errno != 0 && errno != ENOENT) {
      log.debug("the kernel did not take inode {}: errno {}", inode, errno);
    }
    return errno == 0;
  }

  @Override
  public boolean list(String path) {
    return lister.list(path);
  }

  @Override
  public void close() {
    lister.close();
  }
}
