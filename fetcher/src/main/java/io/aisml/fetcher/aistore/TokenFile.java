package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token in a file that is replaced from time to time. AIStore {@code api/authn/loadtoken.go}. */
final class TokenFile implements TokenSource {
  /** What tells one content of the file from another. A file renamed into place has a new key. */
  private record Version(FileTime modified, long size, @Nullable Object key) {}

  private record Read(Version version, String token) {}

  private final Path file;
  private volatile @Nullable Read last;

  TokenFile(Path file) {
    this.file = file;
  }

  @Override
  public Optional<String> token() throws IOException {
    try {
      Version version = version();
      Read read = last;
      if (read == null || !read.version.equals(version)) {
        read = new Read(version, parse(Files.readString(file)));
        last = read;
      }
      return Optional.of(read.token);
    } catch (NoSuchFileException e) {
      throw new IOException("token file " + file + " does not exist", e);
    }
  }

  private Version version() throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }

  private String parse(String content) throws IOException {
    String text = content.strip();
    String token = text.startsWith("{") ? Wire.token(text) : text;
    if (token.isEmpty()) {
      throw new IOException(
          "token file " + file + " holds no token: expected {\"token\":\"...\"} or a bare JWT");
    }
    return token;
  }
}
