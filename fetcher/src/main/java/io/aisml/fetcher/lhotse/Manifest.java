package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.LineBlock.ParsedLine;
import io.aisml.fetcher.spec.SourceLine;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A {@code cuts.jsonl}, plain or compressed with gzip or lz4, read as a stream: the memory that it
 * takes is that of some hundred lines. Immutable; may be read several times, by several threads.
 */
public final class Manifest {
  /** The longest line, bytes: generous, since a mix of many tracks with alignments is one line. */
  static final int MAX_LINE = 64 << 20;

  private final String name;
  private final Path file;

  public Manifest(Path file) {
    this(file.toString(), file);
  }

  /**
   * A manifest that lies in a file for the time being.
   *
   * @param name what messages call it; its suffix counts as a file's does
   */
  public Manifest(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Reads all lines. Blank ones are passed over.
   *
   * @throws InvalidManifestException when the file can't be decompressed; the visitor may have had
   *     cuts before
   * @throws IOException when the file can't be read, or from the visitor
   */
  public void read(CutVisitor visitor) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      LineReader lines = new LineReader(decompressed(in), MAX_LINE);
      ParsedLines parsed = new ParsedLines();
      LineBlock block = new LineBlock(MAX_LINE);
      while (next(lines)) {
        if (lines.isBlank() && !lines.isTooLong()) {
          continue;
        }
        block.add(lines);
        if (block.isFull()) {
          parsed.add(block);
          block = new LineBlock(MAX_LINE);
          if (parsed.isFull()) {
            visit(parsed.next(), visitor);
          }
        }
      }
      parsed.add(block);
      while (!parsed.isEmpty()) {
        visit(parsed.next(), visitor);
      }
    }
  }

  private void visit(List<ParsedLine> lines, CutVisitor visitor) throws IOException {
    for (ParsedLine line : lines) {
      SourceLine where = new SourceLine(name, line.number());
      visitor.line(line.text());
      Cut cut = line.cut();
      if (cut == null) {
        visitor.badLine(line.problem(), where);
      } else {
        visitor.cut(cut, where);
      }
    }
  }

  private InputStream decompressed(InputStream in) throws IOException {
    try {
      return ManifestInput.decompress(name, in);
    } catch (IOException e) {
      throw unreadable(0, e);
    }
  }

  private boolean next(LineReader lines) throws IOException {
    try {
      return lines.next();
    } catch (IOException e) {
      throw unreadable(lines.number(), e);
    }
  }

  private InvalidManifestException unreadable(long linesRead, IOException e) {
    String cause =
        e instanceof EOFException
            ? "the compressed data ends too early"
            : "can't be read: " + e.getMessage();
    InvalidManifestException unreadable =
        new InvalidManifestException(new SourceLine(name, linesRead + 1), cause);
    unreadable.initCause(e);
    return unreadable;
  }
}
