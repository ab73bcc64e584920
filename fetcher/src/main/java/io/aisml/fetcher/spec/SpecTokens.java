package io.aisml.fetcher.spec;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * A spec's tokens with typed reads. Every error names the place of the current token, as file,
 * line, column and path.
 */
final class SpecTokens implements Closeable {
  private final String file;
  private final SpecSyntax syntax;
  private final JsonParser parser;

  SpecTokens(String file, SpecSyntax syntax, InputStream in) throws IOException {
    this.file = file;
    this.syntax = syntax;
    this.parser = open(in);
  }

  /** Goes on; null at the end of the spec. */
  @Nullable JsonToken next() throws IOException {
    JsonToken token = parse(parser::nextToken);
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw error("YAML aliases (*name) and merges (<<) are not supported; write the value out");
    }
    return token;
  }

  boolean isNull() {
    return parser.hasToken(JsonToken.VALUE_NULL);
  }

  boolean is(JsonToken token) {
    return parser.hasToken(token);
  }

  /** Line of the current token, from 1. */
  long line() {
    return parser.currentTokenLocation().getLineNr();
  }

  /** Column of the current token, from 1. */
  int column() {
    return parser.currentTokenLocation().getColumnNr();
  }

  /**
   * The field that the current property name stands for.
   *
   * @param seen the fields that stood before it in the same object; this one is added
   * @param otherFields what could stand elsewhere: {@code elsewhere} says where
   */
  <F extends Enum<F> & FieldNames.Field> F field(
      FieldNames<F> fields, Set<F> seen, FieldNames<?> otherFields, String elsewhere)
      throws IOException {
    String name = parse(parser::currentName);
    F field = fields.find(name);
    if (field == null) {
      throw error(unknown(name, fields, otherFields, elsewhere));
    }
    if (!seen.add(field)) {
      String usual = field.names().get(0);
      throw error("given twice" + (name.equals(usual) ? "" : "; it means '" + usual + "'"));
    }
    return field;
  }

  /** The current value as text. In YAML a plain number or boolean is text too where text is due. */
  String string() throws IOException {
    JsonToken token = parser.currentToken();
    boolean text =
        token == JsonToken.VALUE_STRING
            || (syntax == SpecSyntax.YAML && (token.isNumeric() || token.isBoolean()));
    if (!text) {
      throw wrongType("a string");
    }
    return parse(parser::getString);
  }

  /** The current value as a 64-bit integer. */
  long integer() throws IOException {
    if (!is(JsonToken.VALUE_NUMBER_INT)) {
      throw wrongType("an integer");
    }
    String text = parse(parser::getString);
    try {
      // From the text, since YAML's octal and hexadecimal numbers are none in JSON.
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw error("expected a decimal 64-bit integer, found " + Quoted.of(text));
    }
  }

  /**
   * The current value as a boolean; YAML's {@code yes}, {@code no}, {@code on}, {@code off} too.
   */
  boolean bool() throws IOException {
    if (is(JsonToken.VALUE_TRUE) || is(JsonToken.VALUE_FALSE)) {
      return is(JsonToken.VALUE_TRUE);
    }
    // gopkg.in/yaml.v3 takes these for booleans where one is due.
    if (syntax == SpecSyntax.YAML && is(JsonToken.VALUE_STRING)) {
      switch (parse(parser::getString)) {
        case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON" -> {
          return true;
        }
        case "n", "N", "no", "No", "NO", "off", "Off", "OFF" -> {
          return false;
        }
        default -> {}
      }
    }
    throw wrongType("true or false");
  }

  /** An error about the type of the current value. */
  InvalidSpecException wrongType(String expected) throws IOException {
    String found =
        is(JsonToken.VALUE_STRING)
            ? Quoted.of(parse(parser::getString))
            : describe(parser.currentToken());
    return error("expected " + expected + ", found " + found);
  }

  /** An error at the current token. */
  InvalidSpecException error(String problem) {
    return error(line(), column(), path(), problem);
  }

  /** An error elsewhere. */
  InvalidSpecException error(long line, int column, String field, String problem) {
    return new InvalidSpecException(file, line, column, field, problem);
  }

  /** The path of the current token, {@code in[3].length}. */
  String path() {
    return path(parser.streamReadContext());
  }

  @Override
  public void close() {
    parser.close();
  }

  private JsonParser open(InputStream in) throws IOException {
    return parse(() -> syntax.factory().createParser(ObjectReadContext.empty(), in));
  }

  /** Calls the parser; its complaints come out as ours. */
  private <T> T parse(Supplier<T> call) throws IOException {
    try {
      return call.get();
    } catch (JacksonException e) {
      throw SyntaxError.of(file, syntax, e);
    }
  }

  private static String unknown(
      String name, FieldNames<?> fields, FieldNames<?> otherFields, String elsewhere) {
    if (otherFields.find(name) != null) {
      return "belongs " + elsewhere;
    }
    return "unknown field; "
        + fields
            .nearest(name)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("expected one of " + String.join(", ", fields.usual()));
  }

  private static String path(TokenStreamContext context) {
    TokenStreamContext parent = context.getParent();
    if (parent == null) {
      return "";
    }
    String path = path(parent);
    if (context.inArray()) {
      return context.hasCurrentIndex() ? path + "[" + context.getCurrentIndex() + "]" : path;
    }
    String name = context.currentName();
    if (name == null) {
      return path;
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String describe(@Nullable JsonToken token) {
    if (token == null) {
      return "the end of the spec";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "an integer";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or exponent";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      case VALUE_EMBEDDED_OBJECT -> "binary data";
      case PROPERTY_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE -> "nothing";
    };
  }
}
