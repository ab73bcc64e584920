package io.aisml.cli.batch;

import io.aisml.fetcher.download.OutputFile;
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
  private final @Nullable OutputFile file;
  private final @Nullable SpecWriter writer;

  private SavedSpec(@Nullable OutputFile file, @Nullable SpecWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /** Begins the file, which appears under its name at {@link #commit}; without one does nothing. */
  public static SavedSpec at(Optional<Path> path, SpecOptions options) throws IOException {
    if (path.isEmpty()) {
      return new SavedSpec(null, null);
    }
    OutputFile file = OutputFile.at(path.get());
    return new SavedSpec(file, new SpecWriter(file.stream(), options));
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
    if (writer != null && file != null) {
      writer.close();
      file.commit();
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
