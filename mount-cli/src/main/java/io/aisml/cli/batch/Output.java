package io.aisml.cli.batch;

import io.aisml.fetcher.download.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where bytes go: a file that is whole or not there, a stream of somebody else's, or nowhere. */
record Output(@Nullable OutputFile file, OutputStream stream) implements Closeable {
  /** Begins a file, which appears under its name at {@link #commit}. */
  static Output to(Path path) throws IOException {
    OutputFile file = OutputFile.at(path);
    return new Output(file, file.stream());
  }

  /** Begins a file where one is wanted. */
  static Output to(Optional<Path> path) throws IOException {
    return path.isPresent() ? to(path.get()) : to(OutputStream.nullOutputStream());
  }

  /** A stream, which stays open. */
  static Output to(OutputStream stream) {
    return new Output(null, stream);
  }

  /** See {@link OutputFile#commit}. */
  void commit() throws IOException {
    if (file != null) {
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
