package io.aisml.fs.tier;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of segments with a bound. Several processes may use it at once: each writes segments
 * of its own, and finds those that were there when it began. When the bound is reached the segments
 * leave that no process has read or written since it began, the longest unused first; if there is
 * none, no more is written: what is read again in the same order would push itself out otherwise.
 *
 * <p>Any thread may call, and waits for the disk. The monitor guards the segment that is written
 * and making room.
 */
final class Tier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Tier.class);
  private static final int SEGMENTS = 128;
  private static final int MIN_SEGMENT = 64 << 10;
  private static final int MAX_SEGMENT = 1 << 30;

  /** How often room is looked for when there was none. */
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Path directory;
  private final long limit;
  private final int segmentBytes;
  private final TierIndex index = new TierIndex();
  private final ConcurrentHashMap<Integer, Segment> segments = new ConcurrentHashMap<>();
  private final LongAdder broken = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder storedBytes = new LongAdder();
  private @Nullable Segment current;
  private int made;
  private boolean isFull;
  private long fullSince;
  private volatile boolean unreadable;
  private volatile boolean unwritable;
  private volatile boolean closed;

  private Tier(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    segmentBytes = (int) Math.max(MIN_SEGMENT, Math.min(MAX_SEGMENT, limit / SEGMENTS));
  }

  /**
   * Opens a directory, which is made if need be.
   *
   * @param limit bytes
   * @throws IOException when it can't be written
   */
  static Tier open(Path directory, long limit) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.delete(Files.createTempFile(directory, "aisml", ".probe"));
    Tier tier = new Tier(directory, limit);
    for (Path file : tier.files()) {
      tier.find(file);
    }
    return tier;
  }

  private void find(Path file) throws IOException {
    int number = made++;
    try {
      segments.put(
          number,
          Segment.open(file, number, (key, offset) -> index.put(key, place(number, offset))));
    } catch (NoSuchFileException e) {
      return; // another process has just made room
    }
  }

  private static long place(int segment, int offset) {
    return (long) segment << Integer.SIZE | offset;
  }

  /** The bytes of a key, or null when they are not here or are not what was written. */
  @Nullable ByteBuffer read(Key key) {
    long place = index.find(key);
    Segment segment =
        place == TierIndex.NOWHERE ? null : segments.get((int) (place >>> Integer.SIZE));
    if (segment == null || unreadable) {
      return null;
    }
    try {
      ByteBuffer bytes = segment.read(key, (int) place);
      if (bytes == null) {
        broken.increment();
      }
      return bytes;
    } catch (ClosedChannelException e) {
      return null; // it has just left
    } catch (IOException e) {
      if (!unreadable) {
        unreadable = true;
        log.warn("cache-dir {} is not used any more: {}", directory, e.toString());
      }
      return null;
    }
  }

  /** Room for the bytes of a key; null when they are here already or nothing more is taken. */
  synchronized Segment.@Nullable Appending begin(Key key, long length) {
    if (unwritable || closed || length > limit / 8 || isHere(key) || isFullStill()) {
      return null;
    }
    try {
      Segment.Appending record =
          current == null ? null : current.begin(key, (int) length, segmentBytes);
      if (record == null) {
        record = next(Math.max(segmentBytes, length + Segment.HEAD)) ? begin(key, length) : null;
      }
      return record;
    } catch (IOException e) {
      failed(e);
      return null;
    }
  }

  private boolean isHere(Key key) {
    long place = index.find(key);
    return place != TierIndex.NOWHERE && segments.containsKey((int) (place >>> Integer.SIZE));
  }

  private boolean isFullStill() {
    return isFull && System.nanoTime() - fullSince < LOOK_AGAIN_NANOS;
  }

  /** Begins another segment, if there is room for one. */
  private boolean next(long bytes) throws IOException {
    if (current != null) {
      current.fill();
      current = null;
    }
    isFull = !makeRoom(bytes);
    if (isFull) {
      fullSince = System.nanoTime();
      return false;
    }
    int number = made++;
    current = Segment.create(directory.resolve(UUID.randomUUID() + Segment.SUFFIX), number);
    segments.put(number, current);
    return true;
  }

  private boolean makeRoom(long bytes) throws IOException {
    List<Path> files = files();
    long missing = bytes - limit;
    for (Path file : files) {
      missing += size(file);
    }
    for (int i = 0; i < files.size() && missing > 0; i++) {
      long size = size(files.get(i));
      if (delete(files.get(i))) {
        missing -= size;
      }
    }
    return missing <= 0;
  }

  private boolean delete(Path file) throws IOException {
    for (Segment own : segments.values()) {
      if (own.file().equals(file)) {
        boolean gone = own.delete();
        if (gone) {
          segments.remove(own.number());
        }
        return gone;
      }
    }
    try (Segment others = Segment.open(file, -1, (key, offset) -> {})) {
      return others.delete();
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /** All segments, the longest unused first. */
  private List<Path> files() throws IOException {
    record Aged(Path file, long time) {}
    List<Aged> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      for (Path file : all.filter(f -> f.toString().endsWith(Segment.SUFFIX)).toList()) {
        try {
          found.add(new Aged(file, Files.getLastModifiedTime(file).toMillis()));
        } catch (NoSuchFileException e) {
          log.debug("{}: another process has just made room", file);
        }
      }
    }
    return found.stream().sorted(Comparator.comparingLong(Aged::time)).map(Aged::file).toList();
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Writes bytes of a record that was begun. Whether that went well; if not, it is to be ended. */
  boolean write(Segment.Appending record, ByteBuffer bytes) {
    try {
      record.write(bytes);
      return true;
    } catch (IOException e) {
      failed(e);
      return false;
    }
  }

  /** Ends a record; if it is whole it can be found from now on. */
  void end(Key key, Segment.Appending record) {
    try {
      int offset = record.end();
      if (offset >= 0) {
        index.put(key, place(record.segment().number(), offset));
        stored.increment();
        storedBytes.add(record.length());
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(IOException e) {
    if (!unwritable && !closed) {
      unwritable = true;
      log.warn(
          "cache-dir {} takes no more; what it holds is still used: {}",
          directory,
          String.valueOf(e.getMessage()));
    }
  }

  TierStatus status(long hits, long hitBytes, long misses) {
    long bytes = 0;
    try {
      for (Path file : files()) {
        bytes += size(file);
      }
    } catch (IOException e) {
      bytes = -1;
    }
    return new TierStatus(
        directory.toString(),
        bytes,
        limit,
        index.count(),
        hits,
        hitBytes,
        misses,
        stored.sum(),
        storedBytes.sum(),
        broken.sum(),
        isWriting());
  }

  private synchronized boolean isWriting() {
    return !unwritable && !isFullStill();
  }

  @Override
  public void close() {
    closed = true;
    for (Segment segment : segments.values()) {
      try {
        segment.close();
      } catch (IOException e) {
        log.debug("{} was not closed well: {}", segment.file(), e.toString());
      }
    }
  }
}
