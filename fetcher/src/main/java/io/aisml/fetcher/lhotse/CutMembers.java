package io.aisml.fetcher.lhotse;

import io.aisml.fetcher.audio.AudioWindow;
import io.aisml.fetcher.lhotse.Cut.CustomRecording;
import io.aisml.fetcher.lhotse.Cut.DataCut;
import io.aisml.fetcher.lhotse.Cut.MixedCut;
import io.aisml.fetcher.spec.Entry;
import io.aisml.fetcher.spec.InvalidNameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a cut is read from. Sources that are no business of AIStore (local files,
 * commands, foreign URLs) stay as they are.
 *
 * @param members in the order in which the cut mentions them
 * @param flaws why a source can't be had, one line each
 * @param elsewhere the sources that are no business of AIStore
 * @param clips which of the members may be clips, one element for each MonoCut or MultiCut that has
 *     any
 */
public record CutMembers(
    List<CutMember> members, List<String> flaws, List<String> elsewhere, List<CutClip> clips) {

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
    CutMembers found =
        new CutMembers(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    found.addCut("", cut, arrays);
    return found;
  }

  private void addCut(String role, Cut cut, boolean arrays) {
    if (cut instanceof DataCut data) {
      InCutTime own = new InCutTime(data);
      data.recording().ifPresent(recording -> addRecording(role, recording, data.channels(), own));
      for (Map.Entry<String, CustomRecording> custom : data.custom().entrySet()) {
        CustomRecording value = custom.getValue();
        addRecording(
            role + "." + custom.getKey(),
            value.recording(),
            value.channels(),
            value.aligned() ? own : null);
      }
      own.clip().ifPresent(clips::add);
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

  /** What of a cut's files is read in the cut's own time. */
  private final class InCutTime {
    private final DataCut cut;
    private final List<Integer> files = new ArrayList<>();
    private final List<AudioWindow> windows = new ArrayList<>();
    private String flaw = "";

    InCutTime(DataCut cut) {
      this.cut = cut;
    }

    /** Takes the member that was added last, or hears that there is none for a source. */
    void add(boolean isMember, AudioPart part) {
      if (!isMember) {
        flaw = "not all of its audio is in AIStore";
        return;
      }
      int last = members.size() - 1;
      files.add(last);
      windows.add(part.window());
      if (!part.obstacle().isEmpty()) {
        flaw = part.obstacle();
      } else if (!Clippable.isNamed(members.get(last))) {
        flaw = Clippable.why(members.get(last));
      }
    }

    Optional<CutClip> clip() {
      return files.isEmpty()
          ? Optional.empty()
          : Optional.of(new CutClip(cut, List.copyOf(files), List.copyOf(windows), flaw));
    }
  }

  /**
   * @param own of the cut whose time is the recording's; null when all of it is read
   */
  private void addRecording(
      String role, Recording recording, List<Integer> channels, @Nullable InCutTime own) {
    // A reverberation makes channels of its own out of all that there are.
    List<Integer> read = recording.reverberated() ? List.of() : channels;
    List<AudioSource> sources = recording.sources();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i).hasAnyOf(read)) {
        AudioSource source = sources.get(i);
        int count = Math.max(1, source.channels().size());
        AudioPart part =
            own == null
                ? recording.time().part(0, 0, count)
                : recording.time().part(own.cut.start(), own.cut.duration(), count);
        boolean isMember = addSource(sources.size() == 1 ? role : role + ".s" + i, source, part);
        if (own != null) {
          own.add(isMember, part);
        }
      }
    }
    addImpulseResponses(role, recording.impulseResponses());
  }

  private void addImpulseResponses(String role, List<Recording> recordings) {
    for (Recording recording : recordings) {
      addRecording(role + ".rir", recording, List.of(), null);
    }
  }

  /** Whether there is a member for the source now. */
  private boolean addSource(String role, AudioSource source, AudioPart part) {
    int before = members.size();
    Mention mention = new Mention.Audio(source.typeAt(), source.sourceAt());
    if (!source.flaw().isEmpty()) {
      flaws.add(source.flaw());
    } else if (source.entry().isPresent()) {
      members.add(new CutMember(role, source.entry().get(), mention, part));
    } else {
      elsewhere.add(source.source());
    }
    return members.size() > before;
  }

  private void addArray(String role, StoredArray array) {
    Mention mention =
        new Mention.Array(array.pathAt(), array.keyAt(), array.typeAt(), array.storageType());
    try {
      Optional<Entry> entry = SourceEntry.of(array);
      if (entry.isPresent()) {
        members.add(new CutMember(role, entry.get(), mention, AudioPart.WHOLE));
      } else {
        elsewhere.add(array.path());
      }
    } catch (InvalidNameException e) {
      flaws.add(e.getMessage());
    }
  }
}
