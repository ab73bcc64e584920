package io.aisml.fs;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fs.cache.Member;
import io.aisml.fs.load.FailureLog;
import io.aisml.fs.load.FailureLog.FailedFile;
import io.aisml.fs.load.Loads;
import io.aisml.fs.tree.FilePaths;
import io.aisml.fs.tree.LoadedFiles;
import io.aisml.fs.tree.Node;
import io.aisml.fs.tree.Sizes;
import io.aisml.fs.tree.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A plan as a file system whose bytes come from a {@link BatchSource}, batch by batch. */
public final class BatchFileSystem implements ReadOnlyFileSystem {
  private static final int DIRECTORY_LINKS = 2;

  /**
   * How long a new mount is held back for its sizes. Who copies by the size that {@code lstat}
   * tells, as tar and rsync do, takes a file of unknown size for an empty one and never opens it;
   * so where listings are quick, nobody should see one. A thousand objects are listed in some 20
   * ms.
   */
  private static final Duration SIZES_WAIT = Duration.ofSeconds(1);

  private final FsOptions options;
  private final Plan plan;
  private final Tree tree;
  private final Sizes sizes;
  private final FailureLog failures;
  private final Loads loads;
  private final SizeScan scan;
  private final SizeTelling telling;
  private final PagePush push;
  private final GeneratedFiles generated;
  private final Opens opening;
  private final TextSnapshots texts;
  private final Waits waits = new Waits();
  private final LongAdder opens = new LongAdder();
  private final LongAdder bytesRead = new LongAdder();

  private BatchFileSystem(
      Plan plan,
      BatchSource source,
      PlanSource files,
      FsOptions options,
      Sizes sizes,
      LoadedFiles loaded) {
    this.options = options;
    this.plan = plan;
    this.tree = new Tree(plan, options.texts());
    this.sizes = sizes;
    FilePaths paths = new FilePaths(plan);
    this.failures = new FailureLog(paths::of);
    this.texts = new TextSnapshots(tree);
    this.push =
        new PagePush(tree, sizes, paths, this::member, this::heldByKernel, this::isWithoutOpens);
    this.opening =
        new Opens(options.open(), loaded, push, this::areGeneratedKnown, this::opensEnded);
    this.loads =
        new Loads(
            plan, files, sizes, failures, options.loads(source.counters().throttled::sum), opening);
    this.scan = new SizeScan(plan, source, files, sizes);
    this.telling = new SizeTelling(tree, sizes);
    this.generated = new GeneratedFiles(options.generated(), sizes, telling, options.openTimeout());
    files.tellSizesTo(sizes::learn);
  }

  /** Makes it ready with entries for files, knowing no sizes and having told the kernel nothing. */
  public static BatchFileSystem open(Plan plan, BatchSource source, FsOptions options)
      throws IOException, InterruptedException {
    PlanSource files = PlanSource.of(plan, source);
    return open(plan, source, files, options, new Sizes(plan), new LoadedFiles(plan));
  }

  /**
   * Makes the file system ready for use. With {@link SizeMode#EAGER} this waits until all sizes are
   * known, with {@link SizeMode#BACKGROUND} at most a second for what listings tell.
   *
   * @param source what the store has
   * @param files where the bytes of the plan's files come from
   * @param sizes of the plan's files, as far as they are known
   * @param loaded which of them have been loaded
   * @throws IOException when sizes can't be learned that must be known
   */
  public static BatchFileSystem open(
      Plan plan,
      BatchSource source,
      PlanSource files,
      FsOptions options,
      Sizes sizes,
      LoadedFiles loaded)
      throws IOException, InterruptedException {
    BatchFileSystem fs = new BatchFileSystem(plan, source, files, options, sizes, loaded);
    if (options.open() == OpenMode.NEVER) {
      fs.endOpensFirst();
      return fs;
    }
    switch (options.sizes()) {
      case EAGER -> {
        fs.generated.learnAll();
        fs.scan.learnAll();
      }
      case BACKGROUND -> {
        fs.scan.start();
        try {
          fs.scan.await(SIZES_WAIT);
        } catch (InterruptedException e) {
          fs.shutdown();
          throw e;
        }
      }
      case LAZY -> {}
    }
    return fs;
  }

  private void endOpensFirst() throws IOException {
    try {
      generated.learnAll();
      scan.learnAll();
      for (int file = 0; file < plan.fileCount(); file++) {
        if (sizes.get(file) < 0) {
          throw new IOException(
              plan.entry(file)
                  + ": its size can't be learned, and without an open it would be taken for empty:"
                  + " mount without open=never");
        }
      }
    } catch (IOException e) {
      shutdown();
      throw e;
    }
    opening.end();
  }

  @Override
  public @Nullable Attributes find(long parent, byte[] name) {
    long inode = tree.find(parent, name);
    if (inode == 0) {
      return null;
    }
    if (!opening.areAnswered() && tree.node(inode) instanceof Node.Text text) {
      return attributes(texts.take(inode, text.text()));
    }
    return attributes(inode);
  }

  @Override
  public @Nullable Attributes attributes(long inode) {
    Node node = tree.node(inode);
    if (node instanceof Node.MemberFile file) {
      return fileAttributes(inode, file.file());
    }
    if (node instanceof Node.Directory directory) {
      return directory(inode, tree.subdirectories(directory.directory()));
    }
    if (node instanceof Node.Generated file) {
      return generatedAttributes(inode, file.number());
    }
    if (node instanceof Node.Text text) {
      boolean known = !opening.areAnswered();
      // Else its next open makes it anew: nobody may remember this size.
      long size = known ? texts.sizeTaken(inode, text.text()) : texts.size(inode);
      return new Attributes(inode, false, size, known, false, 1, options.fileMode());
    }
    return node instanceof Node.HiddenDirectory ? directory(inode, 0) : null;
  }

  private Attributes directory(long inode, int subdirectories) {
    return new Attributes(
        inode, true, 0, true, DIRECTORY_LINKS + subdirectories, options.directoryMode());
  }

  private Attributes generatedAttributes(long inode, int number) {
    long size = generated.size(number);
    if (size < 0) {
      // As in fileAttributes.
      sizes.tellUnknown(sizes.generated(number));
      size = generated.size(number);
    }
    boolean known = size >= 0;
    return new Attributes(inode, false, known ? size : 0, known, 1, options.fileMode());
  }

  private Attributes fileAttributes(long inode, int file) {
    long size = sizes.get(file);
    if (size < 0) {
      // In this order: who learns the size from now on knows that the kernel must be told.
      sizes.tellUnknown(file);
      size = sizes.get(file);
    }
    boolean known = size >= 0;
    return new Attributes(
        inode, false, known ? size : 0, known, plan.links(file), options.fileMode());
  }

  /** Attributes of an inode that exists. */
  Attributes knownAttributes(long inode) {
    Attributes attributes = attributes(inode);
    if (attributes == null) {
      throw new IllegalArgumentException("no inode " + inode);
    }
    return attributes;
  }

  @Override
  public @Nullable DirectoryListing list(long inode) {
    Node node = tree.node(inode);
    if (node instanceof Node.Directory directory) {
      push.listed(directory.directory());
      return new PlanListing(this, tree, directory.directory());
    }
    return node instanceof Node.HiddenDirectory ? new HiddenListing(this, tree) : null;
  }

  @Override
  public boolean answersOpens() {
    return opening.areAnswered();
  }

  @Override
  public Pending open(long inode, int pid, OpenReply reply) {
    Node node = tree.node(inode);
    if (node instanceof Node.MemberFile file) {
      opens.increment();
      return new OpenRequest(waits, options, loads, telling, pid, file.file(), reply).start();
    }
    if (node instanceof Node.Generated file) {
      return generated.open(file.number(), reply);
    }
    if (node instanceof Node.Text text) {
      texts.open(inode, text.text(), reply);
    } else {
      reply.failed(node instanceof Node.Missing ? Errno.ENOENT : Errno.EISDIR);
    }
    return Pending.ANSWERED;
  }

  @Override
  public boolean tell(long inode) {
    if (tree.node(inode) instanceof Node.MemberFile file) {
      if (loads.canBeTold(file.file())) {
        push.told(file.file());
        int unused = loads.tell(List.of(file.file()));
      }
      return true;
    }
    return false;
  }

  /**
   * Files will be read some time, in this order: they are loaded when nothing more urgent is to be
   * done, many in one request.
   *
   * @param paths below the mount point
   * @return what came of each
   */
  public List<Told> tell(List<String> paths) {
    return new Telling(tree, loads).tell(paths);
  }

  @Override
  public Pending read(long inode, int pid, long offset, int size, ReadReply reply) {
    Node node = tree.node(inode);
    if (node instanceof Node.MemberFile file) {
      long known = sizes.get(file.file());
      if (known >= 0 && offset >= known) {
        reply.data();
        return Pending.ANSWERED;
      }
      return new ReadRequest(
              waits, options, loads, opening, sizes, pid, file.file(), offset, size, counted(reply))
          .start();
    }
    if (node instanceof Node.Generated file) {
      return generated.read(file.number(), offset, size, counted(reply));
    }
    if (node instanceof Node.Text text) {
      texts.read(inode, text.text(), offset, size, reply);
    } else {
      reply.failed(node instanceof Node.Missing ? Errno.ENOENT : Errno.EISDIR);
    }
    return Pending.ANSWERED;
  }

  private ReadReply counted(ReadReply reply) {
    return new ReadReply() {
      @Override
      public void data(ByteBuffer... extents) {
        for (ByteBuffer extent : extents) {
          bytesRead.add(extent.remaining());
        }
        reply.data(extents);
      }

      @Override
      public void failed(Errno errno) {
        reply.failed(errno);
      }
    };
  }

  @Override
  public void release(long inode) {
    if (tree.node(inode) instanceof Node.MemberFile file) {
      Member member = loads.member(file.file());
      if (member != null && member.isReady()) {
        loads.read(member);
      }
    }
  }

  @Override
  public Ownership ownership() {
    return options.ownership();
  }

  @Override
  public void announceSizesTo(SizeAnnouncer announcer) {
    telling.announceTo(announcer);
  }

  private @Nullable Member member(int file) {
    return loads.member(file);
  }

  private void heldByKernel(Member member) {
    // Readers find the pages, and without opens nobody will tell that they have.
    if (isWithoutOpens()) {
      loads.read(member);
    }
  }

  private boolean isWithoutOpens() {
    return !opening.areAnswered();
  }

  private boolean areGeneratedKnown() {
    return generated.areKnown();
  }

  private void opensEnded() {
    loads.readAll();
  }

  @Override
  public void pushPagesTo(PageCache pages) {
    if (options.push()) {
      push.pushTo(pages);
    }
  }

  /** What the mount is doing. */
  public FileSystemStatus status() {
    return new FileSystemStatus(
        plan.directoryCount(),
        plan.fileCount(),
        sizes.known(),
        waits.count(),
        waits.histogram(),
        opening.areAnswered(),
        opens.sum(),
        bytesRead.sum(),
        push.stored(),
        loads.status());
  }

  /** The newest failures, oldest of them first. */
  public List<FailedFile> failures() {
    return failures.newest();
  }

  @Override
  public void shutdown() {
    waits.close();
    push.close();
    generated.close();
    scan.close();
    loads.close();
  }
}
