package io.aisml.cli.batch;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that say how an archive is made and what is told of it. */
public final class ArchiveFlags {
  @Option(
      names = "--streaming",
      description = "Have the store send while it packs, instead of packing in its memory first.")
  private boolean streaming;

  @Option(
      names = "--cont-on-err",
      description =
          "Go on without what can't be had: an empty member __404__/NAME stands in its place.")
  private boolean continueOnError;

  @Option(
      names = "--fail-on-missing",
      description = "With --cont-on-err: end with status 3 when anything is missing.")
  private boolean failOnMissing;

  @Option(
      names = {"-y", "--yes"},
      description = "Replace an existing archive without asking.")
  private boolean yes;

  @Option(
      names = {"-nv", "--nv", "--non-verbose"},
      description = "Say nothing but warnings and errors.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the result as one JSON object.")
  private boolean json;

  @Option(
      names = "--dry-run",
      description = "Print each entry and the name that it would have; fetch nothing.")
  private boolean dryRun;

  @Option(
      names = "--save-spec",
      paramLabel = "FILE",
      description = "Write what was resolved as a spec, for --spec, aisml mount or ais ml.")
  private @Nullable Path savedSpec;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Write each member's name, size and SHA-256, as a line of JSON.")
  private @Nullable Path manifest;

  public boolean streaming() {
    return streaming;
  }

  public boolean continueOnError() {
    return continueOnError;
  }

  public boolean failOnMissing() {
    return failOnMissing;
  }

  public boolean yes() {
    return yes;
  }

  public boolean quiet() {
    return quiet;
  }

  public boolean json() {
    return json;
  }

  public boolean dryRun() {
    return dryRun;
  }

  public Optional<Path> savedSpec() {
    return Optional.ofNullable(savedSpec);
  }

  public Optional<Path> manifest() {
    return Optional.ofNullable(manifest);
  }
}
