package io.aisml.fetcher.cuts;

import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryReply;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.BucketUri;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.NameRules;
import io.aisml.fetcher.spec.ObjectRef;
import io.aisml.fetcher.spec.ShardPath;
import io.aisml.fetcher.spec.SourceLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A manifest as a command line names it: a file, {@code -} for standard input, or an object, {@code
 * ais://manifests/cuts.jsonl.gz}. What is no file is kept in a temporary one until the end, so that
 * its cuts can be counted before they are used.
 */
public final class CutsInput implements Closeable {
  private static final String STANDARD_INPUT = "-";
  private static final int BUFFER_BYTES = 1 << 18;

  private final Manifest manifest;
  private final Path file;
  private final boolean spooled;

  private CutsInput(Manifest manifest, Path file, boolean spooled) {
    this.manifest = manifest;
    this.file = file;
    this.spooled = spooled;
  }

  /**
   * Opens a manifest.
   *
   * @throws SourceException when the object can't be had
   * @throws InvalidNameException when what looks like an object's name is none
   * @throws IOException when standard input can't be kept; a file is not looked at yet
   */
  public static CutsInput open(String text, InputStream standardInput, BatchSource store)
      throws IOException, InvalidNameException {
    if (text.equals(STANDARD_INPUT)) {
      return spooled(
          "standard input",
          to -> Files.copy(standardInput, to, StandardCopyOption.REPLACE_EXISTING));
    }
    if (text.contains("://")) {
      Entry object = object(text);
      return spooled(text, to -> download(store, object, to));
    }
    return new CutsInput(new Manifest(Path.of(text)), Path.of(text), false);
  }

  /** The manifest, for as long as this is open. */
  public Manifest manifest() {
    return manifest;
  }

  /** The file that has it, for as long as this is open. */
  public Path file() {
    return file;
  }

  /**
   * Counts the cuts, and so checks every line.
   *
   * @throws InvalidManifestException at the first line that is no cut
   */
  public long count() throws IOException {
    Counter counter = new Counter();
    manifest.read(counter);
    return counter.cuts;
  }

  @Override
  public void close() throws IOException {
    if (spooled) {
      Files.deleteIfExists(file);
    }
  }

  private static CutsInput spooled(String name, Spooling spooling) throws IOException {
    Path spool = Files.createTempFile("aisml-", ".cuts");
    try {
      spooling.fill(spool);
    } catch (IOException | RuntimeException e) {
      Files.delete(spool);
      throw e;
    }
    return new CutsInput(new Manifest(name, spool), spool, true);
  }

  private static Entry object(String text) throws InvalidNameException {
    BucketUri uri = BucketUri.parse(text);
    ShardPath path = ShardPath.split(uri.object());
    NameRules.checkObject(path.object());
    if (!path.archpath().isEmpty()) {
      NameRules.checkArchpath(path.archpath());
    }
    return new Entry(new ObjectRef(uri.bucket(), path.object()), path.archpath(), ByteRange.WHOLE);
  }

  private static void download(BatchSource store, Entry object, Path to) throws IOException {
    try (EntryStream stream = store.entry(object);
        FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
      EntryReply reply = stream.next();
      if (reply instanceof EntryReply.Failure failure) {
        throw new SourceException(failure.kind(), failure.message());
      }
      if (reply == null) {
        throw new SourceException(FailureKind.FAILED, object + ": the store gave no reply");
      }
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
      while (stream.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        buffer.clear();
      }
    }
  }

  @FunctionalInterface
  private interface Spooling {
    void fill(Path spool) throws IOException;
  }

  private static final class Counter implements CutVisitor {
    private long cuts;

    @Override
    public void cut(Cut cut, SourceLine where) {
      cuts++;
    }

    @Override
    public void badLine(String problem, SourceLine where) throws IOException {
      throw new InvalidManifestException(where, problem);
    }
  }
}
