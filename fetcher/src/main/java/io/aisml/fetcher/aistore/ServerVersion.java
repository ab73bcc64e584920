package io.aisml.fetcher.aistore;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the cluster serves ranges in a get-batch: AIStore 5.0 (v1.5.0) and newer do. */
final class ServerVersion {
  private static final Pattern MAJOR = Pattern.compile("^\\W*(\\d+)\\.");
  private static final int FIRST_WITH_RANGES = 5;

  private final Calls calls;

  /** Set once it is known that ranges are served; a cluster is not downgraded under a mount. */
  private volatile boolean hasRanges;

  ServerVersion(Calls calls) {
    this.calls = calls;
  }

  /**
   * @return why ranges are not served, or empty when they are
   */
  Optional<String> lacksRanges(Lifeline lifeline) throws IOException {
    if (hasRanges) {
      return Optional.empty();
    }
    String version = version(lifeline);
    Matcher major = MAJOR.matcher(version);
    hasRanges = major.find() && Integer.parseInt(major.group(1)) >= FIRST_WITH_RANGES;
    return hasRanges
        ? Optional.empty()
        : Optional.of(
            "AIStore at "
                + calls.endpoints()
                + (version.isEmpty() ? "" : ", version " + version.strip())
                + ", serves no byte ranges in get-batch: 5.0 (v1.5.0) or newer is needed");
  }

  /** Empty for a server that does not know the question, which is new in 5.0. */
  String version(Lifeline lifeline) throws IOException {
    try {
      return calls.version(lifeline);
    } catch (RefusedException e) {
      return switch (e.error().verdict()) {
        case REFUSED, NOT_FOUND, ALIEN -> "";
        default -> throw e;
      };
    }
  }
}
