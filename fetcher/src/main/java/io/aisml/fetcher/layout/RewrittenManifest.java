package io.aisml.fetcher.layout;

import io.aisml.fetcher.layout.ManifestIndex.Batch;
import io.aisml.fetcher.layout.ManifestIndex.Block;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutMember;
import io.aisml.fetcher.lhotse.CutSummary;
import io.aisml.fetcher.lhotse.LineRewriter;
import io.aisml.fetcher.lhotse.LineText;
import io.aisml.fetcher.lhotse.ManifestText;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest whose cuts name files of the mount, whole and batch by batch: its bytes are made from
 * the original lines when they are read, so that no cut is held in memory. Any thread may read.
 */
final class RewrittenManifest {
  private final ManifestText text;
  private final ManifestIndex index;
  private final ManifestOptions options;
  private final Plan plan;

  /** Where each block's bytes begin in the whole file, and where the last one's end. */
  private final long[] starts;

  /** The block that was made last. */
  private volatile @Nullable Rewritten last;

  RewrittenManifest(ManifestText text, ManifestIndex index, ManifestOptions options, Plan plan) {
    this.text = text;
    this.index = index;
    this.options = options;
    this.plan = plan;
    this.starts = new long[index.blocks().size() + 1];
    for (int block = 0; block < index.blocks().size(); block++) {
      starts[block + 1] = starts[block] + bytesOf(block);
    }
  }

  /** All cuts. */
  GeneratedFile whole() {
    return new Cuts(0, index.blocks().size());
  }

  /** The cuts of one batch. */
  GeneratedFile batch(int batch) {
    return new Cuts(index.batches().get(batch).firstBlock(), endBlock(batch));
  }

  /** The lines of one batch as they are written, with those between them that are no cuts. */
  GeneratedFile original(int batch) {
    int first = index.batches().get(batch).firstBlock();
    int end = endBlock(batch);
    if (first == end) {
      return new OriginalLines(text, 0, 0);
    }
    Block last = index.blocks().get(end - 1);
    long offset = index.blocks().get(first).offset();
    return new OriginalLines(text, offset, last.offset() + last.length() - offset);
  }

  private int endBlock(int batch) {
    return batch == index.batches().size() - 1
        ? index.blocks().size()
        : index.batches().get(batch + 1).firstBlock();
  }

  private long bytesOf(int block) {
    Block cuts = index.blocks().get(block);
    int directory = index.batches().get(cuts.batch()).directory();
    long bytes = cuts.bareBytes();
    for (int mention = cuts.firstMention(); mention < endOfMentions(block); mention++) {
      int name = index.mentions()[mention];
      bytes += name < 0 ? 0 : name(directory, name).length;
    }
    return bytes;
  }

  private int endOfMentions(int block) {
    return block == index.blocks().size() - 1
        ? index.mentions().length
        : index.blocks().get(block + 1).firstMention();
  }

  /** The name at a position in a directory, as JSON writes it. */
  private byte[] name(int directory, int position) {
    byte[] name = plan.name(plan.dentry(directory, position));
    for (byte b : name) {
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return LineRewriter.escaped(new String(name, StandardCharsets.UTF_8));
      }
    }
    return name;
  }

  private byte[] rewritten(int number) throws IOException {
    Block block = index.blocks().get(number);
    Batch batch = index.batches().get(block.batch());
    byte[] directory = directory(batch.path(), options);
    ByteArrayOutputStream out =
        new ByteArrayOutputStream((int) (starts[number + 1] - starts[number]));
    visit(
        block,
        (line, cut, members, names) -> {
          LineRewriter rewriter = new LineRewriter(line);
          for (int i = 0; i < names.length; i++) {
            if (names[i] >= 0) {
              rewriter.replace(
                  members.get(i).mention(), directory, name(batch.directory(), names[i]));
            }
          }
          rewriter.writeTo(out);
        });
    if (out.size() != starts[number + 1] - starts[number]) {
      throw new IOException("the manifest's text has changed since it was mounted");
    }
    return out.toByteArray();
  }

  /** Takes a cut and its files, and for each file the position of its name, -1 for none. */
  private interface CutVisitor {
    void cut(LineText line, Cut cut, List<CutMember> members, int[] names) throws IOException;
  }

  private void visit(Block block, CutVisitor visitor) throws IOException {
    int[] mention = {block.firstMention()};
    text.cuts(
        block.offset(),
        block.length(),
        (line, cut) -> {
          if (cut.missing().isEmpty()) {
            List<CutMember> members = ManifestLayout.members(cut, options).members();
            int from = mention[0];
            mention[0] += members.size();
            visitor.cut(line, cut, members, Arrays.copyOfRange(index.mentions(), from, mention[0]));
          }
        });
  }

  /** A batch's list in another program's form. */
  byte[] extra(ManifestExtra extra, int number) throws IOException {
    Batch batch = index.batches().get(number);
    String directory = options.pathPrefix() + (batch.path().isEmpty() ? "" : batch.path() + "/");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int block = batch.firstBlock(); block < endBlock(number); block++) {
      visit(
          index.blocks().get(block),
          (line, cut, members, names) -> {
            boolean isShown = names.length > 0 && names[0] >= 0 && members.get(0).role().isEmpty();
            Optional<CutSummary> summary = isShown ? CutSummary.of(line, cut) : Optional.empty();
            if (summary.isPresent()) {
              byte[] name = plan.name(plan.dentry(batch.directory(), names[0]));
              out.writeBytes(
                  extra.line(summary.get(), directory, new String(name, StandardCharsets.UTF_8)));
            }
          });
    }
    return out.toByteArray();
  }

  /** Readers come in order, in pieces smaller than a block. */
  private byte[] block(int number) throws IOException {
    Rewritten before = last;
    if (before != null && before.block() == number) {
      return before.bytes();
    }
    byte[] bytes = rewritten(number);
    last = new Rewritten(number, bytes);
    return bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rewritten(int block, byte[] bytes) {}

  /** What stands before the names of a batch's files, as JSON writes it. */
  static byte[] directory(String path, ManifestOptions options) {
    return LineRewriter.escaped(options.pathPrefix() + (path.isEmpty() ? "" : path + "/"));
  }

  /** Blocks in a row as a file. */
  private final class Cuts implements GeneratedFile {
    private final long start;
    private final long end;

    Cuts(int firstBlock, int endBlock) {
      this.start = starts[firstBlock];
      this.end = starts[endBlock];
    }

    @Override
    public long size() {
      return end - start;
    }

    @Override
    public void read(long offset, ByteBuffer dst) throws IOException {
      long at = start + offset;
      while (dst.hasRemaining() && at < end) {
        int found = Arrays.binarySearch(starts, at);
        int block = found >= 0 ? found : -found - 2;
        byte[] bytes = block(block);
        int from = (int) (at - starts[block]);
        int length = (int) Math.min(Math.min(bytes.length - from, dst.remaining()), end - at);
        dst.put(bytes, from, length);
        at += length;
      }
    }
  }
}
