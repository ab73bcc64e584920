"""What Lhotse and soundfile make of audio files and of clips of them.

write DIR   writes audio files of many kinds, and in cases.tsv which windows of them to clip:
            clip's name, file, offset, duration, duration of the recording (seconds)
check DIR   compares each clip below DIR/clips with what Lhotse reads of the file: prints what differs
counts      reads 'seconds rate' and 'samples factor' from lines of stdin, prints what Lhotse rounds them to
"""

import struct
import sys
import warnings
import wave
from pathlib import Path

import numpy as np
import soundfile
from lhotse import MonoCut, MultiCut, Recording
from lhotse.audio.backend import soundfile_load
from lhotse.utils import compute_num_samples, perturb_num_samples

RATE = 16000
FRAMES = 32011  # an odd number: an 8-bit mono file then has a pad byte

# name, soundfile's subtype, channels, rate
SOUNDFILE = [
    (f"{subtype.lower()}-{channels}-{rate}{suffix}", subtype, channels, rate)
    for suffix, subtypes in (
        (".wav", ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW")),
        (".aiff", ("PCM_S8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ALAW", "ULAW")),
    )
    for subtype in subtypes
    for channels, rate in ((1, 16000), (2, 44100), (3, 11025))
]
SOUNDFILE += [("rf64.rf64", "PCM_16", 1, RATE), ("rf64-6.rf64", "PCM_24", 6, RATE)]
SOUNDFILE += [("ext-1.wavex", "PCM_16", 1, RATE), ("ext-6.wavex", "PCM_24", 6, 48000), ("ext-2f.wavex", "FLOAT", 2, RATE)]
FORMATS = {".wav": "WAV", ".aiff": "AIFF", ".rf64": "RF64", ".wavex": "WAVEX"}

WINDOWS = [(0.0, 0.5), (0.123456789, 0.7), (0.60003125, 0.05), (0.7, 5.0), (0.3, "whole"), (0.0, "near"), (0.0, "whole")]


def noise(channels):
    random = np.random.default_rng(channels)
    return random.uniform(-0.9, 0.9, (FRAMES, channels))


def chunk(name, body):
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def changed(plain, name):
    """A WAV with what writers of other programs put into it. plain: soundfile's, 44 bytes before the data."""
    head, fmt, data = plain[:12], plain[12:36], plain[44:]
    sized = {
        "stream-0": 0,
        "stream-ffffffff": 0xFFFFFFFF,
        "stream-sox": 0x7FFFFFFF - 36,
        "truncated": len(data) + 4000,
    }
    if name in sized:
        return head + fmt + b"data" + struct.pack("<I", sized[name]) + data
    before = {
        "list": chunk(b"LIST", b"INFOISFT\x06\0\0\0Lavf59"),
        "odd": chunk(b"bext", b"x" * 603),
        "junk": chunk(b"JUNK", b"\0" * 150_000),
        "many": b"".join(chunk(b"cue ", b"\1" * i) for i in range(100)),
        "trailing": b"",
    }[name]
    body = fmt + before + chunk(b"data", data) + chunk(b"LIST", b"INFOabc")
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


CHANGED = ["stream-0", "stream-ffffffff", "stream-sox", "truncated", "list", "odd", "junk", "many", "trailing"]


def write(directory):
    for name, subtype, channels, rate in SOUNDFILE:
        path = directory / name
        endian = "LITTLE" if subtype == "PCM_16" and path.suffix == ".aiff" and channels == 3 else "FILE"
        soundfile.write(path, noise(channels), rate, subtype, endian, FORMATS[path.suffix])
    plain = (directory / "pcm_16-1-16000.wav").read_bytes()
    assert plain[36:40] == b"data"
    for name in CHANGED:
        (directory / f"{name}.wav").write_bytes(changed(plain, name))
    with open(directory / "cases.tsv", "w", encoding="utf-8") as cases:
        for file in [name for name, *_ in SOUNDFILE] + [f"{name}.wav" for name in CHANGED]:
            whole = FRAMES / soundfile.info(twin(directory, file)).samplerate
            for i, (offset, duration) in enumerate(WINDOWS):
                seconds = {"whole": whole, "near": whole - 0.0009}.get(duration, duration)
                if offset > whole:  # Lhotse refuses
                    continue
                clip = f"{Path(file).stem}-{i}{Path(file).suffix}"
                print(clip, file, offset, seconds, whole, sep="\t", file=cases)


def twin(directory, file):
    """The file, or one of the same samples that soundfile can read: it finds none in a stream's."""
    return directory / ("pcm_16-1-16000.wav" if Path(file).stem in CHANGED else file)


def check(directory):
    checked = 0
    for line in (directory / "cases.tsv").read_text(encoding="utf-8").splitlines():
        clip, file, offset, duration, whole = line.split("\t")
        path = directory / "clips" / clip
        original = twin(directory, file)
        info = soundfile.info(original)
        recording = Recording.from_file(original)
        recording.duration = float(whole)
        channels = {"channel": 0} if info.channels == 1 else {"channel": list(range(info.channels))}
        kind = MonoCut if info.channels == 1 else MultiCut
        read = kind(id="c", start=float(offset), duration=float(duration), recording=recording, **channels)
        expected = soundfile_load(original, *lhotse_window(read))[0]
        got, rate = soundfile.read(path, dtype="float32", always_2d=True)
        made = soundfile.info(path)
        same_kind = (made.subtype, made.channels, made.samplerate) == (info.subtype, info.channels, info.samplerate)
        if not same_kind or got.T.shape != expected.shape or not np.array_equal(got.T, expected):
            print(f"{clip}: {made.subtype} {made.channels} {rate} {got.T.shape}, expected {info.subtype} {expected.shape}")
        if made.format == "WAV" and made.subtype.startswith("PCM"):
            with wave.open(str(path)) as plain:
                if plain.getnframes() != len(got) or plain.getframerate() != rate:
                    print(f"{clip}: wave reads {plain.getparams()}")
        size = path.stat().st_size
        if size % 2:
            print(f"{clip}: {size} bytes")
        checked += 1
    print("checked", checked)


def lhotse_window(cut):
    """The arguments with which Recording.load_audio calls the source's; it does not ask for more than there is, which a clip can."""
    seen = []

    class Source(type(cut.recording.sources[0])):
        def load_audio(self, offset=0.0, duration=None, **_):
            seen.append((offset, duration))
            return np.zeros((len(self.channels), compute_num_samples(cut.duration, cut.recording.sampling_rate)), np.float32)

    plain = cut.recording.sources[0]
    cut.recording.sources[0] = Source(plain.type, plain.channels, plain.source)
    cut.load_audio()
    cut.recording.sources[0] = plain
    return seen[0]


def counts():
    for line in sys.stdin:
        kind, value, by = line.split()
        if kind == "count":
            print(compute_num_samples(float(value), int(by)))
        else:
            print(perturb_num_samples(int(value), float(by)))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1] == "counts":
        counts()
    else:
        {"write": write, "check": check}[sys.argv[1]](Path(sys.argv[2]))
