package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.Attributes;
import io.aisml.fs.Ownership;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Against bytes written out by hand from the structures of fuse.h. */
class ReplyEncoderTest {
  private static final String DAY = "8051010000000000"; // 86,400

  /** struct fuse_attr of a file: inode 5, 1,025 bytes in 3 blocks, 0444, 2 links, 1000:100. */
  private static final String FILE =
      "0500000000000000 0104000000000000 0300000000000000"
          + "0102000000000000".repeat(3)
          + "03000000".repeat(3)
          + "24810000 02000000 e8030000 64000000 00000000 00000200 00000000";

  private final ReplyEncoder encoder =
      new ReplyEncoder(new Ownership(1000, 100, Instant.ofEpochSecond(0x201, 3)));
  private final ByteBuffer out = Hex.room(256);

  private static Attributes file(long size, boolean sizeKnown) {
    return new Attributes(5, false, size, sizeKnown, 2, 0444);
  }

  @Test
  void letsTheKernelRememberANameAndItsAttributesForADay() {
    encoder.entry(out, file(1025, true));
    assertThat(out.flip())
        .isEqualTo(
            Hex.bytes(
                "0500000000000000 0000000000000000" + DAY + DAY + "00000000 00000000" + FILE));
  }

  @Test
  void letsNobodyRememberAnUnknownSizeButTheNameAllTheSame() {
    encoder.entry(out, file(0, false));
    assertThat(out.flip().slice(16, 16)).isEqualTo(Hex.bytes(DAY + "0000000000000000"));
  }

  @Test
  void remembersForADayThatANameIsNotThere() {
    encoder.noEntry(out);
    assertThat(out.flip()).isEqualTo(Hex.bytes("00".repeat(16) + DAY + "00".repeat(8 + 8 + 88)));
  }

  @Test
  void putsAttributesBehindTheirTimeout() {
    encoder.attributesOut(out, file(1025, true));
    assertThat(out.flip()).isEqualTo(Hex.bytes(DAY + "00000000 00000000" + FILE));
  }

  @Test
  void givesAttributesOfUnknownSizeNoTimeout() {
    encoder.attributesOut(out, file(0, false));
    assertThat(out.flip().slice(0, 16)).isEqualTo(Hex.bytes("00".repeat(16)));
  }

  @Test
  void marksDirectories() {
    encoder.attributesOut(out, new Attributes(1, true, 0, true, 3, 0555));
    assertThat(out.getInt(16 + 60)).isEqualTo(0040555);
  }

  @Test
  void showsADiskOfNoBlocks() {
    encoder.statfs(out);
    assertThat(out.flip())
        .isEqualTo(Hex.bytes("00".repeat(40) + "00100000 ff000000 00100000" + "00".repeat(28)));
  }
}
