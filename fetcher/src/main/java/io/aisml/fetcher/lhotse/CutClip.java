package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.audio.SampleCount;
import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.spec.Quoted;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A MonoCut or MultiCut, alone or as a track, whose files may be clips: what is cut out of them,
 * and what the line then says of time. Either all files that it reads in its own time are clips, or
 * none: its start is the same in all.
 *
 * @param files positions among the cut's members of those that it reads in its own time, 1 or more
 * @param windows what it reads of each
 * @param flaw why there can be no clips, as far as its sources tell; empty when there can
 */
public record CutClip(DataCut cut, List<Integer> files, List<AudioWindow> windows, String flaw) {
  /**
   * The shortest margin, seconds: a cut within a millisecond of its recording is the whole of it to
   * Lhotse.
   */
  private static final double MIN_MARGIN = 0.002;

  /**
   * Clips of a cut with its margin.
   *
   * @param windows by file
   * @param rate frames a second that a file must have, 0 for any
   * @param start of the cut in its clips, seconds
   * @param seconds how long the clips are; empty for as long as the cut
   */
  public record Margin(List<AudioWindow> windows, int rate, double start, OptionalDouble seconds) {}

  /** Whether it reads its files from end to end, which are then what it needs. */
  public boolean isWhole() {
    return windows.stream().allMatch(AudioWindow.WHOLE::equals);
  }

  /** Why there can be no clips; empty when there can, as far as the line tells. */
  public String obstacle(LineText line) {
    if (!flaw.isEmpty()) {
      return flaw;
    }
    if (cut.startAt() == null || cut.durationAt() == null || cut.duration() <= 0) {
      return "it does not say when it begins and ends";
    }
    for (Recording recording : recordings()) {
      if (!recording.length().isComplete()) {
        return "its recording has no 'duration' or no 'num_samples'";
      }
    }
    for (Map.Entry<String, StoredArray> array : cut.arrays().entrySet()) {
      Span at = array.getValue().startAt();
      if (at != null && startInClip(line, at, 0).signum() < 0) {
        return "its " + Quoted.of(array.getKey()) + " begins before it does";
      }
    }
    return "";
  }

  /**
   * Clips with so much of their recording before and behind the cut, as far as there is any. None
   * of it where Lhotse could then count other samples: a cut of several recordings, of one that is
   * resampled or played faster, or that is all of its recording.
   *
   * @param seconds 0 for none
   */
  public Margin margin(double seconds) {
    Recording recording = recordings().get(0);
    int rate = recording.time().rate();
    boolean isPlain =
        recordings().size() == 1
            && recording.time().changes().isEmpty()
            && rate > 0
            && windows.stream().allMatch(window -> window.duration().isPresent());
    if (seconds > 0 && isPlain) {
      long margin = SampleCount.of(seconds, rate);
      long first = SampleCount.of(cut.start(), rate);
      long count = SampleCount.of(cut.duration(), rate);
      long all = SampleCount.of(recording.time().duration(), rate);
      long before = Math.min(margin, first);
      long after = Math.max(0, Math.min(margin, all - first - count));
      if (before + after > MIN_MARGIN * rate) {
        double length = (double) (before + count + after) / rate;
        AudioWindow window =
            new AudioWindow((double) (first - before) / rate, OptionalDouble.of(length));
        return new Margin(
            windows.stream().map(w -> window).toList(),
            rate,
            (double) before / rate,
            OptionalDouble.of(length));
      }
    }
    return new Margin(windows, 0, 0, OptionalDouble.empty());
  }

  /** Makes the line say how the cut lies in its clips. */
  public void rewrite(LineText line, LineRewriter rewriter, Margin margin) {
    if (cut.startAt() != null) {
      rewriter.put(cut.startAt(), number(margin.start()));
    }
    String seconds =
        margin.seconds().isPresent()
            ? number(margin.seconds().getAsDouble())
            : line.text(Objects.requireNonNull(cut.durationAt()));
    double length = margin.seconds().orElse(cut.duration());
    for (Recording recording : recordings()) {
      StatedLength stated = recording.length();
      if (stated.duration() != null && stated.samples() != null) {
        long samples = SampleCount.of(length, recording.time().rate());
        rewriter.put(stated.duration(), seconds);
        rewriter.put(stated.samples(), Long.toString(samples));
      }
    }
    for (StoredArray array : cut.arrays().values()) {
      if (array.startAt() != null) {
        BigDecimal start = startInClip(line, array.startAt(), margin.start());
        rewriter.put(array.startAt(), number(start.doubleValue()));
      }
    }
  }

  /** Those that the cut reads in its own time. */
  private List<Recording> recordings() {
    List<Recording> recordings = new ArrayList<>();
    cut.recording().ifPresent(recordings::add);
    cut.custom().values().stream()
        .filter(CustomRecording::aligned)
        .map(CustomRecording::recording)
        .forEach(recordings::add);
    return recordings;
  }

  /**
   * When an array begins, given when it does so in the recording; 0 when the line says no number.
   */
  private BigDecimal startInClip(LineText line, Span at, double cutStart) {
    try {
      return new BigDecimal(line.text(at))
          .subtract(new BigDecimal(line.text(Objects.requireNonNull(cut.startAt()))))
          .add(BigDecimal.valueOf(cutStart));
    } catch (NumberFormatException e) {
      return BigDecimal.ZERO;
    }
  }

  /** As Python writes it, but never with an exponent. */
  private static String number(double value) {
    BigDecimal decimal = BigDecimal.valueOf(value);
    return decimal.signum() == 0 ? "0.0" : decimal.toPlainString();
  }
}
