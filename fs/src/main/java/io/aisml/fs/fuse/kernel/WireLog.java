package io.aisml.fs.fuse.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One readable line for each request and each answer, at level trace of this class's logger. */
final class WireLog {
  private static final Logger log = LoggerFactory.getLogger(WireLog.class);

  private WireLog() {}

  static void request(Request request) throws MalformedRequestException {
    if (log.isTraceEnabled()) {
      log.trace(
          "-> #{} {} inode {}{} pid {}",
          request.unique(),
          operation(request),
          request.node(),
          arguments(request),
          request.pid());
    }
  }

  static void answer(long unique, ByteBuffer... payload) {
    if (log.isTraceEnabled()) {
      long bytes = 0;
      for (ByteBuffer extent : payload) {
        bytes += extent.remaining();
      }
      log.trace("<- #{} {} bytes", unique, bytes);
    }
  }

  static void failure(long unique, int errno) {
    if (log.isTraceEnabled()) {
      log.trace("<- #{} errno {} ({})", unique, errno, LibC.INSTANCE.strerror(errno));
    }
  }

  static void store(long inode, long offset, int bytes, int errno) {
    log.trace("<- STORE inode {} offset {} {} bytes: errno {}", inode, offset, bytes, errno);
  }

  private static String operation(Request request) {
    Opcode opcode = request.opcode();
    return opcode == null ? "operation " + request.number() : opcode.name();
  }

  private static String arguments(Request request) throws MalformedRequestException {
    Opcode opcode = request.opcode();
    if (opcode == null) {
      return "";
    }
    return switch (opcode) {
      case LOOKUP -> " name '" + new String(request.name(), StandardCharsets.UTF_8) + "'";
      case OPEN -> " flags 0" + Integer.toOctalString(request.intAt(0));
      case READ, READDIR, READDIRPLUS ->
          " offset " + request.longAt(8) + " size " + request.intAt(16);
      case INTERRUPT -> " of #" + request.longAt(0);
      default -> "";
    };
  }
}
