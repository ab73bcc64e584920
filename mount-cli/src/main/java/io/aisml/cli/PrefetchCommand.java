package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Reason;
import io.aisml.cli.socket.Names;
import io.aisml.cli.socket.SocketClient;
import io.aisml.fs.Told;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a mount load files that will be read. */
@Command(
    name = "prefetch",
    customSynopsis = "aisml prefetch [-0] DIR < NAMES",
    description = {
      "Have files of a mount loaded ahead, in the order in which standard input names them: one a"
          + " line, relative to DIR or absolute below it. Returns when all are queued, not when"
          + " they are loaded.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 all are queued, in memory or on their way; 1 wrong usage, or names of no"
          + " file, which are told with their line, and all others are queued; 2 the mount does"
          + " not answer, or takes no more."
    },
    mixinStandardHelpOptions = true)
final class PrefetchCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "DIR", description = "Where it is mounted.")
  private @Nullable Path directory;

  @Option(
      names = {"-0", "--null"},
      description = "Each name ends with NUL instead of a line feed, as find -print0 writes them.")
  private boolean endsWithNul;

  @Spec private @Nullable CommandSpec spec;

  /** A name and where it stands. */
  private record Line(long number, String name) {}

  private long unknown;

  @Override
  public Integer call() throws Exception {
    Path given = Objects.requireNonNull(directory);
    MountPoint point = MountArgument.mounted(given);
    Path socket = socket(point);
    List<Path> roots = List.of(point.directory(), given.toAbsolutePath().normalize());
    Names names = new Names(System.in, endsWithNul ? '\0' : '\n');
    List<Line> lines = new ArrayList<>();
    long number = 0;
    for (String name = names.next(); name != null; name = names.next()) {
      number++;
      if (!name.isEmpty()) {
        lines.add(new Line(number, below(name, roots)));
      }
      if (lines.size() == SocketClient.MAX_PATHS || !names.isMoreThere()) {
        tell(point, socket, lines);
        lines.clear();
      }
    }
    if (unknown > SHOWN) {
      complain("and " + (unknown - SHOWN) + " more");
    }
    return unknown == 0 ? ExitCode.OK : ExitCode.USAGE;
  }

  private static Path socket(MountPoint point)
      throws CommandException, IOException, InterruptedException {
    String path =
        StatusFile.read(point)
            .orElseThrow(
                () -> new CommandException(ExitCode.SYSTEM, point.directory() + " does not answer"))
            .json()
            .at("/mount/socket")
            .asString("");
    if (path.isEmpty()) {
      throw new CommandException(
          ExitCode.SYSTEM, point.directory() + " has no socket: its log says why");
    }
    return Path.of(path);
  }

  /** A name as the mount knows it. Absolute ones of elsewhere stay so, and no file has them. */
  private static String below(String name, List<Path> roots) {
    for (Path root : roots) {
      if (name.startsWith(root + "/")) {
        return name.substring(root.toString().length() + 1);
      }
    }
    return name;
  }

  private void tell(MountPoint point, Path socket, List<Line> lines) throws CommandException {
    if (lines.isEmpty()) {
      return;
    }
    List<Told> told;
    try {
      told = SocketClient.prefetch(socket, lines.stream().map(Line::name).toList());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.SYSTEM,
          "%s can't be asked over %s: %s".formatted(point.directory(), socket, Reason.of(e)),
          e);
    }
    for (int i = 0; i < told.size(); i++) {
      Line line = lines.get(i);
      if (told.get(i) == Told.FULL) {
        throw new CommandException(
            ExitCode.SYSTEM,
            "line %d: %s has as many files queued as it takes: tell this and what follows later"
                .formatted(line.number(), point.directory()));
      }
      if (told.get(i) == Told.NO_FILE && ++unknown <= SHOWN) {
        complain(
            "line %d: %s: no such file in %s"
                .formatted(line.number(), line.name(), point.directory()));
      }
    }
  }

  private void complain(String message) {
    PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
    err.println(Objects.requireNonNull(spec).qualifiedName() + ": " + message);
    err.flush();
  }
}
