package io.aisml.cli;

import io.aisml.cli.command.ManPage;
import io.aisml.cli.option.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** Writes the manual pages of all commands: part of the build. */
final class ManPages {
  private ManPages() {}

  /**
   * @param arguments the directory, which is made
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    CommandLine root = Aisml.commandLine(new Environment(Map.of()), Caller.ofProcess(false));
    Set<CommandLine> commands = new LinkedHashSet<>();
    commands.add(root);
    commands.addAll(root.getSubcommands().values());
    for (CommandLine command : commands) {
      Files.writeString(
          directory.resolve(ManPage.name(command.getCommandSpec()) + ".1"),
          ManPage.of(command.getCommandSpec(), Version.number()));
    }
  }
}
