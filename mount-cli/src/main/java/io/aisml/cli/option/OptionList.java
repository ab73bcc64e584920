package io.aisml.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The argument of {@code -o}: {@code name=value,name2}. A backslash before a comma or a backslash
 * keeps it in the value; a name alone means {@code name=true}.
 */
public final class OptionList {
  /** What mount(8) and fstab say about a mount and not to it. util-linux {@code mount(8)}. */
  private static final Set<String> OF_MOUNT =
      Set.of(
          "defaults",
          "rw",
          "ro",
          "auto",
          "noauto",
          "user",
          "nouser",
          "users",
          "owner",
          "group",
          "_netdev",
          "nofail",
          "dev",
          "nodev",
          "suid",
          "nosuid",
          "exec",
          "noexec",
          "atime",
          "noatime",
          "diratime",
          "nodiratime",
          "relatime",
          "norelatime",
          "strictatime",
          "nostrictatime",
          "lazytime",
          "nolazytime",
          "sync",
          "async",
          "silent",
          "loud");

  /** Pass over unknown options, as {@code mount -s} asks for. */
  private static final String SLOPPY = "sloppy";

  /** Names the configuration file, as {@code --config} does. */
  private static final String CONFIGURATION = "config";

  private OptionList() {}

  /**
   * The configuration file that the list names, if it does.
   *
   * @throws UsageException when it names two, or none behind the name
   */
  public static Optional<Path> configuration(String list) throws UsageException {
    String prefix = CONFIGURATION + "=";
    List<String> files =
        split(list).stream()
            .filter(item -> item.equals(CONFIGURATION) || item.startsWith(prefix))
            .map(item -> item.substring(Math.min(prefix.length(), item.length())))
            .distinct()
            .toList();
    if (files.contains("")) {
      throw new UsageException("-o config: a value is missing: config=FILE");
    }
    if (files.size() > 1) {
      throw new UsageException(
          "-o config is given twice, as '%s' and '%s'".formatted(files.get(0), files.get(1)));
    }
    return files.stream().map(Path::of).findFirst();
  }

  /** The options of aisml in the list, by name. mount's own are dropped. */
  static Map<Setting<?>, String> parse(String list) throws UsageException {
    Map<Setting<?>, String> values = new LinkedHashMap<>();
    List<String> items = split(list);
    boolean sloppy = items.contains(SLOPPY);
    for (String item : items) {
      int equals = item.indexOf('=');
      String name = equals < 0 ? item : item.substring(0, equals);
      boolean passedOver = sloppy && Setting.named(name).isEmpty() && !name.equals("remount");
      if (item.isEmpty() || isOfMount(name) || passedOver) {
        continue;
      }
      if (name.equals("remount")) {
        throw new UsageException(
            "-o remount: options of a mount can't be changed: unmount it and mount it again");
      }
      if (name.equals("foreground")) {
        throw new UsageException("-o foreground: only the flag -f or --foreground does that");
      }
      Setting<?> setting = SettingNames.find(name, "-o " + name);
      if (equals < 0 && !setting.isFlag()) {
        throw new UsageException(
            "-o %s: a value is missing: %s=%s".formatted(name, name, setting.type().label()));
      }
      String value = equals < 0 ? "true" : item.substring(equals + 1);
      String other = values.put(setting, value);
      if (other != null && !other.equals(value)) {
        throw new UsageException(
            "-o %s is given twice, as '%s' and '%s'".formatted(name, other, value));
      }
    }
    return values;
  }

  /** Whether it is no option of the table. */
  private static boolean isOfMount(String name) {
    return OF_MOUNT.contains(name)
        || name.startsWith("x-")
        || name.startsWith("X-")
        || name.equals(SLOPPY)
        || name.equals(CONFIGURATION)
        || name.equals("comment");
  }

  private static List<String> split(String list) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '\\' && i + 1 < list.length() && ",\\".indexOf(list.charAt(i + 1)) >= 0) {
        i++;
        item.append(list.charAt(i));
      } else if (c == ',') {
        items.add(item.toString());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString());
    return items;
  }
}
