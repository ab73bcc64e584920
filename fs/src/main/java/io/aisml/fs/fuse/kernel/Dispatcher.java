package io.aisml.fs.fuse.kernel;

import static io.aisml.fs.fuse.ErrnoTable.EAGAIN;
import static io.aisml.fs.fuse.ErrnoTable.EINVAL;
import static io.aisml.fs.fuse.ErrnoTable.EIO;
import static io.aisml.fs.fuse.ErrnoTable.ENOENT;
import static io.aisml.fs.fuse.ErrnoTable.ENOSYS;
import static io.aisml.fs.fuse.ErrnoTable.ENOTDIR;
import static io.aisml.fs.fuse.ErrnoTable.ENOTTY;
import static io.aisml.fs.fuse.ErrnoTable.EROFS;

import io.aisml.fs.Attributes;
import io.aisml.fs.DirectoryListing;
import io.aisml.fs.ReadOnlyFileSystem;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests in, calls of the file system out. Metadata is answered before {@link #dispatch} returns,
 * {@code open} and {@code read} whenever the file system answers. Any number of threads.
 */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private static final int ACCESS_MODE = 3; // O_ACCMODE; 0 is O_RDONLY

  private static final int NONBLOCK = 04000; // O_NONBLOCK

  private final ReadOnlyFileSystem fs;
  private final MessageWriter writer;
  private final ReplyEncoder encoder;
  private final DirectoryPacker packer;
  private final Waiting waiting;

  Dispatcher(ReadOnlyFileSystem fs, MessageWriter writer, RequestJournal journal) {
    this.fs = fs;
    this.writer = writer;
    this.encoder = new ReplyEncoder(fs.ownership());
    this.packer = new DirectoryPacker(encoder);
    this.waiting = new Waiting(journal);
  }

  /**
   * Answers one request, or sees to it that it will be. Never throws: what goes wrong is logged and
   * answered with EIO.
   *
   * @param out a direct buffer of this thread for the answer
   */
  void dispatch(Request request, ByteBuffer out) {
    Answer answer = new Answer(request.unique(), writer, waiting);
    Opcode opcode = request.opcode();
    try {
      WireLog.request(request);
      perform(opcode, request, answer, out.clear());
    } catch (MalformedRequestException e) {
      log.error("{}", e.getMessage());
      answerIfDue(opcode, answer, EINVAL);
    } catch (Throwable e) { // a serving thread that dies would leave every later reader waiting
      log.error("{} of inode {} failed", opcode, request.node(), e);
      answerIfDue(opcode, answer, EIO);
    }
  }

  private static void answerIfDue(@Nullable Opcode opcode, Answer answer, int errno) {
    if (opcode == null || opcode.isAnswered()) {
      answer.fail(errno);
    }
  }

  private void perform(@Nullable Opcode opcode, Request request, Answer answer, ByteBuffer out)
      throws MalformedRequestException {
    if (opcode == null) {
      answer.fail(ENOSYS);
      return;
    }
    switch (opcode) {
      case LOOKUP -> lookup(request, answer, out);
      case GETATTR -> getattr(request, answer, out);
      case OPENDIR -> opendir(request, answer);
      case READDIR -> readdir(request, false, answer, out);
      case READDIRPLUS -> readdir(request, true, answer, out);
      case OPEN -> open(request, answer);
      case READ -> read(request, answer);
      case RELEASE -> release(request, answer);
      case STATFS -> {
        encoder.statfs(out);
        answer.give(out.flip());
      }
      case INTERRUPT -> interrupt(request);
      case FORGET, BATCH_FORGET -> {} // inodes are the tree's; there is nothing to forget
      case RELEASEDIR, DESTROY -> answer.give();
      case READLINK -> answer.fail(EINVAL);
      case IOCTL -> answer.fail(ENOTTY); // isatty(3) asks on each open() of Python
      case SETATTR,
          SYMLINK,
          MKNOD,
          MKDIR,
          UNLINK,
          RMDIR,
          RENAME,
          RENAME2,
          LINK,
          WRITE,
          CREATE,
          SETXATTR,
          REMOVEXATTR,
          FALLOCATE,
          COPY_FILE_RANGE,
          TMPFILE ->
          answer.fail(EROFS);
      // The kernel remembers ENOSYS and does each of these itself, or without, from then on.
      case GETXATTR,
          LISTXATTR,
          FLUSH,
          FSYNC,
          FSYNCDIR,
          ACCESS,
          BMAP,
          POLL,
          LSEEK,
          SYNCFS,
          STATX,
          INIT ->
          answer.fail(ENOSYS);
    }
  }

  private void lookup(Request request, Answer answer, ByteBuffer out)
      throws MalformedRequestException {
    Attributes found = fs.find(request.node(), request.name());
    if (found == null) {
      encoder.noEntry(out);
    } else {
      encoder.entry(out, found);
    }
    answer.give(out.flip());
  }

  private void getattr(Request request, Answer answer, ByteBuffer out) {
    Attributes found = fs.attributes(request.node());
    if (found == null) {
      answer.fail(ENOENT);
      return;
    }
    encoder.attributesOut(out, found);
    answer.give(out.flip());
  }

  private void opendir(Request request, Answer answer) {
    // ENOSYS would be remembered, and listings then be cached without making inodes.
    if (fs.list(request.node()) == null) {
      answer.fail(ENOTDIR);
    } else {
      answer.give(OpenAnswer.PLAIN);
    }
  }

  private void readdir(Request request, boolean plus, Answer answer, ByteBuffer out)
      throws MalformedRequestException {
    DirectoryListing listing = fs.list(request.node());
    if (listing == null) {
      answer.fail(ENOTDIR);
      return;
    }
    packer.pack(listing, request.node(), request.longAt(8), request.intAt(16), plus, out);
    answer.give(out.flip());
  }

  private void open(Request request, Answer answer) throws MalformedRequestException {
    if ((request.intAt(0) & ACCESS_MODE) != 0) {
      answer.fail(EROFS);
      return;
    }
    if (!fs.answersOpens()) {
      answer.fail(ENOSYS); // remembered for good: fs/fuse/file.c: fuse_file_open, no_open
      return;
    }
    long inode = request.node();
    if (isTelling(request.intAt(0)) && fs.tell(inode)) {
      tell(inode, answer);
      return;
    }
    waiting.enter(
        request, answer, fs.open(inode, request.pid(), new OpenAnswer(fs, inode, answer)));
  }

  /** Opening with O_NONBLOCK does not wait for content: it says that the file will be read. */
  private static boolean isTelling(int flags) {
    return (flags & NONBLOCK) != 0;
  }

  private void tell(long inode, Answer answer) {
    Attributes told = fs.attributes(inode);
    // Reads through this descriptor wait as any other. The kernel asks for nothing beyond the size
    // that it knows, unless they pass the page cache.
    answer.give(told != null && told.sizeKnown() ? OpenAnswer.KEEP_CACHE : OpenAnswer.DIRECT);
  }

  private void release(Request request, Answer answer) throws MalformedRequestException {
    if (!isTelling(request.intAt(8))) { // struct fuse_release_in: fh, flags
      fs.release(request.node());
    }
    answer.give();
  }

  private void read(Request request, Answer answer) throws MalformedRequestException {
    long offset = request.longAt(8);
    int size = request.intAt(16);
    ReadAnswer reply = new ReadAnswer(answer);
    waiting.enter(request, answer, fs.read(request.node(), request.pid(), offset, size, reply));
  }

  private void interrupt(Request request) throws MalformedRequestException {
    if (!waiting.interrupt(request.longAt(0))) {
      writer.fail(request.unique(), EAGAIN);
    }
  }
}
