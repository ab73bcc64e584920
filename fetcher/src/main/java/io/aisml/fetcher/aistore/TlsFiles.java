package io.aisml.fetcher.aistore;

import java.nio.file.Path;
import java.util.Optional;

/**
 * PEM files for {@code https} endpoints.
 *
 * @param ca certificates that are trusted beside the system's
 * @param cert the client's certificate, with its chain
 * @param key the client's private key, unencrypted
 * @param skipVerify trust any server, for tests only
 */
public record TlsFiles(
    Optional<Path> ca, Optional<Path> cert, Optional<Path> key, boolean skipVerify) {
  /** The system's certificates and no client certificate. */
  public static final TlsFiles NONE =
      new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), false);

  /**
   * @throws IllegalArgumentException when one of certificate and key is given without the other
   */
  public TlsFiles {
    if (cert.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "a client certificate needs its key and a key its certificate: give both, cert and key");
    }
  }
}
