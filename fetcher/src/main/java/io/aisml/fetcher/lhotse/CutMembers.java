package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Cut.MixedCut;
import io.aisml.fetcher.spec.InvalidNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files that a cut's audio is read from. Sources that are no business of AIStore (local files,
 * commands, foreign URLs) are in neither list: they stay as they are.
 *
 * @param members in the order in which the cut mentions them
 * @param flaws why a source can't be had, one line each
 */
public record CutMembers(List<CutMember> members, List<String> flaws) {

  /** Finds the files of a cut. */
  public static CutMembers of(Cut cut) {
    CutMembers found = new CutMembers(new ArrayList<>(), new ArrayList<>());
    found.addCut("", cut);
    return found;
  }

  private void addCut(String role, Cut cut) {
    if (cut instanceof DataCut data) {
      data.recording().ifPresent(recording -> addRecording(role, recording, data.channels()));
      for (Map.Entry<String, CustomRecording> custom : data.custom().entrySet()) {
        CustomRecording value = custom.getValue();
        addRecording(role + "." + custom.getKey(), value.recording(), value.channels());
      }
    } else if (cut instanceof MixedCut mixed) {
      for (int track = 0; track < mixed.tracks().size(); track++) {
        addCut(role + ".t" + track, mixed.tracks().get(track));
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
    try {
      SourceEntry.of(source).ifPresent(entry -> members.add(new CutMember(role, entry)));
    } catch (InvalidNameException e) {
      flaws.add(e.getMessage());
    }
  }
}
