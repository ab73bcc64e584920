package io.aisml.fetcher.spec;

import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads one entry after the other. An empty text and null mean the same as no field at all. */
final class EntryReader {
  private final SpecTokens tokens;
  private final BucketChoice buckets;

  // The current entry, as far as it is read.
  private final EnumSet<EntryField> seen = EnumSet.noneOf(EntryField.class);
  private String objname = "";
  private String archpath = "";
  private String opaque = "";
  private @Nullable String bucket;
  private @Nullable Provider provider;
  private @Nullable Bucket uname;
  private long start;
  private long length;

  EntryReader(SpecTokens tokens, Optional<Bucket> defaultBucket) {
    this.tokens = tokens;
    this.buckets = new BucketChoice(defaultBucket);
  }

  /** Reads the entry whose opening brace is the current token, up to its closing one. */
  Entry read() throws IOException {
    if (!tokens.is(JsonToken.START_OBJECT)) {
      throw tokens.wrongType("an entry, such as {\"objname\": \"a.wav\"}");
    }
    forget();
    long line = tokens.line();
    int column = tokens.column();
    while (tokens.next() != JsonToken.END_OBJECT) {
      EntryField field =
          tokens.field(EntryField.NAMES, seen, OptionField.NAMES, "beside 'in', not in an entry");
      tokens.next();
      if (!tokens.isNull()) {
        take(field);
      }
    }
    if (objname.isEmpty()) {
      throw missing(line, column, "objname", "missing; an entry needs the name of an object");
    }
    if (!ByteRange.valid(start, length)) {
      throw missing(
          line, column, "length", "start " + start + " needs a length, or -1 for all to the end");
    }
    try {
      ObjectRef object = new ObjectRef(buckets.choose(bucket, provider, uname), objname);
      ByteRange range = new ByteRange(start, length);
      return new Entry(object, archpath, range.isWhole() ? ByteRange.WHOLE : range);
    } catch (InvalidNameException e) {
      throw missing(line, column, "bucket", e.getMessage());
    }
  }

  /** The identifier of the entry read last, base64, or empty. */
  String opaque() {
    return opaque;
  }

  private void forget() {
    seen.clear();
    objname = "";
    archpath = "";
    opaque = "";
    bucket = null;
    provider = null;
    uname = null;
    start = 0;
    length = 0;
  }

  private void take(EntryField field) throws IOException {
    switch (field) {
      case START -> start = atLeast(0);
      case LENGTH -> length = atLeast(ByteRange.TO_END);
      default -> {
        String text = tokens.string();
        if (!text.isEmpty()) {
          try {
            takeText(field, text);
          } catch (InvalidNameException e) {
            throw tokens.error(e.getMessage());
          }
        }
      }
    }
  }

  private void takeText(EntryField field, String text) throws InvalidNameException {
    switch (field) {
      case OBJNAME -> {
        NameRules.checkObject(text);
        objname = text;
      }
      case ARCHPATH -> {
        NameRules.checkArchpath(text);
        archpath = text;
      }
      case BUCKET -> {
        if (BucketChoice.isUri(text)) {
          BucketUri.parseBucket(text);
        } else {
          NameRules.checkBucket(text);
        }
        bucket = text;
      }
      case PROVIDER -> provider = BucketUri.parseProvider(text);
      case UNAME -> uname = BucketChoice.parseUname(text);
      case OPAQUE -> opaque = base64(text);
      case START, LENGTH -> throw new AssertionError(field);
    }
  }

  private long atLeast(long least) throws IOException {
    long value = tokens.integer();
    if (value < least) {
      throw tokens.error("expected " + least + " or more, found " + value);
    }
    return value;
  }

  /** Checks for what Go's {@code encoding/base64: StdEncoding} takes, line breaks included. */
  private static String base64(String text) throws InvalidNameException {
    String joined = text.replace("\r", "").replace("\n", "");
    boolean valid = joined.length() % 4 == 0;
    try {
      Base64.getDecoder().decode(joined);
    } catch (IllegalArgumentException e) {
      valid = false;
    }
    if (!valid) {
      throw new InvalidNameException(
          "expected base64 (standard alphabet, padded with '='), found " + Quoted.of(text));
    }
    return joined;
  }

  private InvalidSpecException missing(long line, int column, String field, String problem) {
    return tokens.error(line, column, tokens.path() + "." + field, problem);
  }
}
