"""Compares what other programs read of a mount by its metadata.jsonl and nemo.jsonl with the cuts of a manifest.

nemo EXPECTED LIST...         the LISTs as NeMo reads them
audiofolder EXPECTED ROWS     the rows that audiofolder.py has printed

There must be one line for each cut of EXPECTED that is a whole file or a part of one with all its channels, in their
order, and each must lead to the cut's samples and text. Exits with 1 and a line for each difference.
"""

import json
import sys
import warnings

import numpy
import soundfile
from lhotse import AudioSource, CutSet, Recording, SupervisionSegment
from lhotse.utils import compute_num_samples


def sayable(cut):
    """Whether such a list can say it; what is no object has no file in the mount."""
    if hasattr(cut, "tracks") or len(cut.recording.sources) > 1 or cut.recording.transforms:
        return False
    channels = cut.channel if isinstance(cut.channel, list) else [cut.channel]
    source = cut.recording.sources[0]
    return channels == source.channels and source.type == "file" and "elsewhere" not in source.source


# NeMo can't be installed for a test. These are the rules of LazyNeMoIterator, nemo/collections/common/data/lhotse/
# nemo_adapters.py: it believes a sampling_rate, and that duration is then the file's, which has one channel.
def nemo_cut(line):
    path, duration, offset = line.pop("audio_filepath"), line.pop("duration"), line.pop("offset", None)
    rate = line.pop("sampling_rate", None)
    if rate is None:
        recording = Recording.from_file(path)
    else:
        source = AudioSource(type="file", channels=[0], source=path)
        samples = compute_num_samples(duration, rate)
        recording = Recording(path, [source], sampling_rate=rate, num_samples=samples, duration=duration, channel_ids=[0])
    cut = recording.to_cut()
    if offset is not None:
        cut = cut.truncate(offset=offset, duration=duration, preserve_id=True)
    words = SupervisionSegment(
        cut.id, cut.recording_id, 0, cut.duration, channel=cut.channel, text=line.get("text"), language=line.get("lang"))
    cut.supervisions.append(words)
    cut.custom = line
    return cut


def nemo(lists):
    for name in lists:
        with open(name) as lines:
            for line in lines:
                cut = nemo_cut(json.loads(line))
                yield cut.load_audio(), cut.supervisions[0].text, cut.custom.get("speaker")


def audiofolder(rows):
    with open(rows) as lines:
        # Of several directories it takes the files in an order of its own.
        for row in sorted(map(json.loads, lines), key=lambda row: row["audio"]):
            rate = row["sampling_rate"]
            start, frames = (compute_num_samples(row[key], rate) for key in ("offset", "duration"))
            with soundfile.SoundFile(row["audio"]) as file:
                assert file.samplerate == rate
                # As Lhotse does: to seek changes what is decoded of an MP3, even at the beginning.
                if start > 0:
                    file.seek(start)
                yield file.read(frames, dtype="float32", always_2d=True).T, row["text"], row["speaker"]


def main(program, expected, *lists):
    wanted = [cut for cut in CutSet.from_file(expected) if sayable(cut)]
    found = []
    rows = list(nemo(lists) if program == "nemo" else audiofolder(*lists))
    if len(rows) != len(wanted):
        found.append(f"{len(rows)} lines, expected {len(wanted)}")
    for cut, (audio, text, speaker) in zip(wanted, rows):
        if (text, speaker) != (cut.supervisions[0].text, cut.supervisions[0].speaker):
            found.append(f"cut {cut.id}: its words differ: {text}, {speaker}")
        samples = cut.load_audio()
        if not numpy.array_equal(audio, samples):
            found.append(f"cut {cut.id}: its audio differs: {audio.shape}, expected {samples.shape}")
    print(f"{len(wanted)} cuts compared, {len(found)} differences")
    for difference in found:
        print(difference, file=sys.stderr)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
