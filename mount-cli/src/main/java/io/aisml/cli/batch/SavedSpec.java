package io.aisml.cli.batch;

import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fetcher.spec.SpecWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes what was resolved as a spec, when somebody wants that. For one thread. */
public final class SavedSpec implements Closeable {
  private final Output output;
  private final @Nullable SpecWriter writer;

  private SavedSpec(Output output, @Nullable SpecWriter writer) {
    this.output = output;
    this.writer = writer;
  }

  /** Begins the file, which appears under its name at {@link #commit}; without one does nothing. */
  public static SavedSpec at(Optional<Path> path, SpecOptions options) throws IOException {
    Output output = Output.to(path);
    return new SavedSpec(
        output, path.isPresent() ? new SpecWriter(output.stream(), options) : null);
  }

  /**
   * @param opaque base64, or empty
   */
  public void write(Entry entry, String opaque) throws IOException {
    if (writer != null) {
      writer.write(entry, opaque);
    }
  }

  public void commit() throws IOException {
    if (writer != null) {
      writer.close();
    }
    output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
