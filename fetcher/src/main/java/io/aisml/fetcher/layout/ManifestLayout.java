package io.aisml.fetcher.layout;

import io.aisml.fetcher.clip.ClipFiles;
import io.aisml.fetcher.lhotse.Cut;
import io.aisml.fetcher.lhotse.CutClip;
import io.aisml.fetcher.lhotse.CutFileName;
import io.aisml.fetcher.lhotse.CutMember;
import io.aisml.fetcher.lhotse.CutMembers;
import io.aisml.fetcher.lhotse.CutNaming;
import io.aisml.fetcher.lhotse.CutVisitor;
import io.aisml.fetcher.lhotse.InvalidManifestException;
import io.aisml.fetcher.lhotse.LineRewriter;
import io.aisml.fetcher.lhotse.LineText;
import io.aisml.fetcher.plan.ClipPart;
import io.aisml.fetcher.plan.GeneratedFile;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanBuilder;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.SourceLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts a manifest into batches and names the files of its cuts. */
final class ManifestLayout implements CutVisitor {
  /** Holds the rewritten cuts, in the manifest's own directory and in each batch's. */
  static final String CUTS = "cuts.jsonl";

  /** The hidden files of each batch: its lines, its request as a spec, and what it can't show. */
  static final String ORIGINAL = "cuts.orig.jsonl";

  static final String REQUEST = "request.json";
  static final String ERRORS = "errors.jsonl";

  /** The hidden directory, behind which a batch's own names stand. */
  private static final int HIDDEN_NAMES = 1;

  private static final int LEFT_OUT = -1;
  private static final byte[] NO_NAME = {};

  private final SourceFile source;
  private final ManifestOptions options;
  private final int firstBatch;
  private final boolean strict;
  private final BatchDirectories directories;
  private final PlanBuilder plan;
  private final WholeCuts wholeCuts;
  private final Optional<SharShard> shard;
  private final ManifestIndex.Builder index = new ManifestIndex.Builder();
  private int batches;
  private long cuts;
  private long elsewhere;

  /** By batch, how much the plan left out before it; the last one's end follows. */
  private final List<Long> leftOut = new ArrayList<>();

  private long cutsInBatch;
  private double secondsInBatch;
  private int firstName;
  private byte[] directory = {};
  private @Nullable LineText line;
  private @Nullable LineText original;
  private long unreadables;
  private String unreadable = "";

  /** By file, the name that the batch's directory has for it, when names are the sources' own. */
  private final Map<Shown, Integer> namesOfSources = new HashMap<>();

  /**
   * A file.
   *
   * @param part of the entry; null for all of it
   */
  private record Shown(Entry entry, @Nullable ClipPart part) {}

  /**
   * @param options those that hold for this manifest
   * @param firstBatch how many batches the plan has already
   * @param strict whether a line that is no cut is an error
   * @param shard has the data of the cuts whose data are not said; empty when there is none
   * @param wholeCuts gets those that can't be clips
   */
  ManifestLayout(
      SourceFile source,
      ManifestOptions options,
      int firstBatch,
      BatchDirectories directories,
      boolean strict,
      Optional<SharShard> shard,
      PlanBuilder plan,
      WholeCuts wholeCuts) {
    this.source = source;
    this.options = options;
    this.firstBatch = firstBatch;
    this.directories = directories;
    this.strict = strict;
    this.shard = shard;
    leftOut.add(plan.leftOutCount());
    this.plan = plan;
    this.wholeCuts = wholeCuts;
    if (options.cutsBatches()) {
      plan.generate(source.directory(), CUTS);
    } else {
      begin(source.directory());
    }
  }

  int batches() {
    return batches;
  }

  long cuts() {
    return cuts;
  }

  /** How many sources are no business of the store: they stay as they are. */
  long elsewhere() {
    return elsewhere;
  }

  /** What the user should hear about the manifest. */
  List<String> notices() {
    if (unreadables == 0) {
      return List.of();
    }
    String others = unreadables == 1 ? "" : " (and " + (unreadables - 1) + " more)";
    return List.of(
        unreadable + others + ": Lhotse can't read that, so " + CUTS + " goes without it");
  }

  /**
   * The manifest's generated files, in the order in which the plan has them.
   *
   * @param texts those of the lines and of their originals
   */
  List<GeneratedFile> generated(ManifestTexts texts, Plan built, ClipFiles clips)
      throws IOException {
    RewrittenManifest rewritten =
        new RewrittenManifest(texts, index.build(), options, shard, built, clips, firstBatch);
    List<GeneratedFile> files = new ArrayList<>();
    if (options.cutsBatches()) {
      files.add(rewritten.whole());
    }
    for (int batch = 0; batch < batches; batch++) {
      files.add(rewritten.original(batch));
      files.add(new BatchRequest(built, clips, firstBatch + batch));
      files.add(new BatchErrors(built, leftOut.get(batch), leftOut.get(batch + 1)));
      files.add(rewritten.batch(batch));
      for (ManifestExtra extra : options.extras()) {
        BatchExtra list = new BatchExtra(rewritten, extra, batch);
        if (built.clipCount() == 0) {
          list.learn();
        }
        files.add(list);
      }
    }
    return files;
  }

  /** The files of a cut under these options. */
  static CutMembers members(Cut cut, ManifestOptions options) {
    return CutMembers.of(cut, options.arrays());
  }

  @Override
  public void line(LineText text) {
    line(text, text);
  }

  /**
   * The next cut's line.
   *
   * @param itsOriginal as the manifest has it
   */
  void line(LineText text, LineText itsOriginal) {
    line = text;
    original = itsOriginal;
  }

  @Override
  public void cut(Cut cut, SourceLine where) throws IOException {
    LineText text = Objects.requireNonNull(line);
    if (options.cutsBatches()
        && (batches == 0 || options.isFull(cutsInBatch, secondsInBatch + cut.duration()))) {
      begin((source.standsInRoot() ? "" : source.directory() + "/") + directories.next());
    }
    CutMembers members = members(found(cut, text, where), options);
    for (String flaw : members.flaws()) {
      plan.leaveOut(cut.id(), flaw, where);
    }
    elsewhere += members.elsewhere().size();
    LineRewriter rewriter = new LineRewriter(text);
    @Nullable ClipPart[] parts = parts(cut, members, text, where);
    for (int i = 0; i < parts.length; i++) {
      CutMember member = members.members().get(i);
      int name = name(cut, member, parts[i], where);
      if (cut.missing().isEmpty()) {
        index.mention(name);
      }
      if (name != LEFT_OUT) {
        rewriter.replace(member.mention(), directory, NO_NAME);
      }
    }
    if (cut.missing().isEmpty()) {
      index.cut(
          text, Objects.requireNonNull(original), rewriter.length(), members.members().size());
    } else if (strict) {
      throw new InvalidManifestException(
          where, "Lhotse can't read this cut: it has no '" + cut.missing() + "'");
    } else {
      unreadable =
          unreadable.isEmpty() ? where + ": it has no '" + cut.missing() + "'" : unreadable;
      unreadables++;
    }
    endOfErrors();
    cuts++;
    cutsInBatch++;
    secondsInBatch += cut.duration();
  }

  private Cut found(Cut cut, LineText text, SourceLine where) throws IOException {
    return shard.isPresent()
        ? shard.get().find(cut, text.offset(), flaw -> plan.leaveOut(cut.id(), flaw, where))
        : cut;
  }

  @Override
  public void badLine(String problem, SourceLine where) throws IOException {
    if (strict) {
      throw new InvalidManifestException(where, problem);
    }
    plan.leaveOut("line " + where.line(), problem, where);
    endOfErrors();
  }

  /** What has been left out so far is the current batch's, or that of the first one to come. */
  private void endOfErrors() {
    if (batches > 0) {
      leftOut.set(batches, plan.leftOutCount());
    }
  }

  /** By member, which part of it is shown; null for all of it. */
  private @Nullable ClipPart[] parts(Cut cut, CutMembers members, LineText text, SourceLine where) {
    @Nullable ClipPart[] parts = new ClipPart[members.members().size()];
    if (options.clips().isEmpty()) {
      return parts;
    }
    for (CutClip clip : members.clips()) {
      String obstacle = cut.missing().isEmpty() ? clip.obstacle(text) : "Lhotse can't read it";
      if (clip.isWhole()) {
        continue;
      }
      if (!obstacle.isEmpty()) {
        wholeCuts.add(cut, obstacle, where);
        continue;
      }
      CutClip.Margin margin = clip.margin(options.clips().get().marginSeconds());
      List<Entry> entries =
          clip.files().stream().map(file -> members.members().get(file).entry()).toList();
      List<ClipPart> alone =
          margin.windows().stream().map(w -> new ClipPart(w, margin.rate(), 0)).toList();
      int group = plan.group(entries, alone);
      for (int i = 0; i < alone.size(); i++) {
        parts[clip.files().get(i)] = new ClipPart(alone.get(i).window(), margin.rate(), group);
      }
    }
    return parts;
  }

  /** The position of a file's name in the batch's directory. */
  private int name(Cut cut, CutMember member, @Nullable ClipPart part, SourceLine where) {
    if (options.naming() == CutNaming.SOURCE) {
      return namesOfSources.computeIfAbsent(
          new Shown(member.entry(), part), shown -> add(cut, member, part, where));
    }
    return add(cut, member, part, where);
  }

  private int add(Cut cut, CutMember member, @Nullable ClipPart part, SourceLine where) {
    int name = plan.nameCount();
    if (part == null) {
      String path = CutFileName.of(options.naming(), cutsInBatch, cut.id(), member);
      plan.add(path, member.entry(), size(member.entry()), where);
    } else {
      String path = CutFileName.ofClip(options.naming(), cutsInBatch, cut.id(), member);
      plan.add(path, member.entry(), part, where);
    }
    return plan.nameCount() == name ? LEFT_OUT : name - firstName;
  }

  private long size(Entry entry) {
    return shard.isPresent() ? shard.get().size(entry) : GeneratedFile.UNKNOWN_SIZE;
  }

  private void begin(String path) {
    plan.batch(path);
    // In the order of generated().
    plan.generateHidden(ORIGINAL).generateHidden(REQUEST).generateHidden(ERRORS);
    firstName = plan.nameCount() - HIDDEN_NAMES;
    plan.generate(path, CUTS);
    options.extras().forEach(extra -> plan.generate(path, extra.fileName()));
    index.batch(plan.directory(), path);
    directory = RewrittenManifest.directory(path, options);
    namesOfSources.clear();
    batches++;
    leftOut.add(plan.leftOutCount());
    cutsInBatch = 0;
    secondsInBatch = 0;
  }
}
