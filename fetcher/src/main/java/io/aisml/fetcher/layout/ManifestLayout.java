package io.aisml.fetcher.layout;

import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutFileName;
import io.aisml.fetcher.lhotse.CutMember;
import io.aisml.fetcher.lhotse.CutMembers;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.OptionalInt;

/** Cuts a manifest into batches and names the files of its cuts. */
final class ManifestLayout implements CutVisitor {
  private final SourceFile source;
  private final OptionalInt batchSize;
  private final boolean strict;
  private final PlanBuilder plan;
  private final BatchDirectories directories;
  private int batches;
  private long cuts;
  private long cutsInBatch;

  /**
   * @param batchSize cuts in a batch; without it, all cuts are one batch
   * @param strict whether a line that is no cut is an error
   */
  ManifestLayout(
      SourceFile source,
      OptionalInt batchSize,
      BatchDirectories directories,
      boolean strict,
      PlanBuilder plan) {
    this.source = source;
    this.batchSize = batchSize;
    this.directories = directories;
    this.strict = strict;
    this.plan = plan;
    if (batchSize.isEmpty()) {
      begin(source.directory());
    }
  }

  int batches() {
    return batches;
  }

  long cuts() {
    return cuts;
  }

  @Override
  public void cut(Cut cut, SourceLine where) throws IOException {
    if (batchSize.isPresent() && (batches == 0 || cutsInBatch == batchSize.getAsInt())) {
      begin((source.standsInRoot() ? "" : source.directory() + "/") + directories.next());
    }
    CutMembers members = CutMembers.of(cut);
    for (String flaw : members.flaws()) {
      plan.leaveOut(cut.id(), flaw, where);
    }
    for (CutMember member : members.members()) {
      plan.add(CutFileName.of(CutNaming.ID, cutsInBatch, cut.id(), member), member.entry(), where);
    }
    cuts++;
    cutsInBatch++;
  }

  @Override
  public void badLine(String problem, SourceLine where) throws IOException {
    if (strict) {
      throw new InvalidManifestException(where, problem);
    }
    plan.leaveOut("line " + where.line(), problem, where);
  }

  private void begin(String directory) {
    plan.batch(directory);
    batches++;
    cutsInBatch = 0;
  }
}
