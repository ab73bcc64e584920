package io.aisml.fetcher.lhotse;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The tokens of one JSON value of a line, and where in the line they stand. What it throws of
 * Jackson's exceptions is for the caller to tell. Not thread-safe.
 */
final class CutTokens implements AutoCloseable {
  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  /** Seconds beyond this have no samples that could be counted. */
  private static final double MAX_NUMBER = 1e9;

  private final byte[] text;
  private final int lineFrom;
  private final int base;
  private final String path;
  private final JsonParser parser;

  private CutTokens(byte[] text, int lineFrom, int base, int length, String path) {
    this.text = text;
    this.lineFrom = lineFrom;
    this.base = base;
    this.path = path;
    this.parser = FACTORY.createParser(ObjectReadContext.empty(), text, lineFrom + base, length);
  }

  /** The tokens of the line {@code text[from, from + length)}. */
  static CutTokens of(byte[] text, int from, int length) {
    return new CutTokens(text, from, 0, length, "");
  }

  /** Goes to the first token; null when there is none. */
  @Nullable JsonToken first() {
    return parser.nextToken();
  }

  /** Whether the value is all that there is. */
  boolean isAtEnd() {
    return parser.nextToken() == null;
  }

  /** Goes to the value of the next field of the object; false at its end. */
  boolean nextField() {
    if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
      return false;
    }
    parser.nextToken();
    return true;
  }

  /** The name of the field whose value is the current one. */
  String name() {
    return parser.currentName();
  }

  /** Goes to the next element of the array; false at its end. */
  boolean nextElement() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return parser.currentToken() == JsonToken.START_ARRAY;
  }

  boolean isTrue() {
    return parser.currentToken() == JsonToken.VALUE_TRUE;
  }

  boolean isInteger() {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT;
  }

  /** Passes over the current value. */
  void skip() {
    parser.skipChildren();
  }

  int integer() throws InvalidCutException {
    if (!isInteger()) {
      throw wrongType();
    }
    return parser.getIntValue();
  }

  /** A number; 0 for null. */
  double number() throws InvalidCutException {
    if (isNull()) {
      return 0;
    }
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw wrongType();
    }
    double value = parser.getDoubleValue();
    if (!(Math.abs(value) <= MAX_NUMBER)) {
      throw new InvalidCutException("field '" + currentPath() + "' is beyond any measure");
    }
    return value;
  }

  /** A scalar as text; null for null. */
  @Nullable String text() throws InvalidCutException {
    if (isNull()) {
      return null;
    }
    if (!parser.currentToken().isScalarValue()) {
      throw wrongType();
    }
    return parser.getString();
  }

  /** Where the current scalar stands. */
  Span span() {
    int from = offset(parser.currentTokenLocation().getByteOffset());
    parser.finishToken();
    return new Span(from, offset(parser.currentLocation().getByteOffset()));
  }

  /** Passes over the current value and tells where it stood. */
  Span range() {
    int from = offset(parser.currentTokenLocation().getByteOffset());
    parser.skipChildren();
    parser.finishToken();
    return new Span(from, offset(parser.currentLocation().getByteOffset()));
  }

  /** The tokens of a value that was passed over as the current field's, at its first token. */
  CutTokens within(Span range) {
    int length = range.to() - range.from();
    CutTokens tokens = new CutTokens(text, lineFrom, range.from(), length, currentPath());
    tokens.first();
    return tokens;
  }

  /** The names of the fields of the object that a range is. */
  Set<String> fieldsOf(Span range) {
    Set<String> names = new HashSet<>();
    try (CutTokens tokens = within(range)) {
      while (tokens.nextField()) {
        names.add(tokens.name());
        tokens.skip();
      }
    }
    return names;
  }

  InvalidCutException wrongType() {
    return new InvalidCutException("field '" + currentPath() + "' has a value of the wrong type");
  }

  private String currentPath() {
    TokenStreamContext context = parser.streamReadContext();
    if (isObject() || isArray()) {
      context = context.getParent();
    }
    StringBuilder steps = new StringBuilder();
    for (; context != null && !context.inRoot(); context = context.getParent()) {
      steps.insert(
          0,
          context.inArray() ? "[" + context.getCurrentIndex() + "]" : "." + context.currentName());
    }
    String own = steps.toString();
    return path.isEmpty() && own.startsWith(".") ? own.substring(1) : path + own;
  }

  private int offset(long inParser) {
    return base + Math.toIntExact(inParser);
  }

  @Override
  public void close() {
    parser.close();
  }
}
