package io.aisml.fs.fuse.kernel;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One request as the kernel wrote it: {@code struct fuse_in_header} and the operation's arguments.
 * A view: arguments can be read until the buffer takes the next request.
 */
final class Request {
  /** {@code sizeof(struct fuse_in_header)}. */
  static final int HEADER = 40;

  private static final int LENGTH_AT = 0;
  private static final int OPCODE_AT = 4;
  private static final int UNIQUE_AT = 8;
  private static final int NODE_AT = 16;
  private static final int PID_AT = 32;

  private final ByteBuffer bytes;
  private final int length;

  private Request(ByteBuffer bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  /**
   * Views the first bytes of a buffer, in the buffer's byte order.
   *
   * @param length bytes that were read
   * @throws MalformedRequestException when there is no whole header, or it tells another length
   */
  static Request of(ByteBuffer bytes, int length) throws MalformedRequestException {
    if (length < HEADER || length > bytes.capacity()) {
      throw new MalformedRequestException("request of " + length + " bytes");
    }
    int told = bytes.getInt(LENGTH_AT);
    if (told != length) {
      throw new MalformedRequestException(
          "request of " + length + " bytes says that it has " + told);
    }
    return new Request(bytes, length);
  }

  int length() {
    return length;
  }

  /** Copies all of it but its length, the first four bytes. */
  void copyTo(ByteBuffer target, int at) {
    int rest = LENGTH_AT + Integer.BYTES;
    target.put(at + rest, bytes, rest, length - rest);
  }

  /** The operation, or null when it is none that we know. */
  @Nullable Opcode opcode() {
    return Opcode.of(number());
  }

  /** The operation's number. */
  int number() {
    return bytes.getInt(OPCODE_AT);
  }

  /** What the answer must carry. */
  long unique() {
    return bytes.getLong(UNIQUE_AT);
  }

  /** The inode that the request is about. */
  long node() {
    return bytes.getLong(NODE_AT);
  }

  /** The caller's process id, 0 when it lives in a pid namespace that the mount can't see. */
  int pid() {
    return bytes.getInt(PID_AT);
  }

  /** A 32-bit argument, at an offset from the arguments' beginning. */
  int intAt(int offset) throws MalformedRequestException {
    return bytes.getInt(checked(offset, Integer.BYTES));
  }

  /** A 64-bit argument, at an offset from the arguments' beginning. */
  long longAt(int offset) throws MalformedRequestException {
    return bytes.getLong(checked(offset, Long.BYTES));
  }

  /** The arguments as a NUL-terminated name, without the NUL. */
  byte[] name() throws MalformedRequestException {
    for (int end = HEADER; end < length; end++) {
      if (bytes.get(end) == 0) {
        byte[] name = new byte[end - HEADER];
        bytes.get(HEADER, name);
        return name;
      }
    }
    throw new MalformedRequestException("a name without end");
  }

  private int checked(int offset, int size) throws MalformedRequestException {
    if (offset > length - HEADER - size) {
      throw new MalformedRequestException(
          "request " + number() + " of " + length + " bytes has no argument at " + offset);
    }
    return HEADER + offset;
  }
}
