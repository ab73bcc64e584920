package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.CutLine;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.InvalidCutException;
import io.aisml.fetcher.lhotse.LineText;
import io.aisml.fetcher.lhotse.ManifestText;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.SourceLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands a shard's cuts on to the layout with the fields that only other files of the shard say, and
 * keeps their lines. The text is in a temporary file without a name once it is asked for.
 */
final class SharCuts implements CutVisitor, Closeable {
  private final SharFields fields;
  private final ManifestLayout layout;
  private final PlanBuilder plan;
  private final Path file;
  private final OutputStream out;
  private long written;
  private @Nullable LineText line;

  /**
   * @throws IOException when there is no room for temporary files
   */
  SharCuts(SharFields fields, ManifestLayout layout, PlanBuilder plan) throws IOException {
    this.fields = fields;
    this.layout = layout;
    this.plan = plan;
    this.file = Files.createTempFile("aisml-", ".cuts");
    this.out = ManifestText.compress(Files.newOutputStream(file));
  }

  @Override
  public void line(LineText text) {
    line = text;
  }

  @Override
  public void cut(Cut cut, SourceLine where) throws IOException {
    LineText original = Objects.requireNonNull(line);
    Map<String, String> others = Map.of();
    if (cut instanceof DataCut data) {
      others = fields.next(data, flaw -> plan.leaveOut(cut.id(), flaw, where));
    } else {
      plan.leaveOut(cut.id(), "a mix gets no fields of other files of its shard", where);
    }
    byte[] bytes = new CutLine(original).with(others);
    LineText completed = new LineText(bytes, 0, bytes.length - 1, written);
    Cut parsed = cut;
    if (!others.isEmpty()) {
      try {
        parsed = completed.cut();
      } catch (InvalidCutException e) {
        layout.badLine("with the fields of its shard's files: " + e.problem(), where);
        return;
      }
    }
    out.write(bytes);
    written += bytes.length;
    layout.line(completed, original);
    layout.cut(parsed, where);
  }

  @Override
  public void badLine(String problem, SourceLine where) throws IOException {
    layout.badLine(problem, where);
  }

  /** The lines that were handed on, once all have been. */
  ManifestText text() throws IOException {
    out.close();
    return ManifestText.keeping(file);
  }

  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(file);
  }
}
