package io.aisml.fetcher.cuts;

import io.aisml.fetcher.audio.AudioHeader;
import io.aisml.fetcher.audio.AudioHeader.Unclippable;
import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.audio.Clip;
import io.aisml.fetcher.audio.PcmLayout;
import io.aisml.fetcher.clip.AudioHeaders;
import io.aisml.fetcher.download.WantedMember;
import io.aisml.fetcher.source.BatchSource;
import io.aisml.fetcher.spec.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes clips of the parts that cuts read: each a playable file with exactly the samples that
 * Lhotse would read of the whole one. A cut of a whole file is the file, whatever its codec. May be
 * used by several threads.
 */
public final class Clips {
  private static final String ALTERNATIVES =
      "; without --sample-rate the whole objects come, and Lhotse cuts them after decoding; or"
          + " convert them to WAV";

  /** Files that are named in warnings about their rate. */
  static final int MAX_TOLD = 10;

  private final AudioHeaders headers;
  private final int sampleRate;
  private final boolean strict;
  private final Consumer<String> warnings;
  private final Set<Entry> warned = new HashSet<>(); // guarded by this

  /**
   * @param sampleRate of samples without a header; a file's own header decides, and a difference is
   *     a warning
   * @param strict whether the difference is an error
   * @param warnings gets one line for each of the first {@link #MAX_TOLD} files and one for all
   *     others, from any thread
   */
  public Clips(BatchSource source, int sampleRate, boolean strict, Consumer<String> warnings) {
    this.headers = AudioHeaders.thorough(source);
    this.sampleRate = sampleRate;
    this.strict = strict;
    this.warnings = warnings;
  }

  /**
   * The members of these files, in their order.
   *
   * @throws UnclippableException at the first file of which the part can't be had
   * @throws IOException when headers can't be read
   */
  public List<WantedMember> of(List<CutFile> files) throws IOException {
    Set<Entry> cut = new LinkedHashSet<>();
    for (CutFile file : files) {
      if (!isWhole(file) && !RawAudio.isNamed(fileName(file.entry()))) {
        cut.add(file.entry());
      }
    }
    Map<Entry, AudioHeader> known = cut.isEmpty() ? Map.of() : headers.of(cut);
    List<WantedMember> members = new ArrayList<>(files.size());
    for (CutFile file : files) {
      boolean missing = cut.contains(file.entry()) && !known.containsKey(file.entry());
      members.add(
          isWhole(file) || missing
              ? new WantedMember(file.entry(), file.name())
              : clip(file, layout(file, known)));
    }
    return members;
  }

  private static boolean isWhole(CutFile file) {
    return file.part().window().equals(AudioWindow.WHOLE) && file.part().obstacle().isEmpty();
  }

  private PcmLayout layout(CutFile file, Map<Entry, AudioHeader> known) throws IOException {
    if (!file.part().obstacle().isEmpty()) {
      throw new UnclippableException(
          file, "can't be clipped: " + file.part().obstacle() + ALTERNATIVES);
    }
    AudioHeader header = known.get(file.entry());
    if (header == null) {
      return PcmLayout.raw(sampleRate, file.part().channels(), headers.size(file.entry()));
    }
    if (header instanceof PcmLayout layout) {
      checkRate(file, layout.format().rate());
      return layout;
    }
    String found =
        header instanceof Unclippable other ? other.format() : "no audio file known here";
    throw new UnclippableException(
        file, "is " + found + ", of which seconds can't be had without decoding" + ALTERNATIVES);
  }

  private void checkRate(CutFile file, int rate) throws IOException {
    if (rate == sampleRate) {
      return;
    }
    String both = "has " + rate + " Hz by its header, not the " + sampleRate + " of --sample-rate";
    if (strict) {
      throw new UnclippableException(file, both);
    }
    warn(file.entry(), both);
  }

  private synchronized void warn(Entry entry, String both) {
    if (warned.size() <= MAX_TOLD && warned.add(entry)) {
      warnings.accept(
          warned.size() <= MAX_TOLD
              ? entry + " " + both + "; the header decides"
              : "more files have another rate than --sample-rate; their headers decide");
    }
  }

  private static WantedMember clip(CutFile file, PcmLayout layout) throws IOException {
    Clip clip = layout.clip(file.part().window());
    if (clip.range().isEmpty()) {
      throw new UnclippableException(
          file,
          "has no samples from second %s on: it has %.3f s"
              .formatted(
                  file.part().window().offset(),
                  (double) layout.frames() / layout.format().rate()));
    }
    Entry entry = file.entry();
    return new WantedMember(
        new Entry(entry.object(), entry.archpath(), clip.range().get()),
        file.name(),
        ByteBuffer.wrap(clip.header()),
        ByteBuffer.wrap(clip.trailer()));
  }

  private static String fileName(Entry entry) {
    return entry.isArchived() ? entry.archpath() : entry.object().name();
  }
}
