package io.aisml.cli.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The datagram socket on which systemd hears of a service: sd_notify(3). Java knows Unix sockets
 * only as streams. The layouts are those of 64-bit Linux. Any thread may send.
 */
final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 02000000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  /** {@code sizeof(struct sockaddr_un)}; two bytes of it are the family. */
  private static final int ADDRESS = 110;

  private static final int FAMILY = 2;

  /** {@code CMSG_SPACE(sizeof(int))}: a header of 16 bytes and the descriptor, padded. */
  private static final int CONTROL = 24;

  private static final int CONTROL_USED = 20;

  private final byte[] address;

  /**
   * @param path what {@code NOTIFY_SOCKET} says; an {@code @} in front means an abstract address
   */
  NotifySocket(String path) throws IOException {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    if (name.length >= ADDRESS - FAMILY) {
      throw new IOException("NOTIFY_SOCKET=" + path + " is too long for a socket's address");
    }
    if (path.startsWith("@")) {
      name[0] = 0;
    }
    address =
        ByteBuffer.allocate(FAMILY + name.length)
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_UNIX)
            .put(name)
            .array();
  }

  /**
   * Sends one message.
   *
   * @param assignments lines of {@code NAME=value}
   * @param descriptor goes with it
   */
  void send(String assignments, OptionalInt descriptor) throws IOException {
    LibC libc = LibC.INSTANCE;
    int socket = libc.socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw new IOException("socket: " + LibC.error());
    }
    try {
      byte[] text = assignments.getBytes(StandardCharsets.UTF_8);
      Runtime runtime = Runtime.getSystemRuntime();
      Pointer name = copy(runtime, address);
      Pointer data = copy(runtime, text);
      Pointer vector = Memory.allocateDirect(runtime, 16, true);
      vector.putAddress(0, data.address());
      vector.putLong(8, text.length);
      Pointer message = Memory.allocateDirect(runtime, 56, true); // struct msghdr
      message.putAddress(0, name.address());
      message.putInt(8, address.length);
      message.putAddress(16, vector.address());
      message.putLong(24, 1);
      Pointer control = Memory.allocateDirect(runtime, CONTROL, true);
      if (descriptor.isPresent()) {
        control.putLong(0, CONTROL_USED);
        control.putInt(8, SOL_SOCKET);
        control.putInt(12, SCM_RIGHTS);
        control.putInt(16, descriptor.getAsInt());
        message.putAddress(32, control.address());
        message.putLong(40, CONTROL);
      }
      if (libc.sendmsg(socket, message, MSG_NOSIGNAL) < 0) {
        throw new IOException("telling systemd failed: " + LibC.error());
      }
    } finally {
      libc.close(socket);
    }
  }

  private static Pointer copy(Runtime runtime, byte[] bytes) {
    Pointer memory = Memory.allocateDirect(runtime, Math.max(bytes.length, 1), true);
    memory.put(0, bytes, 0, bytes.length);
    return memory;
  }
}
