package io.aisml.fetcher.spec;

import io.aisml.fetcher.archive.ArchiveFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonToken;

/**
 * Reads get-batch specs, JSON and YAML, as a stream: the memory that a spec of a million entries
 * takes is that of one entry. A spec is what AIStore takes as a request ({@code api/apc/ml.go:
 * MossReq}), or only its list of entries. Names of fields are taken as AIStore's JSON tags, as its
 * Go names and as its documents write them, in any case.
 *
 * <p>What AIStore would refuse or silently ignore is an error: unknown and repeated fields, names,
 * ranges, base64, text behind the end. Beyond AIStore, {@code bucket} may be a URI such as {@code
 * s3://speech} or {@code ais://@uuid#ns/speech}. Immutable; may be used by several threads.
 */
public final class SpecReader {
  private final SpecDefaults defaults;

  public SpecReader(SpecDefaults defaults) {
    this.defaults = defaults;
  }

  /**
   * Reads a file. JSON or YAML is told by {@code .json}, {@code .yaml}, {@code .yml}, else by the
   * first character.
   *
   * @throws InvalidSpecException at the first error; the visitor may have had entries before
   * @throws IOException when the file can't be read, or from the visitor
   */
  public SpecOptions read(Path file, EntryVisitor visitor) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, visitor);
    }
  }

  /**
   * Reads from a stream, which stays open.
   *
   * @param name for messages, and for its suffix
   */
  public SpecOptions read(String name, InputStream in, EntryVisitor visitor) throws IOException {
    InputStream buffered = in.markSupported() ? in : new BufferedInputStream(in);
    try (SpecTokens tokens = new SpecTokens(name, SpecSyntax.of(name, buffered), buffered)) {
      return new Reading(name, tokens, visitor).all();
    }
  }

  /** One spec being read. */
  private final class Reading {
    private final String name;
    private final SpecTokens tokens;
    private final EntryReader entries;
    private final EntryVisitor visitor;

    // The options, as far as they are read.
    private Optional<ArchiveFormat> format = Optional.empty();
    private Optional<Boolean> continueOnError = Optional.empty();
    private Optional<Boolean> objectNameOnly = Optional.empty();
    private Optional<Boolean> streaming = Optional.empty();
    private OptionalInt colocation = OptionalInt.empty();
    private boolean anyEntry;

    Reading(String name, SpecTokens tokens, EntryVisitor visitor) {
      this.name = name;
      this.tokens = tokens;
      this.entries = new EntryReader(tokens, defaults.bucket());
      this.visitor = visitor;
    }

    SpecOptions all() throws IOException {
      JsonToken first = tokens.next();
      if (first == null) {
        throw tokens.error(
            1, 1, "", "the spec is empty; expected an object with 'in', the entries");
      }
      long line = tokens.line();
      int column = tokens.column();
      if (first == JsonToken.START_ARRAY) {
        entries();
      } else if (first == JsonToken.START_OBJECT) {
        fields();
      } else {
        throw tokens.wrongType("an object with 'in', the entries");
      }
      if (!anyEntry) {
        throw tokens.error(line, column, "in", "no entries; expected at least one");
      }
      if (tokens.next() != null) {
        throw tokens.error("expected nothing more: a file holds one spec");
      }
      return new SpecOptions(format, continueOnError, objectNameOnly, streaming, colocation);
    }

    private void fields() throws IOException {
      EnumSet<OptionField> seen = EnumSet.noneOf(OptionField.class);
      while (tokens.next() != JsonToken.END_OBJECT) {
        OptionField field =
            tokens.field(OptionField.NAMES, seen, EntryField.NAMES, "in an entry of 'in'");
        tokens.next();
        if (!tokens.isNull()) {
          take(field);
        }
      }
    }

    private void take(OptionField field) throws IOException {
      switch (field) {
        case IN -> {
          if (!tokens.is(JsonToken.START_ARRAY)) {
            throw tokens.wrongType("an array of entries");
          }
          entries();
        }
        case FORMAT -> format = format(tokens.string());
        case CONTINUE_ON_ERROR -> continueOnError = Optional.of(tokens.bool());
        case OBJECT_NAME_ONLY -> objectNameOnly = Optional.of(tokens.bool());
        case STREAMING -> streaming = Optional.of(tokens.bool());
        case COLOCATION -> colocation = OptionalInt.of(colocation(tokens.integer()));
      }
    }

    private void entries() throws IOException {
      while (tokens.next() != JsonToken.END_ARRAY) {
        SourceLine where = new SourceLine(name, tokens.line());
        Entry entry = entries.read();
        visitor.visit(entry, entries.opaque(), where);
        anyEntry = true;
      }
    }

    private Optional<ArchiveFormat> format(String text) throws IOException {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Optional<ArchiveFormat> known = MimeName.parse(text);
      if (known.isEmpty()) {
        throw tokens.error(
            "unknown archive format "
                + Quoted.of(text)
                + "; expected .tar, .tgz, .tar.gz, .tar.lz4 or .zip");
      }
      return known;
    }

    /** AIStore {@code api/apc/ml.go: ColocLevel}. */
    private int colocation(long level) throws IOException {
      if (level < 0 || level > 2) {
        throw tokens.error("expected 0, 1 or 2, found " + level);
      }
      return (int) level;
    }
  }
}
