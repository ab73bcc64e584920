package io.aisml.fetcher.testing;

import java.util.List;

/** What a {@link FaultProxy} does to one exchange. Bytes are counted after the reply's headers. */
public sealed interface Fault {
  /** Closes the connection after {@code bytes} of the body. */
  record Cut(long bytes) implements Fault {}

  /** Sends nothing more after {@code bytes} of the body, and keeps the connection open. */
  record Stall(long bytes) implements Fault {}

  /**
   * Answers itself, without a body; the server hears nothing of the request.
   *
   * @param headers whole lines, for example {@code Retry-After: 1}
   */
  record Answer(int status, List<String> headers) implements Fault {
    public Answer {
      headers = List.copyOf(headers);
    }
  }
}
