package io.aisml.cli;

import io.aisml.cli.host.HostProcess;
import io.aisml.cli.host.MountPoint;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a mount says of itself in {@code .aisml/status.json}. */
record StatusFile(JsonNode json) {
  /** Where it stands below a mount. Never listed. */
  static final String NAME = ".aisml/status.json";

  /** Reads it through the mount; empty when the mount does not answer. */
  static Optional<StatusFile> read(MountPoint point) throws IOException, InterruptedException {
    return point.read(NAME).flatMap(StatusFile::parse);
  }

  private static Optional<StatusFile> parse(String text) {
    try {
      return Optional.of(new StatusFile(JsonMapper.shared().readTree(text)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /** The process that serves the mount, if it can be seen from here. */
  Optional<HostProcess> process() {
    return ProcessHandle.of(json.path("pid").asLong(-1))
        // In another pid namespace the number would be somebody else's.
        .filter(process -> process.info().command().filter(c -> c.endsWith("java")).isPresent())
        .map(process -> new HostProcess(process.pid()));
  }
}
