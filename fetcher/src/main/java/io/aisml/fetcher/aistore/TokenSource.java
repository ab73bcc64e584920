package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the bearer token of a request comes from. Safe for use by several threads. */
public interface TokenSource {
  /**
   * The token to send now.
   *
   * @throws IOException naming the file that cannot be read
   */
  Optional<String> token() throws IOException;

  /** Requests without a token. */
  static TokenSource none() {
    return Optional::empty;
  }

  /** Always the same token: a bare JWT. */
  static TokenSource fixed(String jwt) {
    Optional<String> token = Optional.of(jwt.strip());
    return () -> token;
  }

  /**
   * The token in a file, read again when the file changes: {@code {"token":"..."}} as {@code ais
   * auth login} writes it, or a bare JWT.
   */
  static TokenSource file(Path file) {
    return new TokenFile(file);
  }
}
