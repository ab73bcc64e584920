package io.aisml.fetcher.select;

import io.aisml.fetcher.spec.InvalidNameException;
import io.aisml.fetcher.spec.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names of objects or members, {@code a,b,c}. Blanks around a name don't count; {@code \,} is a
 * comma in a name. {@code @FILE} is a file with one name a line, {@code @-} standard input; a first
 * name that begins with {@code @} is written {@code \@}. Immutable.
 *
 * @param names empty when a file has them
 * @param file where the names are; {@code -} is standard input
 */
public record NameList(List<String> names, Optional<String> file) {
  public NameList {
    names = List.copyOf(names);
  }

  /**
   * Parses a list. Reads no file.
   *
   * @throws InvalidSelectionException naming the item that is empty or no name
   */
  public static NameList parse(String text) throws InvalidSelectionException {
    String trimmed = text.strip();
    if (trimmed.equals("@")) {
      throw new InvalidSelectionException("list: '@' needs the name of a file behind it");
    }
    if (trimmed.startsWith("@")) {
      return new NameList(List.of(), Optional.of(trimmed.substring(1)));
    }
    if (trimmed.isEmpty()) {
      throw new InvalidSelectionException("list: no names; expected some, such as a.wav,b.wav");
    }
    List<String> names = new ArrayList<>();
    for (String item : items(trimmed.startsWith("\\@") ? trimmed.substring(1) : trimmed)) {
      int number = names.size() + 1;
      String name = item.strip();
      if (name.isEmpty()) {
        throw new InvalidSelectionException(
            "list: item " + number + " is empty; a comma in a name is written '\\,'");
      }
      names.add(checked(name, "list: item " + number));
    }
    return new NameList(names, Optional.empty());
  }

  /**
   * Checks a name of a list.
   *
   * @param where what the message begins with
   */
  static String checked(String name, String where) throws InvalidSelectionException {
    try {
      SelectedName.check(name);
      return name;
    } catch (InvalidNameException e) {
      throw new InvalidSelectionException(where + ": " + e.getMessage());
    }
  }

  /** Whether a file with the names is standard input. */
  boolean isStandardInput() {
    return file.equals(Optional.of(LocalInput.STANDARD_INPUT));
  }

  @Override
  public String toString() {
    return file.map(name -> "@" + name).orElse(Quoted.plain(String.join(",", names)));
  }

  private static List<String> items(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',') {
        items.add(item.toString());
        item.setLength(0);
      } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == ',') {
        item.append(',');
        i++;
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return items;
  }
}
