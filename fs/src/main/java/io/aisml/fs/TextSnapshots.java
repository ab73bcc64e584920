package io.aisml.fs;

import io.aisml.fs.tree.TextFile;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the generated files contained when they were last opened. */
final class TextSnapshots {
  private static final Logger log = LoggerFactory.getLogger(TextSnapshots.class);
  private static final byte[] NEVER_OPENED = {};

  private final Map<TextFile, byte[]> contents = new ConcurrentHashMap<>();

  void open(TextFile text, OpenReply reply) {
    try {
      contents.put(text, text.content().get());
    } catch (RuntimeException e) {
      log.warn("{} can't be generated: {}", text.name(), e.toString(), e);
      reply.failed(Errno.EIO);
      return;
    }
    reply.opened(false);
  }

  int size(TextFile text) {
    return contents.getOrDefault(text, NEVER_OPENED).length;
  }

  void read(TextFile text, long offset, int size, ReadReply reply) {
    byte[] content = contents.getOrDefault(text, NEVER_OPENED);
    int from = (int) Math.min(content.length, offset);
    int length = Math.min(size, content.length - from);
    reply.data(ByteBuffer.allocateDirect(length).put(content, from, length).flip());
  }
}
