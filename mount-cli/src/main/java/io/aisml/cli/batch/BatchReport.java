package io.aisml.cli.batch;

import io.aisml.fetcher.download.DownloadResult;
import io.aisml.fetcher.download.MissingMember;
import io.aisml.fetcher.source.BatchSource;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is told of an archive that is there.
 *
 * @param sha256 of the archive, where it was computed
 */
record BatchReport(
    Destination destination,
    DownloadResult result,
    boolean streaming,
    long retries,
    Duration time,
    Optional<String> sha256) {

  static BatchReport of(
      Destination destination,
      DownloadResult result,
      ArchiveChoices choices,
      BatchSource store,
      Measure measure) {
    return new BatchReport(
        destination,
        result,
        choices.streaming(),
        store.counters().retries.sum(),
        measure.time(),
        measure.sha256());
  }

  void print(boolean json, boolean quiet, PrintWriter out, PrintWriter err, String command) {
    if (json) {
      out.println(json().toString());
    } else if (!quiet) {
      // word for word as `ais ml` has it: AIStore cmd/cli/cli/ml.go: getBatchHandler
      out.printf(
          streaming
              ? "Streamed %2$d objects to %1$s%n"
              : "Created ML batch archive %s with %d objects%n",
          destination.text(),
          result.members());
    }
    out.flush();
    printMissing(err, command);
  }

  /** The same for an archive of several that a manifest is split into. */
  void printOneOfMany(
      boolean json, boolean quiet, PrintWriter out, PrintWriter err, String command) {
    if (json) {
      out.println(json().toString());
    } else if (!quiet) {
      // AIStore cmd/cli/cli/lhotse.go
      out.printf(
          streaming
              ? "Streamed %2$d objects and/or archived files => %1$s%n"
              : "Created %s with %d objects and/or archived files%n",
          destination.text(),
          result.members());
    }
    out.flush();
    printMissing(err, command);
  }

  private void printMissing(PrintWriter err, String command) {
    if (result.missing() == 0) {
      return;
    }
    err.printf(
        "%s: %d of %d members are missing and have empty placeholders:%n",
        command, result.missing(), result.members());
    for (MissingMember member : result.firstMissing()) {
      err.printf("  %s: %s%n", member.name(), member.reason());
    }
    long more = result.missing() - result.firstMissing().size();
    if (more > 0) {
      err.printf("  and %d more; --manifest FILE has them all%n", more);
    }
    err.flush();
  }

  private ObjectNode json() {
    ObjectNode report = JsonMapper.shared().createObjectNode();
    report.put("archive", destination.text());
    report.put("format", destination.format().suffix());
    report.put("entries", result.members());
    report.put("bytes", result.bytes());
    report.put("missing", result.missing());
    ArrayNode missing = report.putArray("missingEntries");
    for (MissingMember member : result.firstMissing()) {
      missing
          .addObject()
          .put("index", member.index())
          .put("name", member.name())
          .put("kind", member.kind().name().toLowerCase(Locale.ROOT))
          .put("reason", member.reason());
    }
    report.put("retries", retries);
    report.put("seconds", time.toMillis() / 1000.0);
    sha256.ifPresent(digest -> report.put("sha256", digest));
    return report;
  }
}
