package io.aisml.fs.tier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the tier: records one behind the other, and behind the last, once no more come, a
 * list of them.
 *
 * <pre>
 *   record:  magic u32, length u32, key 2 x u64, CRC-32C of the bytes, CRC-32C of all before; bytes
 *   list:    for each record key 2 x u64, offset u32; CRC-32C of them
 *   at the end of the file: offset of the list u32, count u32, magic u32, CRC-32C of all before
 * </pre>
 *
 * A record is written from its bytes to its head, so that one that was begun and not ended has no
 * head. A process that is killed leaves a file without a list: then the records are walked, as far
 * as heads follow each other. Numbers are big-endian.
 */
final class Segment implements AutoCloseable {
  static final String SUFFIX = ".segment";
  static final int HEAD = 32;

  /** Changes with the format: files of another are not read. */
  private static final int RECORD = 0xA15E0001;

  private static final int LIST = 0xA15E1001;
  private static final int ITEM = 20;
  private static final int TRAILER = 16;

  private record Item(Key key, int offset) {}

  private final Path file;
  private final FileChannel channel;

  /** Records that are whole, while more may come; guarded by this. */
  private final List<Item> items = new ArrayList<>();

  /** Bytes given to records; guarded by this. */
  private int end;

  /** Records that are being written; guarded by this. */
  private int writing;

  /** No more records begin; guarded by this. */
  private boolean full;

  /** This process reads or writes it, and holds a shared lock on it; guarded by this. */
  private boolean used;

  private final int number;

  private Segment(Path file, int number, FileChannel channel) {
    this.file = file;
    this.number = number;
    this.channel = channel;
  }

  /** A new, empty one. */
  static Segment create(Path file, int number) throws IOException {
    Segment segment =
        new Segment(
            file,
            number,
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    segment.use();
    return segment;
  }

  /** Takes a key and the offset of its record. */
  @FunctionalInterface
  interface RecordVisitor {
    void visit(Key key, int offset);
  }

  /** Opens one that is there, and tells of its records. */
  static Segment open(Path file, int number, RecordVisitor visitor) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Segment segment = new Segment(file, number, channel);
    try {
      segment.full = true;
      if (!segment.readList(visitor)) {
        segment.walk(visitor);
      }
      return segment;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private boolean readList(RecordVisitor visitor) throws IOException {
    long size = channel.size();
    if (size < TRAILER || size > Integer.MAX_VALUE) {
      return false;
    }
    ByteBuffer trailer = read(size - TRAILER, TRAILER);
    int offset = trailer.getInt();
    int count = trailer.getInt();
    if (trailer.getInt() != LIST
        || trailer.getInt() != crc(trailer, TRAILER - 4)
        || offset < 0
        || count < 0
        || offset + (long) count * ITEM + 4 + TRAILER != size) {
      return false;
    }
    ByteBuffer list = read(offset, count * ITEM + 4);
    if (list.getInt(count * ITEM) != crc(list, count * ITEM)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      visitor.visit(new Key(list.getLong(), list.getLong()), list.getInt());
    }
    return true;
  }

  private void walk(RecordVisitor visitor) throws IOException {
    long size = Math.min(channel.size(), Integer.MAX_VALUE);
    long at = 0;
    while (at + HEAD <= size) {
      Head head = head((int) at);
      if (head == null || at + HEAD + head.length() > size) {
        return;
      }
      if (!head.key().equals(Key.NONE)) {
        visitor.visit(head.key(), (int) at);
      }
      at += HEAD + head.length();
    }
  }

  private record Head(Key key, int length, int crc) {}

  private @Nullable Head head(int offset) throws IOException {
    ByteBuffer head = read(offset, HEAD);
    int magic = head.getInt();
    int length = head.getInt();
    Key key = new Key(head.getLong(), head.getLong());
    int crc = head.getInt();
    boolean good = magic == RECORD && length >= 0 && head.getInt() == crc(head, HEAD - 4);
    return good ? new Head(key, length, crc) : null;
  }

  private static int crc(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(length));
    return (int) crc.getValue();
  }

  /** Bytes of the file; fewer than asked for become zeros. */
  private ByteBuffer read(long offset, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        break;
      }
    }
    return bytes.rewind();
  }

  /** The bytes of a record, or null when they are not what was written. */
  @Nullable ByteBuffer read(Key key, int offset) throws IOException {
    use();
    Head head = head(offset);
    if (head == null || !head.key().equals(key) || offset + HEAD + head.length() > channel.size()) {
      return null;
    }
    ByteBuffer bytes = read(offset + HEAD, head.length());
    return crc(bytes, head.length()) == head.crc() ? bytes : null;
  }

  /** Room for a record, or null when there is none. */
  synchronized @Nullable Appending begin(Key key, int length, int segmentBytes) {
    if (full || (end > 0 && end + HEAD + (long) length > segmentBytes)) {
      return null;
    }
    Appending record = new Appending(key, end, length);
    end += HEAD + length;
    writing++;
    return record;
  }

  /** No more records come. */
  void fill() throws IOException {
    synchronized (this) {
      if (full) {
        return;
      }
      full = true;
    }
    listWhenDone();
  }

  private void listWhenDone() throws IOException {
    ByteBuffer list;
    int at;
    synchronized (this) {
      if (!full || writing > 0) {
        return;
      }
      at = end;
      list = ByteBuffer.allocate(items.size() * ITEM + 4 + TRAILER);
      for (Item item : items) {
        list.putLong(item.key().high()).putLong(item.key().low()).putInt(item.offset());
      }
      list.putInt(crc(list, list.position()));
      ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
      trailer.putInt(at).putInt(items.size()).putInt(LIST);
      list.put(trailer.putInt(crc(trailer, trailer.position())).flip());
      items.clear();
    }
    write(list.flip(), at);
  }

  private void write(ByteBuffer bytes, long offset) throws IOException {
    int from = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, offset + bytes.position() - from);
    }
  }

  /** A record that is being written; for one thread. */
  final class Appending {
    private final Key key;
    private final int offset;
    private final int length;
    private final CRC32C crc = new CRC32C();
    private int written;

    private Appending(Key key, int offset, int length) {
      this.key = key;
      this.offset = offset;
      this.length = length;
    }

    Segment segment() {
      return Segment.this;
    }

    int length() {
      return length;
    }

    /** The bytes that come next; all that remain of the buffer, whose position moves. */
    void write(ByteBuffer bytes) throws IOException {
      crc.update(bytes.duplicate());
      int count = bytes.remaining();
      Segment.this.write(bytes, offset + HEAD + (long) written);
      written += count;
    }

    /**
     * Ends it. One that lacks bytes is passed over by readers.
     *
     * @return where it is found, or -1
     */
    int end() throws IOException {
      boolean whole = written == length;
      Key found = whole ? key : Key.NONE;
      ByteBuffer head = ByteBuffer.allocate(HEAD);
      head.putInt(RECORD).putInt(length).putLong(found.high()).putLong(found.low());
      head.putInt((int) crc.getValue());
      head.putInt(Segment.crc(head, head.position())).flip();
      try {
        Segment.this.write(head, offset);
      } finally {
        synchronized (Segment.this) {
          writing--;
          if (whole) {
            items.add(new Item(key, offset));
          }
        }
      }
      listWhenDone();
      return whole ? offset : -1;
    }
  }

  /** Marks it as in use, for other processes as well, until this one ends. */
  private synchronized void use() throws IOException {
    if (!used) {
      used = true;
      boolean unused = lock(true); // if not, it is being deleted, which this process need not mind
      try {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      } catch (NoSuchFileException e) {
        return; // its bytes stay for as long as it is open
      }
    }
  }

  private boolean lock(boolean shared) throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
    } catch (OverlappingFileLockException e) {
      return false; // somebody else in this process
    }
  }

  /** Deletes it, unless some process uses it. Whether it is gone. */
  synchronized boolean delete() throws IOException {
    if (used || !lock(false)) {
      return false;
    }
    Files.deleteIfExists(file);
    channel.close();
    return true;
  }

  synchronized boolean isUsed() {
    return used;
  }

  /** What its owner calls it. */
  int number() {
    return number;
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    try {
      fill();
    } finally {
      channel.close();
    }
  }
}
