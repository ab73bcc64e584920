package io.aisml.fs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens and reads as a program would, with the deadline of a test. */
final class TestReader {
  private static final int READ = 128 << 10;

  private final ReadOnlyFileSystem fs;
  private final int pid;

  TestReader(ReadOnlyFileSystem fs, int pid) {
    this.fs = fs;
    this.pid = pid;
  }

  /** What an open or a read failed with. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Errno errno;

    Failed(Errno errno) {
      super(errno.name());
      this.errno = errno;
    }
  }

  static long inode(ReadOnlyFileSystem fs, String path) {
    long inode = ReadOnlyFileSystem.ROOT;
    for (String name : path.split("/", -1)) {
      Attributes found = fs.find(inode, name.getBytes(StandardCharsets.UTF_8));
      if (found == null) {
        throw new Failed(Errno.ENOENT);
      }
      inode = found.inode();
    }
    return inode;
  }

  static Attributes attributes(ReadOnlyFileSystem fs, String path) {
    return Objects.requireNonNull(fs.attributes(inode(fs, path)));
  }

  static DirectoryListing list(ReadOnlyFileSystem fs, long inode) {
    return Objects.requireNonNull(fs.list(inode));
  }

  CompletableFuture<Void> open(long inode) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    fs.open(
        inode,
        pid,
        new OpenReply() {
          @Override
          public void opened(boolean keepCache) {
            opened.complete(null);
          }

          @Override
          public void failed(Errno errno) {
            opened.completeExceptionally(new Failed(errno));
          }
        });
    return opened;
  }

  CompletableFuture<byte[]> read(long inode, long offset, int size) {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    fs.read(
        inode,
        pid,
        offset,
        size,
        new ReadReply() {
          @Override
          public void data(ByteBuffer... extents) {
            try {
              ByteArrayOutputStream bytes = new ByteArrayOutputStream();
              WritableByteChannel channel = Channels.newChannel(bytes);
              for (ByteBuffer extent : extents) {
                channel.write(extent);
              }
              answer.complete(bytes.toByteArray());
            } catch (IOException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          }

          @Override
          public void failed(Errno errno) {
            answer.completeExceptionally(new Failed(errno));
          }
        });
    return answer;
  }

  /** Open, read to the end, close. */
  byte[] readAll(String path) {
    long inode = inode(fs, path);
    get(open(inode));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part;
    do {
      part = get(read(inode, all.size(), READ));
      all.writeBytes(part);
    } while (part.length > 0);
    fs.release(inode);
    return all.toByteArray();
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(20, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Failed failed) {
        throw failed;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
