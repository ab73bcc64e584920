package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.option.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The sources of a command that mounts nothing. */
final class SourceArguments {
  @Parameters(
      paramLabel = "SOURCE...",
      arity = "0..*",
      hideParamSyntax = true,
      description = "Specs, manifests, directories of them, or objects: ais://BUCKET[/OBJECT].")
  private List<String> arguments = new ArrayList<>();

  /** All sources, with those that options name; as {@link Sources#of}. */
  Sources sources(Settings settings) throws CommandException {
    return Sources.of(arguments, settings);
  }
}
