package io.aisml.cli.batch;

import io.aisml.fetcher.select.InvalidSelectionException;
import io.aisml.fetcher.select.Selection;
import io.aisml.fetcher.spec.Bucket;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that name entries beside the sources, as AIStore's {@code ais ml} spells them. */
public final class SelectionFlags {
  @Option(
      names = {"-f", "--spec"},
      paramLabel = "SPEC",
      description = "A get-batch spec, JSON or YAML: a file, - for standard input, or the text.")
  private @Nullable String spec;

  @Option(
      names = "--list",
      paramLabel = "NAME,...",
      description =
          "Names in the bucket, separated by commas (a comma in a name is written \\,), or @FILE"
              + " with one a line.")
  private @Nullable String list;

  @Option(
      names = "--template",
      paramLabel = "TEMPLATE",
      description =
          "Names in the bucket by ranges: @099, %%03d, or in braces as"
              + " shard-{000..099}.tar/{a,b}.wav; * and nothing mean all.")
  private @Nullable String template;

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "All objects of the bucket whose names begin so.")
  private @Nullable String prefix;

  /**
   * The selection of these flags and of sources.
   *
   * @throws InvalidSelectionException as {@link Selection.Builder} does
   */
  public Selection.Builder with(List<String> sources, Optional<Bucket> defaultBucket)
      throws InvalidSelectionException {
    Selection.Builder builder = Selection.builder();
    for (String source : sources) {
      builder.source(source);
    }
    defaultBucket.ifPresent(builder::defaultBucket);
    if (spec != null) {
      builder.spec(spec);
    }
    if (list != null) {
      builder.list(list);
    }
    if (template != null) {
      builder.template(template);
    }
    if (prefix != null) {
      builder.prefix(prefix);
    }
    return builder;
  }
}
