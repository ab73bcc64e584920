package io.aisml.cli.option;

import io.aisml.fetcher.select.InvalidSelectionException;
import io.aisml.fetcher.select.ObjectSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the text of an option becomes a value.
 *
 * @param label what stands for the value in a usage text: {@code SIZE}
 * @param expected what a message says that it expected instead
 * @param parser throws {@link IllegalArgumentException} for what it can't read
 */
public record ValueType<T>(String label, String expected, Function<String, T> parser) {
  /** Yes or no; the name alone means yes. */
  public static final ValueType<Boolean> FLAG =
      new ValueType<>("true|false", "true or false", ValueType::flag);

  public static final ValueType<Boolean> ON_OFF =
      new ValueType<>("on|off", "on or off", ValueType::flag);

  public static final ValueType<String> TEXT =
      new ValueType<>("TEXT", "a text", Function.identity());

  /** A file; a relative path is taken from the working directory. */
  public static final ValueType<Path> PATH =
      new ValueType<>("FILE", "a file", text -> Path.of(text).toAbsolutePath().normalize());

  /** A directory of some host, as {@link #PATH}. */
  public static final ValueType<Path> PLACE = new ValueType<>("DIR", "a directory", PATH.parser());

  /** A file, as {@link #PATH}, or {@code -} for standard input, or an object. */
  public static final ValueType<String> INPUT =
      new ValueType<>(
          "FILE",
          "a file, - or an object's URL",
          text ->
              text.equals("-") || ObjectSource.isMeant(text)
                  ? text
                  : PATH.parser().apply(text).toString());

  /** Addresses, separated by blanks. */
  public static final ValueType<List<String>> URLS =
      new ValueType<>("URL", "http://, https:// or file:// and an address", ValueType::urls);

  /** A bucket or virtual directory of a store; its last slash may be left out. */
  public static final ValueType<ObjectSource> DIRECTORY =
      new ValueType<>(
          "URL", "a bucket or virtual directory such as ais://speech/shar/", ValueType::directory);

  /** A whole number, 0 or more. */
  public static final ValueType<Integer> NUMBER =
      new ValueType<>("N", "a whole number, 0 or more", ValueType::number);

  /** A whole number, 1 or more. */
  public static final ValueType<Integer> COUNT =
      new ValueType<>("N", "a whole number, 1 or more", ValueType::count);

  /** A whole number, 1 or more, or empty for {@code auto}. */
  public static final ValueType<OptionalInt> COUNT_OR_AUTO =
      new ValueType<>(
          "auto|N",
          "auto or a whole number, 1 or more",
          text -> text.equals("auto") ? OptionalInt.empty() : OptionalInt.of(count(text)));

  /** A whole number, 0 or more, or empty for {@code auto}. */
  public static final ValueType<OptionalInt> NUMBER_OR_AUTO =
      new ValueType<>(
          "auto|N",
          "auto or a whole number, 0 or more",
          text -> text.equals("auto") ? OptionalInt.empty() : OptionalInt.of(number(text)));

  /** Permission bits, octal, without write permission. */
  public static final ValueType<Integer> MODE =
      new ValueType<>("OCTAL", "octal permissions such as 0444, none to write", ValueType::mode);

  /** Bytes, 1 or more: a number and a unit of 1024. */
  public static final ValueType<Long> SIZE =
      new ValueType<>("SIZE", "a size such as 512MiB or 2g", ValueType::size);

  /** A span of time: a number and a unit. */
  public static final ValueType<Duration> DURATION =
      new ValueType<>("TIME", "a time such as 500ms, 30s, 5m or 1h", ValueType::duration);

  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");

  private static final int WRITE_BITS = 0222;

  /** One word of several, as a constant of an enum whose names are the words in capitals. */
  public static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
    List<E> constants = List.of(type.getEnumConstants());
    String words = String.join("|", constants.stream().map(ValueType::word).toList());
    return new ValueType<>(
        words,
        words.replace("|", ", "),
        text ->
            constants.stream()
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /** An enum constant as an option's value. */
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static ObjectSource directory(String text) {
    try {
      ObjectSource source = ObjectSource.parse(text.endsWith("/") ? text : text + "/");
      if (source.kind() != ObjectSource.Kind.BUCKET
          && source.kind() != ObjectSource.Kind.DIRECTORY) {
        throw new IllegalArgumentException();
      }
      return source;
    } catch (InvalidSelectionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> urls(String text) {
    List<String> urls = List.of(text.strip().split("\\s+", -1));
    for (String url : urls) {
      if (!url.matches("(https?://[^/]+|file:///).*")) {
        throw new IllegalArgumentException();
      }
    }
    return urls;
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  private static int count(String text) {
    int count = number(text);
    if (count == 0) {
      throw new IllegalArgumentException();
    }
    return count;
  }

  private static int mode(String text) {
    int mode = Integer.parseInt(text, 8);
    if (mode < 0 || mode > 0777 || (mode & WRITE_BITS) != 0) {
      throw new IllegalArgumentException();
    }
    return mode;
  }

  private static long size(String text) {
    Matcher matcher = numberAndUnit(text);
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 0;
          case "k", "kb", "kib" -> 10;
          case "m", "mb", "mib" -> 20;
          case "g", "gb", "gib" -> 30;
          case "t", "tb", "tib" -> 40;
          default -> throw new IllegalArgumentException();
        };
    long size = Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    if (size == 0) {
      throw new IllegalArgumentException();
    }
    return size;
  }

  private static Duration duration(String text) {
    Matcher matcher = numberAndUnit(text);
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "", "s" -> Duration.ofSeconds(number);
      case "m", "min" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> throw new IllegalArgumentException();
    };
  }

  private static Matcher numberAndUnit(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return matcher;
  }
}
