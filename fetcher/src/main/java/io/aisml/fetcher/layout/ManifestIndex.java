package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.LineText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the cuts of a manifest stand in its text, in blocks of some hundred, and which names of
 * their batch's directory each of them mentions. Immutable; some bytes a cut.
 *
 * @param batches in their order
 * @param blocks in the order of the text, each in one batch
 * @param mentions for each mention of a file, cut after cut, the position of its name in the
 *     batch's directory; -1 for what the plan leaves out
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record ManifestIndex(List<Batch> batches, List<Block> blocks, int[] mentions) {
  /**
   * A batch of the manifest.
   *
   * @param directory of the plan
   * @param path the directory's, without a leading slash; empty for the root
   * @param firstBlock the first of its blocks
   */
  record Batch(int directory, String path, int firstBlock) {}

  /**
   * Cuts in a row.
   *
   * @param offset in the text, bytes
   * @param length of the text from the first of the cuts to the last, bytes
   * @param original where the cuts' lines stand in the manifest itself, which the text is mostly
   * @param bareBytes the rewritten cuts' bytes without the names of files
   */
  record Block(
      int batch, long offset, int length, Place original, int firstMention, int bareBytes) {}

  /**
   * Lines in a row.
   *
   * @param length from the beginning of the first to the end of the last, bytes
   */
  record Place(long offset, long length) {}

  /** Collects an index. */
  static final class Builder {
    private static final int MAX_CUTS = 256;
    private static final int MAX_BYTES = 1 << 17;

    private final List<Batch> batches = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final IntStream.Builder mentions = IntStream.builder();
    private int mentionCount;

    // The block that is being collected; no cuts, no block.
    private int cuts;
    private long offset;
    private long end;
    private long originalOffset;
    private long originalEnd;
    private int firstMention;
    private int bareBytes;

    /** Begins the next batch. */
    void batch(int directory, String path) {
      endBlock();
      batches.add(new Batch(directory, path, blocks.size()));
    }

    /** Adds a mention of a file by the cut that comes next. */
    void mention(int name) {
      mentions.add(name);
      mentionCount++;
    }

    /**
     * Adds a cut.
     *
     * @param line as it is in the text
     * @param original as it is in the manifest itself
     * @param bytes of the rewritten line without the names of files
     * @param itsMentions how many of the mentions that were added are the cut's
     */
    void cut(LineText line, LineText original, int bytes, int itsMentions) {
      long endOfLine = line.offset() + line.length();
      if (cuts == MAX_CUTS || (cuts > 0 && endOfLine - offset > MAX_BYTES)) {
        endBlock();
      }
      if (cuts == 0) {
        offset = line.offset();
        originalOffset = original.offset();
        firstMention = mentionCount - itsMentions;
      }
      cuts++;
      end = endOfLine;
      originalEnd = original.offset() + original.length();
      bareBytes += bytes;
    }

    ManifestIndex build() {
      endBlock();
      return new ManifestIndex(
          List.copyOf(batches), List.copyOf(blocks), mentions.build().toArray());
    }

    private void endBlock() {
      if (cuts > 0) {
        int length = Math.toIntExact(end - offset);
        Place original = new Place(originalOffset, originalEnd - originalOffset);
        blocks.add(
            new Block(batches.size() - 1, offset, length, original, firstMention, bareBytes));
      }
      cuts = 0;
      bareBytes = 0;
    }
  }
}
