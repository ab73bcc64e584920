package io.aisml.fs;

import io.aisml.fs.tree.Text;
import io.aisml.fs.tree.TextFile;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the generated files contained when they were last opened. */
final class TextSnapshots {
  private static final Logger log = LoggerFactory.getLogger(TextSnapshots.class);
  private static final Text NEVER_OPENED = Text.of(new byte[0]);

  private final Map<TextFile, Text> contents = new ConcurrentHashMap<>();

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

  long size(TextFile text) {
    return contents.getOrDefault(text, NEVER_OPENED).size();
  }

  void read(TextFile text, long offset, int size, ReadReply reply) {
    Text content = contents.getOrDefault(text, NEVER_OPENED);
    long from = Math.min(content.size(), offset);
    int length = (int) Math.min(size, content.size() - from);
    ByteBuffer bytes = ByteBuffer.allocateDirect(length);
    content.read(from, bytes);
    reply.data(bytes.flip());
  }
}
