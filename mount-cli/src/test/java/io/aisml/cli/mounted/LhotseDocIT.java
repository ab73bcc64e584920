package io.aisml.cli.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.cli.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the tutorial in docs/LHOTSE.md: each command prints what is shown below it. */
class LhotseDocIT {
  private static final Path DOC = Path.of("..", "docs", "LHOTSE.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(python|console)\n(.*?)^```$");

  @RegisterExtension private final Mounts mounts = new Mounts();

  @Test
  void printsWhatItShows() throws IOException {
    Path python = Path.of(Objects.requireNonNull(System.getenv("AISML_TEST_PYTHON")));
    String path =
        "%s:%s:%s"
            .formatted(python.getParent(), Launched.LAUNCHER.getParent(), System.getenv("PATH"));
    Path home = Files.createDirectories(mounts.directory().resolve("work"));
    List<String> shown = new ArrayList<>();
    List<String> printed = new ArrayList<>();
    try {
      for (MatchResult block : BLOCK.matcher(Files.readString(DOC)).results().toList()) {
        if (block.group(1).equals("python")) {
          String name = block.group(2).lines().findFirst().orElseThrow().substring("# ".length());
          Files.writeString(home.resolve(name), block.group(2));
          continue;
        }
        for (String step : block.group(2).split("(?m)^\\$ ", -1)) {
          if (!step.isEmpty()) {
            String command = step.lines().findFirst().orElseThrow();
            shown.add("$ " + step);
            printed.add("$ " + command + "\n" + run(home, path, command));
          }
        }
      }
    } finally {
      // What a failed step has left mounted.
      run(
          home,
          path,
          "for d in mnt planned clips; do mountpoint -q $d && aisml umount --lazy $d; done");
    }
    assertThat(printed).isEqualTo(shown);
  }

  private static String run(Path home, String path, String command) {
    Launched.Result result =
        Launched.run(
            home,
            Map.of(
                "PATH",
                path,
                "LC_ALL",
                "C.UTF-8",
                "AISML_LOG_FILE",
                home.resolve("log").toString()),
            List.of("bash", "-c", "cd '" + home + "' && { " + command + "\n} 2>&1"));
    return result.out();
  }
}
