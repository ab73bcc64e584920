package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.ErrnoTable;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitNegotiationTest {
  private static final String HEADER =
      "68000000 1a000000 0200000000000000 0000000000000000 00000000 00000000 00000000 00000000";

  /** struct fuse_init_in of Linux 6.x: version, max_readahead 128 KiB, all offers, flags2. */
  private static String init(String major, String minor) {
    return HEADER + major + minor + "00000200 fbffff73 ffffffff" + "00000000".repeat(11);
  }

  @Test
  void asksForWhatAReadOnlyMountUses() throws Exception {
    ByteBuffer out = Hex.room(64);
    Request request = Request.of(Hex.bytes(init("07000000", "2d000000")), 104);
    assertThat(InitNegotiation.answer(request, 1 << 20, out)).isZero();
    assertThat(out.flip())
        .isEqualTo(
            Hex.bytes(
                "07000000 28000000 00001000" // 7.40, read-ahead 1 MiB
                    // ASYNC_READ, DO_READDIRPLUS, PARALLEL_DIROPS, MAX_PAGES, EXPLICIT_INVAL_DATA;
                    // the offer above lacks none of them
                    + "01204402"
                    + "4000 3000 00100000 01000000 0001 0000" // 64, 48, 4096, 1 ns, 256 pages
                    + "00000000"
                    + "00000000".repeat(7)));
  }

  @Test
  void asksForNothingThatIsNotOffered() throws Exception {
    ByteBuffer out = Hex.room(64);
    String poor = HEADER + "07000000 17000000 00000200 01000000 00000000" + "00000000".repeat(11);
    assertThat(InitNegotiation.answer(Request.of(Hex.bytes(poor), 104), 4096, out)).isZero();
    assertThat(out.getInt(4)).as("minor").isEqualTo(23);
    assertThat(out.getInt(12)).as("flags").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"06000000, 2d000000", "08000000, 00000000", "07000000, 16000000"})
  void refusesVersionsThatItDoesNotSpeak(String major, String minor) throws Exception {
    Request request = Request.of(Hex.bytes(init(major, minor)), 104);
    assertThat(InitNegotiation.answer(request, 4096, Hex.room(64))).isEqualTo(ErrnoTable.EPROTO);
  }
}
