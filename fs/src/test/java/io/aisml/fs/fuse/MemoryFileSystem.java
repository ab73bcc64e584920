package io.aisml.fs.fuse;

import io.aisml.fs.Attributes;
import io.aisml.fs.DirectoryListing;
import io.aisml.fs.Errno;
import io.aisml.fs.OpenReply;
import io.aisml.fs.Ownership;
import io.aisml.fs.PageCache;
import io.aisml.fs.Pending;
import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.ReadReply;
import io.aisml.fs.SizeAnnouncer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file system in memory for the tests of the bindings: files with content, files that fail to
 * open, files whose size is unknown until they are opened, and files whose open or read waits until
 * somebody says so.
 */
public final class MemoryFileSystem implements ReadOnlyFileSystem {
  /** What a file does beside having content. */
  public enum Manner {
    PLAIN,
    /** Its size is unknown until the first open, which a thread of the file system answers. */
    UNKNOWN_SIZE,
    /** Its open waits for ever, or until cancelled or shut down. */
    OPEN_WAITS,
    /** Its read waits for ever, or until cancelled or shut down. */
    READ_WAITS,
    OPEN_MISSING,
    OPEN_DENIED,
    READ_FAILS,
    /** The file system itself breaks. */
    OPEN_THROWS
  }

  public static final Instant TIME = Instant.parse("2024-02-03T04:05:06.789Z");

  private static final int EXTENT = 64 << 10; // reads across a multiple give two buffers

  private sealed interface Node {
    long inode();

    String name();
  }

  private record Directory(
      long inode, long parent, String name, List<Node> entries, Map<String, Node> byName)
      implements Node {}

  private record File(long inode, String name, ByteBuffer content, Manner manner) implements Node {}

  private final List<Node> nodes = new ArrayList<>(); // index: inode - 1
  private final Map<Long, Boolean> sizesLearned = new ConcurrentHashMap<>();
  private final Map<Runnable, Boolean> waiting = new ConcurrentHashMap<>(); // how to end each
  private final ExecutorService loads = Executors.newCachedThreadPool(MemoryFileSystem::daemon);
  private volatile @Nullable SizeAnnouncer announcer;
  private volatile boolean ended;

  /** Opens that were not released. */
  public final AtomicInteger openFiles = new AtomicInteger();

  /** Operations that a caller gave up. */
  public final AtomicInteger cancelled = new AtomicInteger();

  public final AtomicInteger reads = new AtomicInteger();
  public final AtomicInteger finds = new AtomicInteger();
  public final AtomicInteger attributeCalls = new AtomicInteger();

  public MemoryFileSystem() {
    nodes.add(new Directory(ROOT, ROOT, "", new ArrayList<>(), new HashMap<>()));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "memory-fs");
    thread.setDaemon(true);
    return thread;
  }

  /** Adds a directory and gives its inode. */
  public long directory(long parent, String name) {
    long inode = nodes.size() + 1L;
    return add(parent, new Directory(inode, parent, name, new ArrayList<>(), new HashMap<>()));
  }

  /** Adds a file and gives its inode. */
  public long file(long parent, String name, byte[] content, Manner manner) {
    return file(
        parent, name, ByteBuffer.allocateDirect(content.length).put(content).flip(), manner);
  }

  /** Adds a file whose content is a direct buffer, which may be shared by many. */
  public long file(long parent, String name, ByteBuffer content, Manner manner) {
    return add(parent, new File(nodes.size() + 1L, name, content, manner));
  }

  /** Operations that wait at this moment. */
  public int waiting() {
    return waiting.size();
  }

  private long add(long parent, Node added) {
    Directory directory = (Directory) Objects.requireNonNull(node(parent));
    nodes.add(added);
    directory.entries().add(added);
    directory.byName().put(added.name(), added);
    return added.inode();
  }

  private @Nullable Node node(long inode) {
    return inode < 1 || inode > nodes.size() ? null : nodes.get((int) (inode - 1));
  }

  private File file(long inode) {
    return (File) Objects.requireNonNull(node(inode));
  }

  private Attributes attributes(Node node) {
    if (!(node instanceof File file)) {
      return new Attributes(node.inode(), true, 0, true, 2, 0555);
    }
    boolean known = file.manner() != Manner.UNKNOWN_SIZE || sizesLearned.containsKey(file.inode());
    long size = known ? file.content().capacity() : 0;
    return new Attributes(file.inode(), false, size, known, 1, 0444);
  }

  @Override
  public @Nullable Attributes find(long parent, byte[] name) {
    finds.incrementAndGet();
    if (!(node(parent) instanceof Directory directory)) {
      return null;
    }
    Node found = directory.byName().get(new String(name, StandardCharsets.UTF_8));
    return found == null ? null : attributes(found);
  }

  @Override
  public @Nullable Attributes attributes(long inode) {
    attributeCalls.incrementAndGet();
    Node node = node(inode);
    return node == null ? null : attributes(node);
  }

  @Override
  public @Nullable DirectoryListing list(long inode) {
    return node(inode) instanceof Directory directory
        ? new Listing(directory.parent(), directory.entries())
        : null;
  }

  private final class Listing implements DirectoryListing {
    private final long parent;
    private final List<Node> entries;

    Listing(long parent, List<Node> entries) {
      this.parent = parent;
      this.entries = entries;
    }

    @Override
    public long parent() {
      return parent;
    }

    @Override
    public int size() {
      return entries.size();
    }

    @Override
    public byte[] name(int i) {
      return entries.get(i).name().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long inode(int i) {
      return entries.get(i).inode();
    }

    @Override
    public boolean isDirectory(int i) {
      return entries.get(i) instanceof Directory;
    }

    @Override
    public Attributes attributes(int i) {
      return MemoryFileSystem.this.attributes(entries.get(i));
    }
  }

  @Override
  public Pending open(long inode, int pid, OpenReply reply) {
    File node = file(inode);
    switch (node.manner()) {
      case OPEN_MISSING -> reply.failed(Errno.ENOENT);
      case OPEN_DENIED -> reply.failed(Errno.EACCES);
      case OPEN_THROWS -> throw new IllegalStateException("broken on purpose");
      case OPEN_WAITS -> {
        return wait(reply::failed);
      }
      case UNKNOWN_SIZE -> {
        loads.execute(() -> load(node, reply));
        return () -> {};
      }
      default -> opened(reply);
    }
    return Pending.ANSWERED;
  }

  private void load(File node, OpenReply reply) {
    ByteBuffer content = node.content();
    SizeAnnouncer to = announcer;
    if (sizesLearned.put(node.inode(), true) == null && to != null && content.capacity() > 0) {
      int lastPage = (content.capacity() - 1) / 4096 * 4096;
      to.announce(
          node.inode(), content.capacity(), content.slice(lastPage, content.capacity() - lastPage));
    }
    opened(reply);
  }

  private void opened(OpenReply reply) {
    openFiles.incrementAndGet();
    reply.opened(true);
  }

  private interface Failure {
    void with(Errno errno);
  }

  private Pending wait(Failure reply) {
    AtomicBoolean answered = new AtomicBoolean();
    Runnable end =
        () -> {
          if (answered.compareAndSet(false, true)) {
            reply.with(Errno.EIO);
          }
        };
    waiting.put(end, true);
    if (ended) {
      end.run();
    }
    return () -> {
      if (answered.compareAndSet(false, true)) {
        waiting.remove(end);
        cancelled.incrementAndGet();
        reply.with(Errno.EINTR);
      }
    };
  }

  @Override
  public Pending read(long inode, int pid, long offset, int size, ReadReply reply) {
    reads.incrementAndGet();
    File node = file(inode);
    switch (node.manner()) {
      case READ_FAILS -> reply.failed(Errno.EIO);
      case READ_WAITS -> {
        return wait(reply::failed);
      }
      default -> reply.data(extents(node.content(), offset, size));
    }
    return Pending.ANSWERED;
  }

  private static ByteBuffer[] extents(ByteBuffer content, long offset, int size) {
    List<ByteBuffer> found = new ArrayList<>();
    long end = Math.min(offset + size, content.capacity());
    for (long at = offset; at < end; ) {
      long next = Math.min(end, (at / EXTENT + 1) * EXTENT);
      found.add(content.slice((int) at, (int) (next - at)));
      at = next;
    }
    return found.toArray(ByteBuffer[]::new);
  }

  @Override
  public boolean answersOpens() {
    return true;
  }

  @Override
  public void release(long inode) {
    openFiles.decrementAndGet();
  }

  @Override
  public Ownership ownership() {
    return new Ownership(1234, 5678, TIME);
  }

  @Override
  public void announceSizesTo(SizeAnnouncer to) {
    this.announcer = to;
  }

  @Override
  public boolean tell(long inode) {
    return false;
  }

  @Override
  public void pushPagesTo(PageCache pages) {}

  @Override
  public void shutdown() {
    ended = true;
    waiting.keySet().forEach(Runnable::run);
    waiting.clear();
    loads.shutdown();
  }
}
