package io.aisml.fetcher.cuts;

import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutFileName;
import io.aisml.fetcher.lhotse.CutMember;
import io.aisml.fetcher.lhotse.CutMembers;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.lhotse.Manifest;
import io.aisml.fetcher.spec.ArchiveName;
import io.aisml.fetcher.spec.Quoted;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a manifest into batches and names the files of its cuts. All sources of a cut that are in
 * AIStore are files; one that is elsewhere, or nowhere, is an error: none is lost in silence. For
 * one thread.
 */
public final class CutBatches implements CutVisitor {
  /** Files that are given at once. */
  private static final int MAX_PIECE = 1024;

  private final CutOptions options;
  private final CutBatchVisitor visitor;
  private DistinctNames names = new DistinctNames();
  private List<CutFile> piece = new ArrayList<>();
  private long cutsInBatch;
  private long cuts;

  private CutBatches(CutOptions options, CutBatchVisitor visitor) {
    this.options = options;
    this.visitor = visitor;
  }

  /**
   * Reads a manifest.
   *
   * @return the number of its cuts
   * @throws InvalidManifestException at the first line that is no cut, or that names what can't be
   *     had
   * @throws IOException when the manifest can't be read, or from the visitor
   */
  public static long read(Manifest manifest, CutOptions options, CutBatchVisitor visitor)
      throws IOException {
    CutBatches batches = new CutBatches(options, visitor);
    manifest.read(batches);
    if (batches.cutsInBatch > 0) {
      batches.endBatch();
    }
    return batches.cuts;
  }

  /** How many batches so many cuts make. */
  public static long count(long cuts, int batchSize) {
    return (cuts + batchSize - 1) / batchSize;
  }

  @Override
  public void cut(Cut cut, SourceLine where) throws IOException {
    CutMembers members = CutMembers.of(cut);
    for (String flaw : members.flaws()) {
      leaveOut("cut " + Quoted.of(cut.id()) + ": " + flaw, where);
    }
    for (String source : members.elsewhere()) {
      leaveOut(
          "cut "
              + Quoted.of(cut.id())
              + ": source "
              + Quoted.of(source)
              + " is not in AIStore; expected one such as ais://bucket/object",
          where);
    }
    for (CutMember member : members.members()) {
      String name = names.of(name(cut, member));
      piece.add(new CutFile(cut.id(), member.entry(), member.part(), name, where));
    }
    cuts++;
    cutsInBatch++;
    if (options.batchSize().isPresent() && cutsInBatch == options.batchSize().getAsInt()) {
      endBatch();
    } else if (piece.size() >= MAX_PIECE) {
      giveFiles();
    }
  }

  @Override
  public void badLine(String problem, SourceLine where) throws IOException {
    throw new InvalidManifestException(where, problem);
  }

  private String name(Cut cut, CutMember member) {
    String name =
        options.naming() == CutNaming.SOURCE
            ? ArchiveName.of(member.entry(), options.objectNameOnly())
            : CutFileName.of(options.naming(), cutsInBatch, cut.id(), member);
    boolean clip = options.clips() && !member.part().window().equals(AudioWindow.WHOLE);
    return clip && RawAudio.isNamed(name) ? name + ".wav" : name;
  }

  private void leaveOut(String problem, SourceLine where) throws IOException {
    if (!options.skipping()) {
      throw new InvalidManifestException(where, problem);
    }
    visitor.leftOut(problem, where);
  }

  private void giveFiles() throws IOException {
    visitor.files(piece);
    piece = new ArrayList<>();
  }

  private void endBatch() throws IOException {
    giveFiles();
    visitor.endOfBatch();
    names = new DistinctNames();
    cutsInBatch = 0;
  }
}
