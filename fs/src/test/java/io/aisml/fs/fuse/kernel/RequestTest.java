package io.aisml.fs.fuse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RequestTest {
  /** LOOKUP of "ab" in inode 7, by pid 300 of uid 1000. */
  private static final String LOOKUP =
      "2b000000 01000000 0200000000000080 0700000000000000 e8030000 e8030000 2c010000 0000 0000"
          + "616200";

  @Test
  void readsTheHeader() throws Exception {
    Request request = Request.of(Hex.bytes(LOOKUP), 43);
    assertThat(request.opcode()).isEqualTo(Opcode.LOOKUP);
    assertThat(request.unique()).isEqualTo(0x8000000000000002L);
    assertThat(request.node()).isEqualTo(7);
    assertThat(request.pid()).isEqualTo(300);
  }

  @Test
  void readsANameUpToItsEnd() throws Exception {
    assertThat(Request.of(Hex.bytes(LOOKUP), 43).name())
        .isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsArguments() throws Exception {
    ByteBuffer read =
        Hex.bytes(
            "50000000 0f000000 0500000000000000 0900000000000000 00000000 00000000 00000000 00000000"
                + "0000000000000000 0010000000000000 00000200 00000000 0000000000000000 00800000"
                + "00000000");
    Request request = Request.of(read, 80);
    assertThat(request.opcode()).isEqualTo(Opcode.READ);
    assertThat(request.longAt(8)).isEqualTo(4096);
    assertThat(request.intAt(16)).isEqualTo(128 << 10);
    assertThat(request.intAt(36)).isZero();
  }

  @Test
  void refusesArgumentsBeyondItsEnd() throws Exception {
    Request request = Request.of(Hex.bytes(LOOKUP), 43);
    assertThatThrownBy(() -> request.intAt(0)).isInstanceOf(MalformedRequestException.class);
    assertThatThrownBy(() -> request.longAt(8)).isInstanceOf(MalformedRequestException.class);
  }

  @Test
  void refusesANameWithoutEnd() throws Exception {
    ByteBuffer endless = Hex.bytes(LOOKUP.replace("2b000000", "2a000000"));
    Request request = Request.of(endless, 42);
    assertThatThrownBy(request::name)
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("a name without end");
  }

  @Test
  void refusesAHeaderThatTellsAnotherLength() {
    assertThatThrownBy(() -> Request.of(Hex.bytes(LOOKUP), 42))
        .isInstanceOf(MalformedRequestException.class)
        .hasMessage("request of 42 bytes says that it has 43");
  }

  @Test
  void knowsNoUnknownOperation() throws Exception {
    Request request = Request.of(Hex.bytes(LOOKUP.replace("01000000", "ff7f0000")), 43);
    assertThat(request.opcode()).isNull();
    assertThat(request.number()).isEqualTo(0x7fff);
  }

  /** Whatever the bytes: a value from within the request, or the one declared exception. */
  @Property
  void neverReadsOutsideTheRequest(
      @ForAll @Size(max = 120) byte[] random,
      @ForAll @IntRange(min = -8, max = 128) int length,
      @ForAll @IntRange(min = 0, max = 100) int offset) {
    ByteBuffer bytes = ByteBuffer.wrap(random.clone()).order(ByteOrder.LITTLE_ENDIAN);
    if (random.length >= 4 && (random[0] & 1) == 0) {
      bytes.putInt(0, length); // half of the time a header that is right
    }
    try {
      Request request = Request.of(bytes, length);
      assertThat(length).isBetween(40, random.length);
      assertThat(request.opcode()).isEqualTo(Opcode.of(request.number()));
      readAll(request, offset, length);
    } catch (MalformedRequestException e) {
      assertThat(e).hasMessageContaining(" bytes");
    }
  }

  private static void readAll(Request request, int offset, int length) {
    try {
      request.intAt(offset);
      assertThat(40 + offset + 4).isLessThanOrEqualTo(length);
      request.longAt(offset);
      assertThat(40 + offset + 8).isLessThanOrEqualTo(length);
    } catch (MalformedRequestException e) {
      assertThat(40 + offset + 8).isGreaterThan(length);
    }
    try {
      assertThat(request.name()).hasSizeLessThan(length - 40).doesNotContain(0);
    } catch (MalformedRequestException e) {
      assertThat(e).hasMessage("a name without end");
    }
  }
}
