package io.aisml.cli.option;

import java.util.List;

/** Looks an option up by a name that somebody wrote. */
public final class SettingNames {
  private SettingNames() {}

  /**
   * @param where what the message names as the place, as it was written
   * @throws UsageException naming the nearest option
   */
  static Setting<?> find(String name, String where) throws UsageException {
    var setting = Setting.named(name);
    if (setting.isEmpty()) {
      List<String> names = Setting.all().stream().map(Setting::name).toList();
      throw new UsageException(where + ": unknown option" + hint(name, names));
    }
    return setting.get();
  }

  /** {@code : did you mean NAME?}, or where the names are to be found. */
  public static String hint(String written, List<String> names) {
    return NearestName.of(written, names)
        .map(name -> ": did you mean " + name + "?")
        .orElse(": see aisml mount --help");
  }
}
