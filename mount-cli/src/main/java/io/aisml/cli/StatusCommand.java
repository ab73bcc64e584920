package io.aisml.cli;

import io.aisml.cli.command.CommandException;
import io.aisml.cli.command.ExitCode;
import io.aisml.cli.host.MountPoint;
import io.aisml.cli.option.Environment;
import io.aisml.cli.socket.MountSocket;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows how the mounts of this host are. */
@Command(
    name = "status",
    description = {
      "Show the mounts of this host: requests, bytes, cache and waits.",
      "",
      "A mount answers, does not answer, is dead (its process has ended; aisml umount DIR clears it"
          + " away), or is for its user alone: only that user and root see its counters.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 all mounts answer, or there is none; 1 wrong usage, or DIR is no mount of"
          + " aisml; 2 a mount is dead or does not answer."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private static final String ANSWERS = "answers";
  private static final String SILENT = "does not answer";
  private static final String DENIED = "for its user alone";

  private final Environment environment;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "The mount point of the one to show. Default: all.")
  private @Nullable Path directory;

  @Option(
      names = "--json",
      description = "Print a JSON array with one object a mount, of all counters.")
  private boolean asJson;

  @Spec private @Nullable CommandSpec spec;

  StatusCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws Exception {
    MountSocket.removeDead(environment);
    ArrayNode mounts = JsonMapper.shared().createArrayNode();
    boolean allAnswer = true;
    for (MountPoint mount : wanted()) {
      ObjectNode json = status(mount);
      allAnswer &= Set.of(ANSWERS, DENIED).contains(json.path("state").asString(""));
      mounts.add(json);
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (asJson) {
      out.println(mounts.toPrettyString());
    } else {
      mounts.forEach(mount -> StatusText.print(mount, out));
    }
    out.flush();
    return allAnswer ? ExitCode.OK : ExitCode.SYSTEM;
  }

  private List<MountPoint> wanted() throws IOException, CommandException {
    return directory == null ? MountPoint.all() : List.of(MountArgument.mounted(directory));
  }

  private static ObjectNode status(MountPoint point) throws IOException, InterruptedException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("directory", point.directory().toString());
    Optional<JsonNode> own = StatusFile.read(point).map(StatusFile::json);
    if (own.isPresent()) {
      json.put("state", ANSWERS);
      json.setAll((ObjectNode) own.get());
      return json;
    }
    json.put(
        "state",
        switch (point.health()) {
          case DEAD -> "dead";
          case ANSWERS -> point.isDenied() ? DENIED : SILENT;
          case SILENT -> SILENT;
        });
    json.put("source", point.source());
    return json;
  }
}
