"""Cuts of audio files of many kinds, and whether the clips that were fetched of them are what Lhotse reads of the files.

write DIR BUCKET   writes the files into DIR/objects and their cuts into DIR/cuts.jsonl, as ais://BUCKET/FILE
check DIR          compares each cut read from the files with the same cut read from the clips in DIR/members, which are
                   called by the cuts' ordinals: 00017.wav, 00018.s0.wav
"""

import json
import sys
import tarfile
import warnings
import wave
from pathlib import Path

import numpy as np
import soundfile
from lhotse import CutSet, MonoCut, MultiCut, Recording
from lhotse.audio import AudioSource

RATE = 16000
SECONDS = 6.0


def noise(channels, rate, seed):
    return np.random.default_rng(seed).uniform(-0.9, 0.9, (int(SECONDS * rate), channels))


def write(directory, bucket):
    objects = directory / "objects"
    objects.mkdir()
    recordings = []

    def recording(name, channels=1, rate=RATE, form="WAV", subtype="PCM_16"):
        soundfile.write(objects / name, noise(channels, rate, len(recordings)), rate, subtype, format=form)
        made = Recording.from_file(objects / name, recording_id=name)
        made.sources[0] = AudioSource("url", made.sources[0].channels, f"ais://{bucket}/{name}")
        recordings.append(made)
        return made

    plain = recording("plain.wav")
    stereo = recording("stereo.wav", 2, 44100, subtype="PCM_24")
    kinds = [
        plain,
        stereo,
        recording("eight.wav", subtype="PCM_U8"),
        recording("deep.wav", subtype="PCM_32"),
        recording("float.wav", 2, 48000, subtype="FLOAT"),
        recording("law.wav", subtype="ULAW"),
        recording("six.wav", 6, form="WAVEX", subtype="PCM_24"),
        recording("big.rf64", form="RF64"),
        recording("apple.aiff", 2, 22050, form="AIFF", subtype="PCM_24"),
    ]
    with tarfile.open(objects / "shard.tar", "w") as shard:
        shard.add(objects / "plain.wav", "dir/member.wav")
    member = Recording.from_dict(plain.to_dict())
    member.sources[0] = AudioSource("url", [0], f"ais://{bucket}/shard.tar/dir/member.wav")
    kinds.append(member)

    cuts = []
    for made in kinds:
        for start, duration in ((0.0, 0.5), (1.23456789, 0.7), (2.00003125, 0.333), (5.5, 0.5), (0.0, SECONDS), (0.0, SECONDS - 0.0007)):
            cuts.append(whole(made, start, duration))
    for made in (plain.perturb_speed(1.1), plain.perturb_speed(0.9), plain.resample(22050), plain.resample(8000).perturb_speed(1.1), plain.perturb_volume(0.5)):
        for start, duration in ((0.3, 1.1), (1.0001, 2.3456789), (0.0, made.duration)):
            cuts.append(whole(made, start, duration))
    several = Recording(
        "several",
        [AudioSource("url", [i], kind.sources[0].source) for i, kind in enumerate((kinds[0], kinds[2], kinds[3]))],
        RATE,
        plain.num_samples,
        plain.duration,
    )
    cuts.append(MultiCut("several", 1.5, 0.75, channel=[0, 2], recording=several))
    for i, cut in enumerate(cuts):
        cut.id = f"cut-{i}"
    CutSet.from_cuts(cuts).to_file(directory / "cuts.jsonl")


def whole(recording, start, duration):
    if recording.num_channels == 1:
        return MonoCut("", start, duration, channel=0, recording=recording)
    return MultiCut("", start, duration, channel=list(range(recording.num_channels)), recording=recording)


def check(directory):
    checked = 0
    for ordinal, line in enumerate((directory / "cuts.jsonl").read_text(encoding="utf-8").splitlines()):
        original, clipped = json.loads(line), json.loads(line)
        sources = original["recording"]["sources"]
        wanted = original["channel"] if isinstance(original["channel"], list) else [original["channel"]]
        for index, (source, clip) in enumerate(zip(sources, clipped["recording"]["sources"])):
            name = source["source"].split("/", 3)[3]
            file = "plain.wav" if name.startswith("shard.tar/") else name
            source.update(type="file", source=str(directory / "objects" / file))
            if set(wanted) & set(source["channels"]):
                role = f".s{index}" if len(sources) > 1 else ""
                path = directory / "members" / f"{ordinal:05d}{role}{Path(name).suffix}"
                clip.update(type="file", source=str(path))
                playable(path, directory / "objects" / file)
        clipped.update(start=0.0)
        clipped["recording"].update(
            duration=original["duration"],
            num_samples=round(original["duration"] * original["recording"]["sampling_rate"]),
        )
        expected, got = (CutSet.from_dicts([line])[0].load_audio() for line in (original, clipped))
        if not np.array_equal(expected, got):
            print(f"{original['id']}: {got.shape}, expected {expected.shape}: {line}")
        checked += 1
    print("checked", checked)


def playable(clip, original):
    made, info = soundfile.info(clip), soundfile.info(original)
    if (made.samplerate, made.channels, made.subtype) != (info.samplerate, info.channels, info.subtype):
        print(f"{clip.name}: {made}")
    if clip.suffix == ".wav" and made.format == "WAV" and made.subtype.startswith("PCM"):
        with wave.open(str(clip)) as plain:
            if plain.getnframes() != made.frames:
                print(f"{clip.name}: wave reads {plain.getparams()}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"write": write, "check": check}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
