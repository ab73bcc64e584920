package io.aisml.fs;

import io.aisml.fs.tree.Text;
import io.aisml.fs.tree.TextFile;
import io.aisml.fs.tree.Tree;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the generated files contained when they were last opened, or, where opens are not answered,
 * when they were last looked up: then each look-up gives an inode of its own, whose pages nobody
 * has. The monitor guards the contents.
 */
final class TextSnapshots {
  private static final Logger log = LoggerFactory.getLogger(TextSnapshots.class);
  private static final Text NOTHING = Text.of(new byte[0]);

  /** More than are looked up and not yet read at any time. */
  private static final int KEPT = 64;

  private final Tree tree;

  /** Inodes given to look-ups so far. */
  private final AtomicLong taken = new AtomicLong();

  /** By inode number, in the order of use. */
  private final Map<Long, Text> contents =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Text> eldest) {
          return size() > KEPT;
        }
      };

  TextSnapshots(Tree tree) {
    this.tree = tree;
  }

  void open(long inode, TextFile text, OpenReply reply) {
    try {
      put(inode, text.content().get());
    } catch (RuntimeException e) {
      log.warn("{} can't be generated: {}", text.name(), e.toString(), e);
      reply.failed(Errno.EIO);
      return;
    }
    reply.opened(false);
  }

  /** What a text contains now, under an inode number of its own. */
  long take(long inode, TextFile text) {
    long own = tree.snapshot(inode, taken.incrementAndGet());
    put(own, generate(text));
    return own;
  }

  private static Text generate(TextFile text) {
    try {
      return text.content().get();
    } catch (RuntimeException e) {
      log.warn("{} can't be generated: {}", text.name(), e.toString(), e);
      return NOTHING;
    }
  }

  private synchronized void put(long inode, Text content) {
    contents.put(inode, content);
  }

  /** The size of what was opened last; 0 before that. */
  synchronized long size(long inode) {
    return contents.getOrDefault(inode, NOTHING).size();
  }

  /** The size of what was taken, by this process or, made anew, by the one before it. */
  long sizeTaken(long inode, TextFile text) {
    return taken(inode, text).size();
  }

  private synchronized Text taken(long inode, TextFile text) {
    return contents.computeIfAbsent(inode, n -> generate(text));
  }

  void read(long inode, TextFile text, long offset, int size, ReadReply reply) {
    Text content = taken(inode, text);
    long from = Math.min(content.size(), offset);
    int length = (int) Math.min(size, content.size() - from);
    ByteBuffer bytes = ByteBuffer.allocateDirect(length);
    content.read(from, bytes);
    reply.data(bytes.flip());
  }
}
