package io.aisml.cli;

import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.spec.SpecOptions;
import io.aisml.fetcher.spec.SpecWriter;
import io.aisml.fs.tree.Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that a mount asks for, batch after batch, as one spec. A spec of a million entries is 100 MB
 * of text, so no more of it is in memory than the entries that somebody is reading: it is written
 * anew for each read, in blocks of which only the ends are remembered.
 */
final class RequestText implements Text {
  private static final int BLOCK_ENTRIES = 1024;
  private static final byte[] SEPARATOR = ",\n".getBytes(StandardCharsets.UTF_8);

  /** Some entries of one batch, one behind the other. */
  private record Block(int batch, int first, int count) {}

  private final Plan plan;
  private final SpecOptions options;
  private final List<Block> blocks = new ArrayList<>();

  /** What stands before the first entry, and behind the last. */
  private final byte[] head;

  private final byte[] tail;

  /** Where each block ends, its separator included. */
  private final long[] ends;

  /** Takes as long as writing all of it. */
  RequestText(Plan plan, SpecOptions options) {
    this.plan = plan;
    this.options = options;
    for (int batch = 0; batch < plan.batchCount(); batch++) {
      int size = plan.batch(batch).size();
      for (int first = 0; first < size; first += BLOCK_ENTRIES) {
        blocks.add(new Block(batch, first, Math.min(BLOCK_ENTRIES, size - first)));
      }
    }
    byte[] empty = spec(new Block(0, 0, 0));
    int split = new String(empty, StandardCharsets.UTF_8).lastIndexOf("\n]");
    head = Arrays.copyOf(empty, split);
    tail = Arrays.copyOfRange(empty, split, empty.length);
    ends = new long[blocks.size()];
    long end = head.length;
    for (int i = 0; i < ends.length; i++) {
      end += block(i).length;
      ends[i] = end;
    }
  }

  @Override
  public long size() {
    return (ends.length == 0 ? head.length : ends[ends.length - 1]) + tail.length;
  }

  @Override
  public void read(long offset, ByteBuffer into) {
    long at = offset;
    while (into.hasRemaining() && at < size()) {
      long begin = 0;
      byte[] part = head;
      if (at >= size() - tail.length) {
        begin = size() - tail.length;
        part = tail;
      } else if (at >= head.length) {
        int i = blockAt(at);
        begin = i == 0 ? head.length : ends[i - 1];
        part = block(i);
      }
      int from = (int) (at - begin);
      int count = Math.min(into.remaining(), part.length - from);
      into.put(part, from, count);
      at += count;
    }
  }

  private int blockAt(long offset) {
    int found = Arrays.binarySearch(ends, offset);
    return found < 0 ? -found - 1 : found + 1;
  }

  private byte[] block(int i) {
    byte[] spec = spec(blocks.get(i));
    byte[] entries = Arrays.copyOfRange(spec, head.length, spec.length - tail.length);
    if (i == blocks.size() - 1) {
      return entries;
    }
    byte[] separated = Arrays.copyOf(entries, entries.length + SEPARATOR.length);
    System.arraycopy(SEPARATOR, 0, separated, entries.length, SEPARATOR.length);
    return separated;
  }

  private byte[] spec(Block block) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SpecWriter writer = new SpecWriter(out, options)) {
      for (int i = 0; i < block.count(); i++) {
        writer.write(plan.entry(plan.batch(block.batch()).file(block.first() + i)), "");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can't be written to", e);
    }
    return out.toByteArray();
  }
}
