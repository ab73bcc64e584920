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
 * commands, foreign URLs) are in neither list: they stay as they are.
 *
 * @param members in the order in which the cut mentions them
 * @param flaws why a source can't be had, one line each
 */
public record CutMembers(List<CutMember> members, List<String> flaws) {

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
    CutMembers found = new CutMembers(new ArrayList<>(), new ArrayList<>());
    found.addCut("", cut, arrays);
    return found;
  }

  private void addCut(String role, Cut cut, boolean arrays) {
    if (cut instanceof DataCut data) {
      data.recording().ifPresent(recording -> addRecording(role, recording, data.channels()));
      for (Map.Entry<String, CustomRecording> custom : data.custom().entrySet()) {
        CustomRecording value = custom.getValue();
        addRecording(role + "." + custom.getKey(), value.recording(), value.channels());
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

  private void addRecording(String role, Recording recording, List<Integer> channels) {
    // A reverberation makes channels of its own out of all that there are.
    List<Integer> read = recording.reverberated() ? List.of() : channels;
    List<AudioSource> sources = recording.sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).hasAnyOf(read)) {
        addSource(sources.size() == 1 ? role : role + ".s" + i, sources.get(i));
      }
    }
    addImpulseResponses(role, recording.impulseResponses());
  }

  private void addImpulseResponses(String role, List<Recording> recordings) {
    for (Recording recording : recordings) {
      addRecording(role + ".rir", recording, List.of());
    }
  }

  private void addSource(String role, AudioSource source) {
    add(role, () -> SourceEntry.of(source), new Mention.Audio(source.typeAt(), source.sourceAt()));
  }

  private void addArray(String role, StoredArray array) {
    add(role, () -> SourceEntry.of(array), new Mention.Array(array.pathAt(), array.keyAt()));
  }

  private void add(String role, EntrySupplier supplier, Mention mention) {
    try {
      supplier.get().ifPresent(entry -> members.add(new CutMember(role, entry, mention)));
    } catch (InvalidNameException e) {
      flaws.add(e.getMessage());
    }
  }

  private interface EntrySupplier {
    Optional<Entry> get() throws InvalidNameException;
  }
}
