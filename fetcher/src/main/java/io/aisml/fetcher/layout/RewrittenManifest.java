package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.layout.ManifestIndex.Batch;
import io.aisml.fetcher.layout.ManifestIndex.Block;
import io.aisml.fetcher.layout.ManifestIndex.Place;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutClip;
import io.aisml.fetcher.lhotse.CutMembers;
import io.aisml.fetcher.lhotse.CutSummary;
import io.aisml.fetcher.lhotse.LineRewriter;
import io.aisml.fetcher.lhotse.LineText;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A manifest whose cuts name files of the mount, whole and batch by batch: its bytes are made from
 * the original lines when they are read, so that no cut is held in memory. Any thread may read.
 */
final class RewrittenManifest {
  private static final int UNKNOWN = -1;
  private static final byte[] NO_DIRECTORY = {};

  private final ManifestTexts texts;
  private final ManifestIndex index;
  private final ManifestOptions options;
  private final Optional<SharShard> shard;
  private final Plan plan;
  private final ClipFiles clips;
  private final int firstBatch;

  /** How long each block is; -1 before that is known, which headers of clips tell. */
  private final AtomicIntegerArray lengths;

  /** The block that was made last. */
  private volatile @Nullable Rewritten last;

  /**
   * @param clips of the plan: they tell which cuts are clips
   * @param firstBatch the plan's number of the manifest's first batch
   */
  RewrittenManifest(
      ManifestTexts texts,
      ManifestIndex index,
      ManifestOptions options,
      Optional<SharShard> shard,
      Plan plan,
      ClipFiles clips,
      int firstBatch) {
    this.texts = texts;
    this.index = index;
    this.options = options;
    this.shard = shard;
    this.plan = plan;
    this.clips = clips;
    this.firstBatch = firstBatch;
    this.lengths = new AtomicIntegerArray(index.blocks().size());
    for (int block = 0; block < index.blocks().size(); block++) {
      lengths.set(block, plan.clipCount() == 0 ? Math.toIntExact(bytesOf(block)) : UNKNOWN);
    }
  }

  /** All cuts. */
  GeneratedFile whole() {
    return new Cuts(0, index.batches().size());
  }

  /** The cuts of one batch. */
  GeneratedFile batch(int batch) {
    return new Cuts(batch, batch + 1);
  }

  /** Learns which cuts of a batch are clips. */
  void learn(int batch) throws IOException {
    clips.learn(firstBatch + batch);
  }

  /** The lines of one batch as they are written, with those between them that are no cuts. */
  GeneratedFile original(int batch) {
    int first = index.batches().get(batch).firstBlock();
    int end = endBlock(batch);
    if (first == end) {
      return new OriginalLines(texts.original(), 0, 0);
    }
    Place last = index.blocks().get(end - 1).original();
    long offset = index.blocks().get(first).original().offset();
    return new OriginalLines(texts.original(), offset, last.offset() + last.length() - offset);
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

  /** Learns how long a batch's cuts are. */
  private void measure(int batch) throws IOException {
    learn(batch);
    for (int block = index.batches().get(batch).firstBlock(); block < endBlock(batch); block++) {
      if (lengths.get(block) == UNKNOWN) {
        lengths.set(block, rewritten(block).length);
      }
    }
  }

  private byte[] rewritten(int number) throws IOException {
    Block block = index.blocks().get(number);
    Batch batch = index.batches().get(block.batch());
    byte[] directory = directory(batch.path(), options);
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(Math.max(block.bareBytes(), lengths.get(number)));
    visit(
        block, (line, cut, members, names) -> rewrite(batch, directory, line, members, names, out));
    if (lengths.get(number) != UNKNOWN && lengths.get(number) != out.size()) {
      throw new IOException("the manifest's text has changed since it was mounted");
    }
    return out.toByteArray();
  }

  private void rewrite(
      Batch batch,
      byte[] directory,
      LineText line,
      CutMembers members,
      int[] names,
      ByteArrayOutputStream out) {
    LineRewriter rewriter = new LineRewriter(line);
    for (int i = 0; i < names.length; i++) {
      if (names[i] >= 0) {
        rewriter.replace(
            members.members().get(i).mention(), directory, name(batch.directory(), names[i]));
      }
    }
    if (plan.clipCount() > 0 && options.clips().isPresent()) {
      double margin = options.clips().get().marginSeconds();
      for (CutClip clip : members.clips()) {
        if (isClipped(batch, clip, names)) {
          clip.rewrite(line, rewriter, clip.margin(margin));
        }
      }
    }
    rewriter.writeTo(out);
  }

  /** Whether the files of a cut, as far as there are any, are clips: all are or none. */
  private boolean isClipped(Batch batch, CutClip clip, int[] names) {
    for (int member : clip.files()) {
      if (names[member] >= 0) {
        return clips.clip(plan.target(plan.dentry(batch.directory(), names[member]))).isPresent();
      }
    }
    return false;
  }

  /** Takes a cut and its files, and for each file the position of its name, -1 for none. */
  private interface CutVisitor {
    void cut(LineText line, Cut cut, CutMembers members, int[] names) throws IOException;
  }

  private void visit(Block block, CutVisitor visitor) throws IOException {
    int[] mention = {block.firstMention()};
    texts
        .cuts()
        .cuts(
            block.offset(),
            block.length(),
            (line, cut) -> {
              if (cut.missing().isEmpty()) {
                Cut found = shard.isPresent() ? shard.get().again(cut, line.offset()) : cut;
                CutMembers members = ManifestLayout.members(found, options);
                int from = mention[0];
                mention[0] += members.members().size();
                visitor.cut(
                    line, cut, members, Arrays.copyOfRange(index.mentions(), from, mention[0]));
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
            boolean isShown =
                names.length > 0 && names[0] >= 0 && members.members().get(0).role().isEmpty();
            Optional<CutSummary> summary =
                isShown
                    ? CutSummary.of(inClip(batch, line, members, names), cut)
                    : Optional.empty();
            if (summary.isPresent()) {
              byte[] name = plan.name(plan.dentry(batch.directory(), names[0]));
              out.writeBytes(
                  extra.line(summary.get(), directory, new String(name, StandardCharsets.UTF_8)));
            }
          });
    }
    return out.toByteArray();
  }

  /** The line with the times that its cut has in its clips. */
  private LineText inClip(Batch batch, LineText line, CutMembers members, int[] names) {
    if (plan.clipCount() == 0) {
      return line;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(line.length());
    rewrite(batch, NO_DIRECTORY, line, members, names, out);
    return new LineText(out.toByteArray(), 0, out.size(), line.offset());
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

  /** Batches in a row as a file. */
  private final class Cuts implements GeneratedFile {
    private final int firstBatch;
    private final int endBatch;
    private final int firstBlock;

    /** Where each block begins in the file, and where the last one ends; null until known. */
    private volatile long @Nullable [] starts;

    Cuts(int firstBatch, int endBatch) {
      this.firstBatch = firstBatch;
      this.endBatch = endBatch;
      this.firstBlock = firstBatch < endBatch ? index.batches().get(firstBatch).firstBlock() : 0;
      if (plan.clipCount() == 0) {
        starts = starts();
      }
    }

    private long[] starts() {
      int blocks = firstBatch < endBatch ? endBlock(endBatch - 1) - firstBlock : 0;
      long[] known = new long[blocks + 1];
      for (int block = 0; block < blocks; block++) {
        known[block + 1] = known[block] + lengths.get(firstBlock + block);
      }
      return known;
    }

    @Override
    public long size() {
      long[] known = starts;
      return known == null ? UNKNOWN_SIZE : known[known.length - 1];
    }

    @Override
    public void learn() throws IOException {
      if (starts == null) {
        for (int batch = firstBatch; batch < endBatch; batch++) {
          measure(batch);
        }
        starts = starts();
      }
    }

    @Override
    public void read(long offset, ByteBuffer dst) throws IOException {
      learn(); // after a takeover nobody may have opened it
      long[] known = Objects.requireNonNull(starts);
      long at = offset;
      while (dst.hasRemaining() && at < known[known.length - 1]) {
        int found = Arrays.binarySearch(known, at);
        int block = found >= 0 ? found : -found - 2;
        byte[] bytes = block(firstBlock + block);
        int from = (int) (at - known[block]);
        int length = Math.min(bytes.length - from, dst.remaining());
        dst.put(bytes, from, length);
        at += length;
      }
    }
  }
}
