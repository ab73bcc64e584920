package io.aisml.fetcher.aistore;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error as AIStore states it: a status, the Go type of the error and a text.
 *
 * @param tcode such as {@code ErrBckNotFound}, or empty
 * @param structured whether it came as AIStore's JSON
 */
record ServerError(int status, String tcode, String message, boolean structured) {
  /** What an error means for the request. */
  enum Verdict {
    /** Too many requests, or the node is starting: wait and try again. */
    THROTTLED,
    /** The cluster is changing or a node is gone: start again at a proxy. */
    TRANSIENT,
    /** The server failed; once more may help. */
    FAULT,
    /** The token is missing, wrong or too old. */
    UNAUTHORIZED,
    /** The token does not permit this. */
    FORBIDDEN,
    /** A bucket of the request does not exist or has no backend. */
    BAD_BUCKET,
    /** The object or member does not exist. */
    NOT_FOUND,
    /** The range lies outside of the object. */
    OUT_OF_RANGE,
    /** The request is wrong in some other way. */
    REFUSED,
    /** Whatever answered is no AIStore, or one without this call. */
    ALIEN
  }

  // Most transient failures carry status 400, because the handler passes none. AIStore
  // ais/ml.go: target.mlHandler; the texts come from xact/xs/moss.go, ais/ml.go and ais/htrun.go.
  private static final List<String> TRANSIENT_TEXTS =
      List.of(
          "timed out waiting for missing entry",
          "network error while retrieving entry",
          "senders did not ack start",
          "GFN(",
          "context deadline exceeded",
          "detected cluster membership change",
          "connection refused",
          "connection reset",
          "broken pipe",
          "no route to host",
          "i/o timeout",
          "EOF",
          "prep-rx not done?",
          "not active",
          "renewal (temp) conflict",
          "different Smap version",
          "not present in the local");

  private static final List<String> TRANSIENT_CODES =
      List.of("ErrMembershipChange", "ErrNoNodes", "errHole");

  private static final List<String> BUCKET_CODES =
      List.of("ErrBckNotFound", "ErrRemoteBckNotFound", "ErrFailedTo", "ErrInvalidBackendProvider");

  // "t[XkTt8081]: ais://b/o does not exist". AIStore core/meta/smap.go: Snode.String.
  private static final Pattern NODE = Pattern.compile("(^|: )[pt]\\[\\w+\\]: ");

  // cmn/err.go: ErrBckNotFound.Error, ErrFailedTo.Error
  private static final Pattern BUCKET =
      Pattern.compile(
          "(?<none>bucket \"(?<a>[^\"]+)\" does not exist)"
              + "|failed to [^:]*bucket (?<b>\\S+), err: (?<why>.*)");

  Verdict verdict() {
    return switch (status) {
      case 429, 503 -> Verdict.THROTTLED;
      case 401 -> Verdict.UNAUTHORIZED;
      case 403 -> Verdict.FORBIDDEN;
      case 416 -> Verdict.OUT_OF_RANGE;
      case 408, 409, 410 -> Verdict.TRANSIENT;
      case 400, 404 -> clientError();
      default -> status >= 500 && status != 501 ? Verdict.FAULT : Verdict.ALIEN;
    };
  }

  private Verdict clientError() {
    if (!structured) {
      return Verdict.ALIEN;
    }
    if (BUCKET_CODES.contains(tcode)) {
      return Verdict.BAD_BUCKET;
    }
    if (TRANSIENT_CODES.contains(tcode)
        || TRANSIENT_TEXTS.stream().anyMatch(message::contains)
        || (message.contains("expecting ") && message.contains(" targets, have "))) {
      return Verdict.TRANSIENT;
    }
    if (tcode.equals("ErrRangeNotSatisfiable")) {
      return Verdict.OUT_OF_RANGE;
    }
    return status == 404 ? Verdict.NOT_FOUND : Verdict.REFUSED;
  }

  /**
   * {@code ais://b/o does not exist}, {@code ais://nope/o: no such bucket}; the subject and its
   * bucket are not said twice, and the nodes that the text names are left out.
   */
  String about(String what) {
    String reason = message.isEmpty() ? "status " + status : NODE.matcher(message).replaceAll("$1");
    Matcher bucket = BUCKET.matcher(reason);
    if (bucket.matches()) {
      boolean absent = bucket.group("none") != null;
      String name = bucket.group(absent ? "a" : "b");
      if (what.equals(name) && absent) {
        reason = name + " does not exist";
      } else if (what.equals(name) || what.startsWith(name + "/")) {
        reason = absent ? "no such bucket" : bucket.group("why");
      }
    }
    return reason.startsWith(what + " ") ? reason : what + ": " + reason;
  }

  /** {@code status 404, ErrBckNotFound: bucket "ais://nope" does not exist}. */
  @Override
  public String toString() {
    return "status "
        + status
        + (tcode.isEmpty() ? "" : ", " + tcode)
        + (message.isEmpty() ? "" : ": " + message);
  }
}
