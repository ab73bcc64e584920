package io.aisml.fetcher.clip;

import io.aisml.fetcher.audio.AudioHeader;
import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.Clip;
import io.aisml.fetcher.audio.PcmLayout;
import io.aisml.fetcher.plan.Batch;
import io.aisml.fetcher.plan.ClipPart;
import io.aisml.fetcher.plan.Plan;
import io.aisml.fetcher.plan.PlanSource;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.source.EntryStream;
import io.aisml.fetcher.source.FailureKind;
import io.aisml.fetcher.source.Interruption;
import io.aisml.fetcher.source.SourceException;
import io.aisml.fetcher.spec.ByteRange;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The files of a plan some of which are clips. What a clip is, the header of its recording tells:
 * the headers of a batch are asked for all at once, when something of the batch is first wanted,
 * and remembered. What turns out to be no audio that can be clipped is the whole entry, and so are
 * the files of its group.
 */
public final class ClipFiles implements PlanSource {
  private final Plan plan;

  /** By the first file of each recording; null until it is known. */
  private final AtomicReferenceArray<@Nullable AudioHeader> headers;

  /** The headers that somebody is asking for, by the first file of the recording. */
  private final Map<Integer, CompletableFuture<AudioHeader>> asked = new ConcurrentHashMap<>();

  private final LongAdder recordings = new LongAdder();
  private final LongAdder unclippable = new LongAdder();

  private volatile @Nullable Store store;
  private volatile SizeListener sizes = (file, bytes) -> {};

  private record Store(BatchSource source, AudioHeaders headers) {}

  /**
   * How far the headers are known.
   *
   * @param files those of the plan that are to be clips
   * @param recordings whose header is known
   * @param unclippable of these, how many can't be clipped and are shown whole
   */
  public record Status(long files, long recordings, long unclippable) {}

  public ClipFiles(Plan plan) {
    this.plan = plan;
    this.headers = new AtomicReferenceArray<>(plan.clipCount() == 0 ? 0 : plan.fileCount());
  }

  /** Takes the store; before that nothing can be asked for. */
  public ClipFiles readFrom(BatchSource source) {
    store = new Store(source, AudioHeaders.quick(source));
    return this;
  }

  @Override
  public void tellSizesTo(SizeListener listener) {
    sizes = listener;
  }

  public Status status() {
    return new Status(plan.clipCount(), recordings.sum(), unclippable.sum());
  }

  /**
   * Learns the headers of a batch, as far as they are not known.
   *
   * @throws IOException when the store can't be asked
   */
  public void learn(int batch) throws IOException {
    Set<Integer> unknown = new LinkedHashSet<>();
    Batch files = plan.batch(batch);
    for (int i = 0; i < files.size(); i++) {
      int file = files.file(i);
      if (plan.isClip(file) && headers.get(plan.firstOfRecording(file)) == null) {
        unknown.add(plan.firstOfRecording(file));
      }
    }
    if (!unknown.isEmpty()) {
      learn(unknown);
      for (int i = 0; i < files.size(); i++) {
        int file = files.file(i);
        clip(file).ifPresent(clip -> sizes.size(file, clip.size()));
      }
    }
  }

  /** Each header is asked for by one caller; others wait for it. */
  private void learn(Set<Integer> unknown) throws IOException {
    List<Integer> own = new ArrayList<>();
    List<CompletableFuture<AudioHeader>> awaited = new ArrayList<>();
    for (int recording : unknown) {
      CompletableFuture<AudioHeader> fresh = new CompletableFuture<>();
      CompletableFuture<AudioHeader> others = asked.putIfAbsent(recording, fresh);
      if (others != null) {
        awaited.add(others);
      } else if (headers.get(recording) == null) {
        own.add(recording);
      } else {
        asked.remove(recording, fresh); // known since it was looked for
      }
    }
    if (!own.isEmpty()) {
      ask(own);
    }
    for (CompletableFuture<AudioHeader> other : awaited) {
      await(other);
    }
  }

  private void ask(List<Integer> own) throws IOException {
    try {
      Map<Entry, AudioHeader> found = store().headers().of(own.stream().map(plan::entry).toList());
      for (int recording : own) {
        AudioHeader header = found.getOrDefault(plan.entry(recording), new Unclippable("missing"));
        headers.set(recording, header);
        recordings.increment();
        if (!(header instanceof PcmLayout)) {
          unclippable.increment();
        }
        settled(recording).complete(header);
      }
    } finally {
      // Who waits for what has failed asks again when it is wanted again.
      IOException failed = new IOException("the headers of its batch could not be read");
      for (int recording : own) {
        CompletableFuture<AudioHeader> left = asked.remove(recording);
        if (left != null) {
          left.completeExceptionally(failed);
        }
      }
    }
  }

  private CompletableFuture<AudioHeader> settled(int recording) {
    return Objects.requireNonNull(asked.remove(recording));
  }

  /** The one who asks has the store's deadlines. */
  private static void await(CompletableFuture<AudioHeader> other) throws IOException {
    try {
      other.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Interruption.of(e);
    } catch (ExecutionException e) {
      throw new SourceException(
          FailureKind.FAILED, "the headers of its batch could not be read", e);
    }
  }

  /** The clip that a file is; empty when it is all of its entry. Its header must be known. */
  public Optional<Clip> clip(int file) {
    if (!plan.isClip(file)) {
      return Optional.empty();
    }
    for (int other : plan.together(file)) {
      if (layout(other) == null) {
        return Optional.empty();
      }
    }
    PcmLayout layout = Objects.requireNonNull(layout(file));
    return Optional.of(layout.clip(plan.clip(file).window()));
  }

  /** Where a file's frames lie; null when it can't be clipped. */
  private @Nullable PcmLayout layout(int file) {
    AudioHeader header = headers.get(plan.firstOfRecording(file));
    if (header == null) {
      throw new IllegalStateException("the header of file " + file + " is not known");
    }
    ClipPart part = plan.clip(file);
    return header instanceof PcmLayout layout
            && (part.rate() == 0 || part.rate() == layout.format().rate())
        ? layout
        : null;
  }

  /** What to ask the store for to have a file; its header must be known. */
  public Entry entry(int file) {
    Entry entry = plan.entry(file);
    Optional<Clip> clip = clip(file);
    return clip.isPresent() && clip.get().range().isPresent()
        ? PlanSource.within(entry, clip.get().range().get())
        : entry;
  }

  @Override
  public EntryStream batch(int[] files) throws IOException {
    learnFor(files);
    ClipRequest request = new ClipRequest();
    for (int file : files) {
      Optional<Clip> clip = clip(file);
      if (clip.isEmpty()) {
        request.addWhole(plan.entry(file));
      } else {
        request.add(plan.entry(file), clip.get(), objectBytes(file));
      }
    }
    return request.open(entries -> store().source().batchInAnyOrder(entries));
  }

  /** How long the object is, as its header says. */
  private long objectBytes(int file) {
    PcmLayout layout = Objects.requireNonNull(layout(file));
    return layout.dataStart() + layout.frames() * layout.format().frameBytes();
  }

  @Override
  public EntryStream file(int file) throws IOException {
    learnFor(new int[] {file});
    ClipRequest request = new ClipRequest();
    Optional<Clip> clip = clip(file);
    if (clip.isEmpty()) {
      request.addWhole(plan.entry(file));
    } else {
      request.addRange(plan.entry(file), clip.get());
    }
    return request.open(entries -> store().source().entry(entries.get(0)));
  }

  @Override
  public EntryStream part(int file, ByteRange range) throws IOException {
    learnFor(new int[] {file});
    ClipRequest request = new ClipRequest();
    Optional<Clip> clip = clip(file);
    if (clip.isEmpty()) {
      request.addWhole(PlanSource.within(plan.entry(file), range));
    } else {
      request.addPart(plan.entry(file), clip.get(), range);
    }
    return request.open(entries -> store().source().entry(entries.get(0)));
  }

  private void learnFor(int[] files) throws IOException {
    Set<Integer> batches = new LinkedHashSet<>();
    for (int file : files) {
      if (plan.isClip(file) && headers.get(plan.firstOfRecording(file)) == null) {
        batches.add(plan.batchesOf(file)[0]);
      }
    }
    for (int batch : batches) {
      learn(batch);
    }
  }

  private Store store() {
    Store known = store;
    if (known == null) {
      throw new IllegalStateException("there is no store yet");
    }
    return known;
  }
}
