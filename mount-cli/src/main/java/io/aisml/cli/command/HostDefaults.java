package io.aisml.cli.command;

import io.aisml.cli.host.HostMemory;
import io.aisml.cli.host.HostUser;
import io.aisml.cli.option.Environment;
import io.aisml.cli.option.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The defaults that depend on the host and on who runs the command. */
public final class HostDefaults {
  /** The rest is for the page cache, which holds what was read, and for the programs that read. */
  private static final int SHARE_OF_MEMORY = 4;

  private HostDefaults() {}

  public static Map<Setting<?>, String> of(Environment environment) throws IOException {
    HostUser user = HostUser.current();
    Map<Setting<?>, String> defaults = new LinkedHashMap<>();
    defaults.put(
        Setting.CACHE_MEMORY, Long.toString(HostMemory.ofThisProcess().limit() / SHARE_OF_MEMORY));
    defaults.put(Setting.UID, Integer.toString(user.uid()));
    defaults.put(Setting.GID, Integer.toString(user.gid()));
    defaults.put(Setting.ALLOW_OTHER, Boolean.toString(user.isRoot()));
    environment
        .aisCliFile("auth.token")
        .filter(Files::exists)
        .ifPresent(file -> defaults.put(Setting.TOKEN_FILE, file.toString()));
    environment
        .get("CREDENTIALS_DIRECTORY")
        .map(directory -> Path.of(directory, "token"))
        .filter(Files::exists)
        .ifPresent(file -> defaults.put(Setting.TOKEN_FILE, file.toString()));
    return defaults;
  }
}
