package io.aisml.fs.fuse.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Bytes as the tests write them: hexadecimal, with blanks between the fields. */
final class Hex {
  private Hex() {}

  static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceAll("\\s", "")))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An empty buffer of the protocol's byte order, filled with ones: who skips a field is seen. */
  static ByteBuffer room(int size) {
    ByteBuffer room = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (room.hasRemaining()) {
      room.put((byte) 0xff);
    }
    return room.clear();
  }
}
