package io.aisml.fetcher.aistore;

import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.SourceException;
import java.io.IOException;
import java.net.URI;

/** A node answered with an error. */
final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // exceptions of this package are not serialized
  private final ServerError error;

  private final String node;

  RefusedException(URI uri, ServerError error) {
    super(uri.getScheme() + "://" + uri.getRawAuthority() + " answers " + error);
    this.error = error;
    this.node = uri.getScheme() + "://" + uri.getRawAuthority();
  }

  ServerError error() {
    return error;
  }

  FailureKind kind() {
    return switch (error.verdict()) {
      case UNAUTHORIZED, FORBIDDEN -> FailureKind.DENIED;
      case NOT_FOUND, BAD_BUCKET -> FailureKind.NOT_FOUND;
      default -> FailureKind.FAILED;
    };
  }

  /**
   * One line for people: what was asked for, why it was refused and what to do. The node is named
   * where another might have answered otherwise.
   */
  String describe(String what) {
    return switch (error.verdict()) {
      case NOT_FOUND, BAD_BUCKET -> error.about(what);
      case UNAUTHORIZED ->
          error.about(what) + "; give a valid token (AIS_AUTHN_TOKEN or token-file)";
      case FORBIDDEN -> error.about(what) + "; the token needs permission for it";
      case ALIEN -> what + ": " + getMessage() + "; is " + node + " an AIStore 4.0 or newer?";
      default -> what + ": " + getMessage();
    };
  }

  SourceException asSourceException(String what) {
    return new SourceException(kind(), describe(what), this);
  }
}
