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
      String hint = hint(name, Setting.all().stream().map(Setting::name).toList());
      throw new UsageException(
          where + ": unknown option" + (hint.isEmpty() ? ": see aisml mount --help" : hint));
    }
    return setting.get();
  }

  /** {@code : did you mean NAME?}, or nothing. The dashes of a flag are not what is misspelt. */
  public static String hint(String written, List<String> names) {
    List<String> bare = names.stream().map(SettingNames::withoutDashes).toList();
    return NearestName.of(withoutDashes(written), bare)
        .map(name -> ": did you mean " + names.get(bare.indexOf(name)) + "?")
        .orElse("");
  }

  private static String withoutDashes(String name) {
    return name.replaceFirst("^-+", "");
  }
}
