package io.aisml.fetcher.spec;

import java.io.CharConversionException;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Turns a parser's complaint into one line for the spec's author. */
final class SyntaxError {
  // "(start marker at [Source: REDACTED (...); line: 1, column: 1])" and the like: noise for a
  // user.
  private static final Pattern SOURCE =
      Pattern.compile(" \\((start marker|for \\w+ starting) at \\[Source:.*?\\]\\)");

  private SyntaxError() {}

  /**
   * @throws IOException when it was no complaint: the input could not be read
   */
  static InvalidSpecException of(String file, SpecSyntax syntax, JacksonException e)
      throws IOException {
    String language = "not valid " + syntax + ": ";
    IOException cause = inputError(e);
    if (cause instanceof CharConversionException) {
      return at(file, e.getLocation(), language + Quoted.plain(String.valueOf(cause.getMessage())));
    }
    if (cause != null) {
      throw cause;
    }
    if (e.getCause() instanceof MarkedYamlEngineException yaml
        && yaml.getProblemMark().isPresent()) {
      Mark mark = yaml.getProblemMark().get();
      return new InvalidSpecException(
          file, mark.getLine() + 1L, mark.getColumn() + 1, "", language + explain(yaml));
    }
    if (e.getCause() instanceof ReaderException reader) {
      // The engine reads ahead and does not tell the line.
      return at(
          file,
          e.getLocation(),
          String.format(
              "%scontrol character U+%04X here or further on", language, reader.getCodePoint()));
    }
    String problem = SOURCE.matcher(firstLine(e.getOriginalMessage())).replaceAll("");
    return at(file, e.getLocation(), language + Quoted.plain(problem));
  }

  /**
   * Reading the input fails several layers below the parsers, which wrap it each in its own way.
   */
  private static @Nullable IOException inputError(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return io;
      }
    }
    return null;
  }

  private static InvalidSpecException at(
      String file, @Nullable TokenStreamLocation location, String problem) {
    return new InvalidSpecException(
        file,
        location == null ? 1 : Math.max(1, location.getLineNr()),
        location == null ? 1 : Math.max(1, location.getColumnNr()),
        "",
        problem);
  }

  /** The parts of a message that is otherwise several lines with a drawing of the place. */
  private static String explain(MarkedYamlEngineException yaml) {
    StringBuilder text = new StringBuilder(Quoted.plain(String.valueOf(yaml.getProblem())));
    if (yaml.getContext() != null) {
      text.append(' ').append(Quoted.plain(yaml.getContext()));
      yaml.getContextMark()
          .ifPresent(mark -> text.append(" that starts in line ").append(mark.getLine() + 1));
    }
    return text.toString();
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
