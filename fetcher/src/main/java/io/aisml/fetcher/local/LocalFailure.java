package io.aisml.fetcher.local;

import io.aisml.fetcher.archive.CorruptArchiveException;
import io.aisml.fetcher.archive.TruncatedArchiveException;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a file's error means for the object. */
final class LocalFailure {
  private LocalFailure() {}

  /**
   * The failure of one request.
   *
   * @param what the object, member or bucket, as messages name it
   * @throws InterruptedIOException when the error is an interrupt
   */
  static SourceException of(Object what, IOException e) throws InterruptedIOException {
    if (e instanceof SourceException failure) {
      return failure;
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      throw interrupted(what);
    }
    if (e instanceof NoSuchFileException missing) {
      String reason = missing.getReason();
      return new SourceException(
          FailureKind.NOT_FOUND,
          what + " does not exist" + (reason == null ? "" : ": " + reason),
          e);
    }
    if (e instanceof AccessDeniedException) {
      return new SourceException(
          FailureKind.DENIED, what + " can't be read: no permission for " + e.getMessage(), e);
    }
    return new SourceException(FailureKind.FAILED, what + ": " + cause(e), e);
  }

  static InterruptedIOException interrupted(Object what) {
    return new InterruptedIOException("interrupted while reading " + what);
  }

  private static String cause(IOException e) {
    if (e instanceof CorruptArchiveException || e instanceof TruncatedArchiveException) {
      return "the shard is damaged: " + e.getMessage();
    }
    return e instanceof FileSystemException || e.getMessage() == null
        ? e.toString()
        : e.getMessage();
  }
}
