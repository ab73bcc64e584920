package io.aisml.fs.fuse.jnr;

import static io.aisml.fs.fuse.ErrnoTable.EIO;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;
import static io.aisml.fs.fuse.ErrnoTable.ENOTDIR;
import static io.aisml.fs.fuse.ErrnoTable.EROFS;

import com.kenai.jffi.MemoryIO;
import io.aisml.fs.Attributes;
import io.aisml.fs.DirectoryListing;
import io.aisml.fs.ReadOnlyFileSystem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.IntSupplier;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.Statvfs;

/**
 * libfuse's operations over the file system. Paths become inodes once, at open; after that libfuse
 * passes none (option {@code nopath}) and the inode is the file handle. Nothing may be thrown into
 * native code, where it would vanish and leave an undefined result.
 */
final class PathOperations extends FuseStubFS {
  private static final Logger log = LoggerFactory.getLogger(PathOperations.class);

  private static final int ACCESS_MODE = 3; // O_ACCMODE; 0 is O_RDONLY

  /**
   * {@code struct fuse_file_info} of libfuse 2.9, 64 bits: where the bit field lies, and its bit
   * keep_cache. jnr-fuse has paddings there.
   */
  private static final int BITS_AT = 20;

  private static final int KEEP_CACHE = 2;

  private static final int BLOCK = 512;
  private static final int BLOCK_SIZE = 128 << 10; // libfuse 2 reads no more at once
  private static final int PAGE = 4096;
  private static final int LONGEST_NAME = 255;

  private final ReadOnlyFileSystem fs;
  private final Runnable ready;

  /**
   * @param ready run when the kernel has asked for the first time
   * @throws UnsatisfiedLinkError when there is no libfuse 2
   */
  PathOperations(ReadOnlyFileSystem fs, Runnable ready) {
    this.fs = fs;
    this.ready = ready;
  }

  /** The mount has ended: jnr-fuse's shutdown hook has nothing to unmount. */
  void ended() {
    mounted.set(false);
  }

  @Override
  protected String getFSName() {
    return "aisml";
  }

  @Override
  public @Nullable Pointer init(Pointer connection) {
    ready.run();
    return null;
  }

  @Override
  public int getattr(String path, FileStat stat) {
    return guarded(
        "getattr",
        () -> {
          Attributes found = find(path);
          if (found == null) {
            return -ENOENT;
          }
          put(stat, found);
          return 0;
        });
  }

  @Override
  public int opendir(String path, FuseFileInfo info) {
    return guarded(
        "opendir",
        () -> {
          Attributes found = find(path);
          if (found == null || !found.directory()) {
            return found == null ? -ENOENT : -ENOTDIR;
          }
          info.fh.set(found.inode());
          return 0;
        });
  }

  @Override
  public int readdir(
      @Nullable String path, Pointer buffer, FuseFillDir filler, long offset, FuseFileInfo info) {
    return guarded("readdir", () -> fill(buffer, filler, offset, info.fh.longValue()));
  }

  @Override
  public int open(String path, FuseFileInfo info) {
    return guarded(
        "open",
        () -> {
          Attributes found = find(path);
          if (found == null || (info.flags.get() & ACCESS_MODE) != 0) {
            return found == null ? -ENOENT : -EROFS;
          }
          OpenResult result = new OpenResult();
          fs.open(found.inode(), getContext().pid.intValue(), result);
          int given = result.await();
          if (given < 0) {
            return given;
          }
          info.fh.set(found.inode());
          if (given == OpenResult.KEEP_CACHE) {
            Pointer memory = Struct.getMemory(info);
            memory.putInt(BITS_AT, memory.getInt(BITS_AT) | KEEP_CACHE);
          }
          return 0;
        });
  }

  @Override
  public int read(
      @Nullable String path, Pointer buffer, long size, long offset, FuseFileInfo info) {
    return guarded(
        "read",
        () -> {
          ByteBuffer target =
              MemoryIO.getInstance().newDirectByteBuffer(buffer.address(), (int) size);
          ReadResult result = new ReadResult(target);
          fs.read(info.fh.longValue(), 0, offset, (int) size, result);
          return result.await();
        });
  }

  @Override
  public int release(@Nullable String path, FuseFileInfo info) {
    return guarded(
        "release",
        () -> {
          fs.release(info.fh.longValue());
          return 0;
        });
  }

  @Override
  public int statfs(String path, Statvfs stat) {
    return guarded(
        "statfs",
        () -> {
          stat.f_bsize.set(PAGE);
          stat.f_frsize.set(PAGE);
          stat.f_namemax.set(LONGEST_NAME);
          return 0;
        });
  }

  private @Nullable Attributes find(String path) {
    Attributes found = fs.attributes(ReadOnlyFileSystem.ROOT);
    for (String name : path.substring(1).split("/", -1)) {
      if (found != null && !name.isEmpty()) {
        found = fs.find(found.inode(), name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  /** Offsets are places, as in the kernel binding: 0 and 1 are the directory and its parent. */
  private int fill(Pointer buffer, FuseFillDir filler, long offset, long inode) {
    DirectoryListing listing = fs.list(inode);
    if (listing == null) {
      return -ENOTDIR;
    }
    FileStat stat = new FileStat(Runtime.getSystemRuntime());
    Pointer memory = Struct.getMemory(stat);
    for (long place = offset; place < listing.size() + 2L; place++) {
      int i = (int) (place - 2);
      byte[] name =
          place == 0 ? new byte[] {'.'} : place == 1 ? new byte[] {'.', '.'} : listing.name(i);
      stat.st_ino.set(place == 0 ? inode : place == 1 ? listing.parent() : listing.inode(i));
      stat.st_mode.set(place < 2 || listing.isDirectory(i) ? FileStat.S_IFDIR : FileStat.S_IFREG);
      ByteBuffer terminated = ByteBuffer.allocate(name.length + 1).put(name).put((byte) 0).flip();
      if (filler.apply(buffer, terminated, memory, place + 1) != 0) {
        return 0; // full: the kernel comes back with the offset of the last that fitted
      }
    }
    return 0;
  }

  private void put(FileStat stat, Attributes of) {
    stat.st_ino.set(of.inode());
    stat.st_mode.set((of.directory() ? FileStat.S_IFDIR : FileStat.S_IFREG) | of.permissions());
    stat.st_nlink.set(of.links());
    stat.st_uid.set(fs.ownership().uid());
    stat.st_gid.set(fs.ownership().gid());
    stat.st_size.set(of.size());
    stat.st_blocks.set((of.size() + BLOCK - 1) / BLOCK);
    stat.st_blksize.set(BLOCK_SIZE);
    Instant time = fs.ownership().time();
    long seconds = time.getEpochSecond();
    int nanoseconds = time.getNano();
    stat.st_atim.tv_sec.set(seconds);
    stat.st_atim.tv_nsec.set(nanoseconds);
    stat.st_mtim.tv_sec.set(seconds);
    stat.st_mtim.tv_nsec.set(nanoseconds);
    stat.st_ctim.tv_sec.set(seconds);
    stat.st_ctim.tv_nsec.set(nanoseconds);
  }

  private static int guarded(String operation, IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (Throwable e) {
      log.error("{} failed", operation, e);
      return -EIO;
    }
  }
}
