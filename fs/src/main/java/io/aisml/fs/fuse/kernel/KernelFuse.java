package io.aisml.fs.fuse.kernel;

import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.FuseBinding;
import io.aisml.fs.fuse.MountException;
import io.aisml.fs.fuse.MountOptions;
import io.aisml.fs.fuse.MountTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mounts by speaking the kernel's protocol: Linux only, without libfuse. */
public final class KernelFuse {
  private static final Logger log = LoggerFactory.getLogger(KernelFuse.class);

  /** The kernel sends INIT with the mount itself; an answer from outside would be a broken host. */
  private static final int INIT_DEADLINE_MS = 10_000;

  /**
   * Whether the kernel is asked to send requests again. Only a test turns it off, to go the way of
   * an old kernel.
   */
  private static final boolean RESEND =
      Boolean.parseBoolean(System.getProperty("aisml.resend", "true"));

  private KernelFuse() {}

  /**
   * Loads and generates the code for native calls, which takes a few hundred milliseconds the first
   * time. Any thread may do it before {@link #mount}, while another one still plans.
   */
  public static void prepare() {
    int unused = LibC.INSTANCE.getuid();
  }

  /**
   * Mounts and serves until the mount ends. Returns when the mount can be used.
   *
   * @throws MountException when it can't be made; the message says what to do
   */
  public static FuseBinding mount(ReadOnlyFileSystem fs, MountOptions options) throws IOException {
    return mount(fs, options, RequestJournal.inOwnMemory());
  }

  /**
   * As {@link #mount(ReadOnlyFileSystem, MountOptions)}, for a mount that may outlive this process.
   *
   * @param journal for {@link #takeOver}
   */
  public static FuseBinding mount(
      ReadOnlyFileSystem fs, MountOptions options, RequestJournal journal) throws IOException {
    MountPoint point = MountPoint.check(options.directory());
    Channel channel = new Channel(Mount.open(point, options));
    try {
      MessageWriter writer = new MessageWriter(channel);
      answerInit(channel, writer, options.readAheadBytes());
      MountTable.Row row = row(point.directory());
      ReadAheadSetting.raise(row.device(), options.readAheadBytes());
      Unmount unmount = new Unmount(point.directory(), row.device());
      return serve(fs, channel, writer, unmount, List.of(), journal);
    } catch (Throwable e) { // whatever it was, no mount may stay behind that nobody serves
      channel.close();
      Unmount.abandon(point.directory());
      throw e;
    }
  }

  /**
   * Goes on serving a mount that an earlier process served until it died or handed it over. Readers
   * that wait are answered: the kernel sends again what it has no answer to, or before Linux 6.9
   * what the earlier process has left is answered.
   *
   * @param fs shows the same tree, with the same inode numbers and sizes, as before
   * @param descriptor the mount's, of {@code /dev/fuse}; closed when this throws, and then the
   *     mount is dead
   * @param left the memory of the journals of earlier processes; not needed any more after this
   * @param journal of this process
   * @throws MountException when the mount has ended, or can't be gone on with
   */
  public static FuseBinding takeOver(
      ReadOnlyFileSystem fs,
      Path directory,
      int descriptor,
      List<ByteBuffer> left,
      RequestJournal journal)
      throws IOException {
    Channel channel = new Channel(descriptor);
    try {
      MountTable.Row row = row(directory);
      MessageWriter writer = new MessageWriter(channel);
      // Before the first request is read: what is read already would be sent a second time.
      boolean sentAgain = RESEND && new Notifier(writer).resend();
      List<Request> replayed = new ArrayList<>();
      for (ByteBuffer one : sentAgain ? List.<ByteBuffer>of() : left) {
        replayed.addAll(RequestJournal.left(one));
      }
      log.debug("{} requests are found in the journal", replayed.size());
      Unmount unmount = new Unmount(directory, row.device());
      return serve(fs, channel, writer, unmount, replayed, journal);
    } catch (Throwable e) { // nobody may wait for an answer that never comes
      channel.close();
      throw e;
    }
  }

  private static MountTable.Row row(Path directory) throws IOException {
    return MountTable.read()
        .at(directory)
        .filter(MountPoint::isOurs)
        .orElseThrow(() -> new MountException(directory + ": not in the mount table"));
  }

  private static FuseBinding serve(
      ReadOnlyFileSystem fs,
      Channel channel,
      MessageWriter writer,
      Unmount unmount,
      List<Request> replayed,
      RequestJournal journal) {
    Notifier notifier = new Notifier(writer);
    fs.announceSizesTo(notifier);
    fs.pushPagesTo(new KernelPages(notifier, new Lister(unmount.directory())));
    Dispatcher dispatcher = new Dispatcher(fs, writer, journal);
    Session.replay(replayed, dispatcher);
    Session session = Session.start(fs, channel, dispatcher, journal);
    return new KernelMount(fs, channel, session, unmount);
  }

  private static void answerInit(Channel channel, MessageWriter writer, int readAheadBytes)
      throws IOException {
    ByteBuffer in = NativeMemory.allocate(Session.REQUEST_BUFFER);
    if (!channel.awaitRequest(INIT_DEADLINE_MS)) {
      throw new MountException("the kernel has not sent INIT within 10 s");
    }
    int length = channel.receive(in);
    if (length == Channel.ENDED) {
      throw new MountException("the mount ended before it began");
    }
    try {
      Request init = Request.of(in, length);
      WireLog.request(init);
      ByteBuffer out = NativeMemory.allocate(64);
      int errno = InitNegotiation.answer(init, readAheadBytes, out);
      if (errno != 0) {
        writer.fail(init.unique(), errno);
        throw new MountException("the kernel's FUSE is older than 7.23 (Linux 3.15)");
      }
      writer.reply(init.unique(), out.flip());
    } catch (MalformedRequestException e) {
      throw new MountException("the kernel's INIT: " + e.getMessage(), e);
    }
  }
}
