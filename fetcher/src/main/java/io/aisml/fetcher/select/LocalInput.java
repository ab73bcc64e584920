package io.aisml.fetcher.select;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Text of the caller that can be read several times: to be checked first, then to be used. */
final class LocalInput implements Closeable {
  static final String STANDARD_INPUT = "-";

  private final String name;
  private final Opening opening;
  private final Closeable end;

  private LocalInput(String name, Opening opening, Closeable end) {
    this.name = name;
    this.opening = opening;
    this.end = end;
  }

  /** Text from the command line. */
  static LocalInput ofText(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new LocalInput(name, () -> new ByteArrayInputStream(bytes), () -> {});
  }

  /**
   * A file, or for {@code -} all of standard input, which is kept in a temporary file until the
   * end, whatever its length.
   */
  static LocalInput ofFile(String file, InputStream standardInput) throws IOException {
    if (!file.equals(STANDARD_INPUT)) {
      Path path = Path.of(file);
      return new LocalInput(file, () -> Files.newInputStream(path), () -> {});
    }
    Path spool = Files.createTempFile("aisml-", ".input");
    try {
      Files.copy(standardInput, spool, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.delete(spool);
      throw e;
    }
    return new LocalInput(
        "standard input", () -> Files.newInputStream(spool), () -> Files.deleteIfExists(spool));
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  InputStream open() throws IOException {
    return opening.open();
  }

  @Override
  public void close() throws IOException {
    end.close();
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open() throws IOException;
  }
}
