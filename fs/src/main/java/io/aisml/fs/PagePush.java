package io.aisml.fs;

import io.aisml.fetcher.plan.Batch;
import io.aisml.fs.cache.Member;
import io.aisml.fs.load.LoadListener;
import io.aisml.fs.tree.FilePaths;
import io.aisml.fs.tree.Sizes;
import io.aisml.fs.tree.Tree;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Hands members that nobody has opened yet to the kernel's page cache, so that reading them later
 * costs no READ. The kernel takes pages only of inodes that it knows: those of directories that
 * were listed, and those that were opened to tell of them. A directory that is read in order is
 * listed ahead.
 *
 * <p>All of it happens on one thread that answers nobody: storing blocks on a page whose READ is
 * still to be answered.
 */
final class PagePush implements LoadListener, AutoCloseable {
  /** Larger files gain nothing: a READ of them carries as much as one message can. */
  private static final long LARGEST = 1 << 20;

  /** Of so many files one is left out where READs have to show how far readers are. */
  private static final int MARK = 64;

  private final Tree tree;
  private final Sizes sizes;
  private final FilePaths paths;

  /** Finds the member that a file's readers meet at. */
  private final IntFunction<@Nullable Member> members;

  /** Told of each member that the kernel took. */
  private final Consumer<Member> whenTaken;

  /** Whether no open tells how far readers are, so that a READ of some files has to. */
  private final BooleanSupplier leavesMarks;

  /** Directories whose inodes the kernel has been told, as far as it has not shown otherwise. */
  private final Set<Integer> listed = ConcurrentHashMap.newKeySet();

  /** Files that were opened to tell that they will be read, and have not been loaded since. */
  private final Set<Integer> told = ConcurrentHashMap.newKeySet();

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), PagePush::named);

  private final LongAdder stored = new LongAdder();
  private volatile @Nullable PageCache kernel;

  /** The first files of the parts that are read soon; used by the one thread. */
  private final Set<Integer> firsts = new HashSet<>();

  PagePush(
      Tree tree,
      Sizes sizes,
      FilePaths paths,
      IntFunction<@Nullable Member> members,
      Consumer<Member> whenTaken,
      BooleanSupplier leavesMarks) {
    this.tree = tree;
    this.sizes = sizes;
    this.paths = paths;
    this.members = members;
    this.whenTaken = whenTaken;
    this.leavesMarks = leavesMarks;
    thread.setRejectedExecutionHandler((task, closed) -> {});
  }

  private static Thread named(Runnable task) {
    Thread thread = new Thread(task, "aisml-push");
    thread.setDaemon(true);
    return thread;
  }

  void pushTo(PageCache pages) {
    kernel = pages;
  }

  private boolean isMark(int file) {
    return leavesMarks.getAsBoolean() && (file % MARK == 0 || firsts.contains(file));
  }

  /** Files that the kernel took. */
  long stored() {
    return stored.sum();
  }

  /** Somebody lists a directory, and so makes the kernel know its files. */
  void listed(int directory) {
    if (kernel != null) {
      listed.add(directory);
    }
  }

  /** Somebody has opened a file to tell that it will be read: the kernel knows it. */
  void told(int file) {
    if (kernel != null) {
      told.add(file);
    }
  }

  @Override
  public void ahead(Batch batch, int from, int to) {
    PageCache pages = kernel;
    if (pages != null) {
      thread.execute(() -> list(pages, batch, from, to));
    }
  }

  private void list(PageCache pages, Batch batch, int from, int to) {
    if (leavesMarks.getAsBoolean()) {
      firsts.add(batch.file(from));
    }
    int last = -1;
    for (int i = from; i < to; i++) {
      int directory = paths.directoryOf(batch.file(i));
      if (directory != last && directory >= 0 && !listed.contains(directory)) {
        if (!pages.list(paths.ofDirectory(directory))) {
          return;
        }
        listed.add(directory);
      }
      last = directory;
    }
    // What came before its inode was known.
    for (int i = from; i < to; i++) {
      int file = batch.file(i);
      Member member = members.apply(file);
      if (member != null) {
        push(pages, file, member, false);
      }
    }
  }

  @Override
  public void loaded(int file, Member member) {
    PageCache pages = kernel;
    boolean wasTold = told.remove(file);
    if (pages != null && (wasTold || !listed.isEmpty()) && isWorthwhile(member)) {
      thread.execute(() -> push(pages, file, member, wasTold));
    }
  }

  /** Who has opened the file already asks for it as well. */
  private static boolean isWorthwhile(Member member) {
    long size = member.size();
    return size > 0 && size <= LARGEST && member.isReady() && !member.isOpen();
  }

  private void push(PageCache pages, int file, Member member, boolean wasTold) {
    int directory = paths.directoryOf(file);
    if (!(wasTold || listed.contains(directory))
        || isMark(file)
        || !isWorthwhile(member)
        || !member.markPushed()) {
      return;
    }
    boolean[] taken = new boolean[1];
    long inode = tree.inodeOfFile(file);
    boolean held =
        member.withBytes(0, member.size(), bytes -> taken[0] = pages.store(inode, bytes));
    if (!held) {
      return;
    }
    if (taken[0]) {
      stored.increment();
      sizes.tellKnown(file); // the kernel's size of the file is now the end of what was stored
      whenTaken.accept(member);
    } else {
      listed.remove(directory);
    }
  }

  @Override
  public void partLoaded(int file) {}

  @Override
  public void close() {
    thread.shutdownNow();
    PageCache pages = kernel;
    if (pages != null) {
      pages.close();
    }
  }
}
