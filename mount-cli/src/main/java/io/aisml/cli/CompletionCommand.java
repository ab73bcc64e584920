package io.aisml.cli;

import io.aisml.cli.command.ExitCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script with which a shell completes this command's words. */
@Command(
    name = "completion",
    description = {
      "Print a script that has the shell complete commands and options of aisml at the Tab key.",
      ""
    },
    footer = {
      "",
      """
      Examples:
        source <(aisml completion bash)
        aisml completion bash > ~/.local/share/bash-completion/completions/aisml"""
    },
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  /** The shells that picocli's one script serves. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var root = Objects.requireNonNull(spec).root().commandLine();
    String script =
        switch (Objects.requireNonNull(shell)) {
          case bash, zsh -> AutoComplete.bash("aisml", root);
        };
    root.getOut().print(script);
    root.getOut().flush();
    return ExitCode.OK;
  }
}
