package io.aisml.fetcher.aistore;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fetcher.aistore.ServerError.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerErrorTest {
  /** Statuses, types and texts as AIStore 5.0 sends them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          429 | ErrTooManyRequests       | rejected: pending=256                                  | THROTTLED
          503 |                          |                                                        | THROTTLED
          401 |                          | token required                                         | UNAUTHORIZED
          403 |                          | no permission                                          | FORBIDDEN
          404 | ErrBckNotFound           | bucket "ais://nope" does not exist                     | BAD_BUCKET
          404 | ErrRemoteBckNotFound     | bucket "aws://nope" does not exist                     | BAD_BUCKET
          404 | ErrFailedTo              | failed to lookup bucket                                | BAD_BUCKET
          400 | ErrInvalidBackendProvider| invalid backend provider "ht"                          | BAD_BUCKET
          404 | ErrNotFound              | t[x]: ais://b/o does not exist                         | NOT_FOUND
          404 | ErrNotFound              | x-get-batch: wid="w" (prep-rx not done?) does not exist| TRANSIENT
          404 |                          | x-moss: xid "x" not active                             | TRANSIENT
          409 |                          | different Smap version from p: "11" vs local Smap v10  | TRANSIENT
          400 | wrapError                | GFN(ais://b/o, t[..]): Get ...                         | TRANSIENT
          400 | Error                    | Post "http://t": dial tcp: connect: connection refused | TRANSIENT
          400 | errHole                  | network error while retrieving entry at index 6        | TRANSIENT
          400 |                          | timed out waiting for missing entry                    | TRANSIENT
          400 |                          | expecting 3 targets, have 2                            | TRANSIENT
          400 | ErrMembershipChange      | detected cluster membership change                     | TRANSIENT
          400 | ErrNoNodes               | no storage targets in the cluster                      | TRANSIENT
          400 |                          | moss: empty input                                      | REFUSED
          400 |                          | invalid object name "a/../b"                           | REFUSED
          400 | ErrRangeNotSatisfiable   | size=101: not satisfiable range [start=100,length=50]  | OUT_OF_RANGE
          416 | ErrRangeNotSatisfiable   | not satisfiable range                                  | OUT_OF_RANGE
          500 |                          | input/output error                                     | FAULT
          502 |                          | bad gateway                                            | FAULT
          501 |                          | not implemented                                        | ALIEN
          """)
  void isJudgedByStatusTypeAndText(int status, String tcode, String message, Verdict verdict) {
    String code = tcode == null ? "" : tcode;
    String text = message == null ? "" : message;

    assertThat(new ServerError(status, code, text, true).verdict()).isEqualTo(verdict);
  }

  @Test
  void isNoAnswerAboutObjectsWithoutAistoresJson() {
    assertThat(Wire.error(404, "<html>\nNot Found</html>"))
        .isEqualTo(new ServerError(404, "", "<html> Not Found</html>", false))
        .extracting(ServerError::verdict)
        .isEqualTo(Verdict.ALIEN);
    assertThat(Wire.error(405, "Method Not Allowed").verdict()).isEqualTo(Verdict.ALIEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "t[XkTt8081]: ais://b/o does not exist  | ais://b/o does not exist",
        "t[XkTt8081]: m in ais://b/o does not exist | ais://b/o: m in ais://b/o does not exist",
        "ais://b/ob does not exist | ais://b/o: ais://b/ob does not exist",
        "t[a]: HEAD failed, err: t[b]: no cluster | ais://b/o: HEAD failed, err: no cluster",
        "ais://b/t[x]: is odd | ais://b/o: ais://b/t[x]: is odd",
        "bucket \"ais://b\" does not exist | ais://b/o: no such bucket",
        "bucket \"ais://c\" does not exist | ais://b/o: bucket \"ais://c\" does not exist",
        "failed to lookup bucket ais://b, err: no backend | ais://b/o: no backend",
        "'' | ais://b/o: status 404"
      })
  void isToldWithoutNodesAndWithoutSayingTwiceWhatItIsAbout(String message, String told) {
    assertThat(new ServerError(404, "ErrNotFound", message, true).about("ais://b/o"))
        .isEqualTo(told);
  }

  @Test
  void isReadFromJson() {
    assertThat(
            Wire.error(
                404,
                "{\"tcode\":\"ErrBckNotFound\",\"message\":\"bucket \\\"ais://nope\\\" does not exist\","
                    + "\"method\":\"GET\",\"node\":\"p[abc]\",\"status\":404}\n"))
        .hasToString("status 404, ErrBckNotFound: bucket \"ais://nope\" does not exist");
  }
}
