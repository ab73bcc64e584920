package io.aisml.cli.batch;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is measured of an archive from its beginning: the time and, for programs, its SHA-256. */
record Measure(long startNanos, @Nullable MessageDigest digest) {
  static Measure begin(ArchiveFlags flags) {
    return new Measure(System.nanoTime(), flags.json() ? Receipts.sha256() : null);
  }

  /** The stream that the archive's bytes are to go through. */
  OutputStream through(OutputStream stream) {
    return digest == null ? stream : new DigestOutputStream(stream, digest);
  }

  Duration time() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** Of the whole archive; may be asked once. */
  Optional<String> sha256() {
    return Optional.ofNullable(digest).map(d -> HexFormat.of().formatHex(d.digest()));
  }
}
