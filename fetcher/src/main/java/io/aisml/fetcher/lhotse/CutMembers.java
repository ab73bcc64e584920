package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Cut.MixedCut;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that a cut is read from. Sources that are no business of AIStore (local files,
 * commands, foreign URLs) stay as they are.
 *
 * @param members in the order in which the cut mentions them
 * @param flaws why a source can't be had, one line each
 * @param elsewhere the sources that are no business of AIStore
 */
public record CutMembers(List<CutMember> members, List<String> flaws, List<String> elsewhere) {

  /** Finds the files of a cut's audio. */
  public static CutMembers of(Cut cut) {
    return of(cut, false);
  }

  /**
   * Finds the files of a cut.
   *
   * @param arrays whether those of its features and arrays count
   */
  public static CutMembers of(Cut cut, boolean arrays) {
    CutMembers found = new CutMembers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    found.addCut("", cut, arrays);
    return found;
  }

  private void addCut(String role, Cut cut, boolean arrays) {
    if (cut instanceof DataCut data) {
      data.recording()
          .ifPresent(
              recording ->
                  addRecording(role, recording, data.channels(), data.start(), data.duration()));
      for (Map.Entry<String, CustomRecording> custom : data.custom().entrySet()) {
        CustomRecording value = custom.getValue();
        addRecording(
            role + "." + custom.getKey(),
            value.recording(),
            value.channels(),
            value.aligned() ? data.start() : 0,
            value.aligned() ? data.duration() : 0);
      }
      if (arrays) {
        data.arrays().forEach((field, array) -> addArray(role + "." + field, array));
      }
    } else if (cut instanceof MixedCut mixed) {
      for (int track = 0; track < mixed.tracks().size(); track++) {
        addCut(role + ".t" + track, mixed.tracks().get(track).cut(), arrays);
      }
      addImpulseResponses(role, mixed.impulseResponses());
    }
  }

  /**
   * @param duration 0 for the whole recording
   */
  private void addRecording(
      String role, Recording recording, List<Integer> channels, double start, double duration) {
    // A reverberation makes channels of its own out of all that there are.
    List<Integer> read = recording.reverberated() ? List.of() : channels;
    List<AudioSource> sources = recording.sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).hasAnyOf(read)) {
        AudioSource source = sources.get(i);
        AudioPart part =
            recording.time().part(start, duration, Math.max(1, source.channels().size()));
        addSource(sources.size() == 1 ? role : role + ".s" + i, source, part);
      }
    }
    addImpulseResponses(role, recording.impulseResponses());
  }

  private void addImpulseResponses(String role, List<Recording> recordings) {
    for (Recording recording : recordings) {
      addRecording(role + ".rir", recording, List.of(), 0, 0);
    }
  }

  private void addSource(String role, AudioSource source, AudioPart part) {
    Mention mention = new Mention.Audio(source.typeAt(), source.sourceAt());
    if (!add(role, () -> SourceEntry.of(source), mention, part)) {
      elsewhere.add(source.source());
    }
  }

  private void addArray(String role, StoredArray array) {
    Mention mention = new Mention.Array(array.pathAt(), array.keyAt());
    if (!add(role, () -> SourceEntry.of(array), mention, AudioPart.WHOLE)) {
      elsewhere.add(array.path());
    }
  }

  /** False when there is no entry, and nothing wrong with that. */
  private boolean add(String role, EntrySupplier supplier, Mention mention, AudioPart part) {
    try {
      Optional<Entry> entry = supplier.get();
      entry.ifPresent(found -> members.add(new CutMember(role, found, mention, part)));
      return entry.isPresent();
    } catch (InvalidNameException e) {
      flaws.add(e.getMessage());
      return true;
    }
  }

  private interface EntrySupplier {
    Optional<Entry> get() throws InvalidNameException;
  }
}
