"""Makes a corpus of many kinds of recordings and cuts, for the tests of mounted manifests.

    python lhotse_corpus.py DIR

DIR/store/ais/BUCKET/... are the objects, as a directory source has them; DIR/originals/ holds the same audio as plain
files. DIR/local.jsonl has cuts of the originals, DIR/cuts.jsonl the same cuts of the objects, with members of shards
among them. The audio is noise of a fixed seed, encoded by libsndfile.
"""

import json
import pathlib
import sys
import tarfile

import numpy
import soundfile
from lhotse import CutSet, Features, MonoCut, MultiCut, Recording, SupervisionSegment
from lhotse.array import Array, TemporalArray
from lhotse.audio import AudioSource
from lhotse.features.io import NumpyFilesWriter

BUCKET = "corpus"
RATE = 16000

# name, libsndfile's format and subtype, channels, seconds
RECORDINGS = [
    ("u8.wav", "WAV", "PCM_U8", 1, 0.2),
    ("s16.wav", "WAV", "PCM_16", 1, 30.0),
    ("s24.wav", "WAV", "PCM_24", 1, 1.37),
    ("s32.wav", "WAV", "PCM_32", 2, 1.0),
    ("float.wav", "WAV", "FLOAT", 1, 2.5),
    ("stereo.wav", "WAV", "PCM_16", 2, 3.3),
    ("four.wav", "WAVEX", "PCM_24", 4, 2.1),
    ("ulaw.wav", "WAV", "ULAW", 1, 1.5),
    ("rf64.wav", "RF64", "PCM_16", 1, 1.1),
    ("mic0.wav", "WAV", "PCM_16", 1, 4.0),
    ("mic1.wav", "WAV", "PCM_16", 1, 4.0),
    ("mic2.wav", "WAV", "PCM_16", 1, 4.0),
    ("noise.wav", "WAV", "PCM_16", 1, 6.0),
    ("rir.wav", "WAV", "PCM_16", 1, 0.3),
    ("plain.aiff", "AIFF", "PCM_16", 1, 2.0),
    ("speech.flac", "FLAC", "PCM_16", 1, 5.0),
    ("speech.mp3", "MP3", "MPEG_LAYER_III", 1, 5.0),
    ("speech.ogg", "OGG", "VORBIS", 2, 3.0),
    ("speech.opus", "OGG", "OPUS", 1, 5.0),
]
MEMBERS = [
    ("in/m 0.flac", "FLAC", "PCM_16", 1, 2.0),
    ("in/m 1.wav", "WAV", "PCM_16", 1, 2.0),
    ("in/m 2.opus", "OGG", "OPUS", 1, 2.0),
]
SHARD = "shards/train-000.tar"


class Corpus:
    def __init__(self, root):
        self.root = root
        self.originals = root / "originals"
        self.objects = root / "store" / "ais" / BUCKET
        self.random = numpy.random.default_rng(7)
        self.urls = {}
        self.recordings = {}
        self.cuts = []

    def write(self, name, kind, subtype, channels, seconds, url):
        frames = round(seconds * RATE)
        path = self.originals / name
        path.parent.mkdir(parents=True, exist_ok=True)
        samples = (self.random.standard_normal((frames, channels)) * 0.1).clip(-0.9, 0.9)
        soundfile.write(path, samples, RATE, format=kind, subtype=subtype)
        self.urls[str(path)] = url
        self.recordings[name] = Recording.from_file(path, recording_id=name)
        return path

    def record(self):
        for recording in RECORDINGS:
            name = "audio/" + recording[0]
            self.put(self.write(*recording, url=f"ais://{BUCKET}/{name}"), name)
        shard = self.objects / SHARD
        shard.parent.mkdir(parents=True)
        with tarfile.open(shard, "w") as tar:
            for member in MEMBERS:
                tar.add(self.write(*member, url=f"ais://{BUCKET}/{SHARD}/{member[0]}"), member[0])

    def put(self, path, name):
        target = self.objects / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())

    def cut(self, name, start, duration, id=None, channel=0, kind=MonoCut, recording=None, **more):
        id = id or f"{name}-{len(self.cuts)}"
        recording = recording or self.recordings[name]
        text = SupervisionSegment(
            id=f"s-{len(self.cuts)}", recording_id=recording.id, start=-0.01, duration=duration + 0.5, channel=channel,
            text="zażółć \"gęślą\" \\ jaźń", speaker="P3", custom={"wer": 0.1})
        return kind(id=id, start=start, duration=duration, channel=channel, recording=recording, supervisions=[text],
                    **more)

    def add(self, cut):
        self.cuts.append(cut)

    def segments(self):
        for name, recording in self.recordings.items():
            whole = recording.duration
            channel = list(range(recording.num_channels))
            kind = MultiCut if len(channel) > 1 else MonoCut
            channel = channel if len(channel) > 1 else 0
            for start, duration in [
                (0, whole),
                (0.0, whole / 3),
                (whole / 3, whole / 4),
                (whole / 3 + 0.0000123, whole / 4 + 0.00002),
                (round(whole * 0.75, 8), whole - round(whole * 0.75, 8)),
            ]:
                self.add(self.cut(name, start, duration, channel=channel, kind=kind))
        for index in range(20):
            self.add(self.cut("s16.wav", index * 1.1, 3.0001, id=f"long recording {index % 7}"))
        for id in ["a/b c/сесія 12:7", "ü" * 300, ".hidden", "100%", 'quote " and \\', "~2", "a\tb"]:
            self.add(self.cut("float.wav", 0.3, 1.1, id=id))

    def channels(self):
        sources = [AudioSource("file", [i], str(self.originals / f"mic{i}.wav")) for i in range(3)]
        three = Recording("room", sources, RATE, 4 * RATE, 4.0)
        self.add(self.cut("room", 0.5, 2.5, channel=[0, 2], kind=MultiCut, recording=three))
        self.add(self.cut("room", 1.0, 1.0, channel=[0, 1, 2], kind=MultiCut, recording=three))
        self.add(self.cut("room", 1.0, 2.0, channel=1, recording=three))
        self.add(self.cut("stereo.wav", 0.7, 1.0, channel=1))
        self.add(self.cut("four.wav", 0.7, 1.0, channel=[1, 3], kind=MultiCut))

    def transforms(self):
        speech = self.cut("s16.wav", 2.0, 4.0, id="transformed")
        for cut in [
            speech.perturb_speed(1.1),
            speech.perturb_speed(0.9),
            speech.resample(8000),
            speech.resample(22050).perturb_volume(0.5),
            speech.perturb_volume(2.0),
            self.cut("speech.flac", 0, 5.0, id="whole").perturb_speed(1.1),
            speech.reverb_rir(self.recordings["rir.wav"]),
        ]:
            self.add(cut.with_id(f"{cut.id}-{len(self.cuts)}"))

    def mixes(self):
        speech = self.cut("s16.wav", 2.0, 4.0, id="mixed")
        noise = self.cut("noise.wav", 1.0, 4.0, id="noise")
        other = self.cut("in/m 0.flac", 0.2, 1.1, id="other")
        for cut in [
            speech.mix(noise, snr=10),
            speech.append(other).pad(duration=7.0),
            other.pad(duration=2.0, direction="left").mix(noise, offset_other_by=0.3, snr=5),
            speech.perturb_speed(1.1).mix(noise.resample(RATE), snr=3),
            speech.mix(other, offset_other_by=1.5).reverb_rir(self.recordings["rir.wav"]),
        ]:
            self.add(cut.with_id(f"mix-{len(self.cuts)}"))

    def customs(self):
        cut = self.cut("s16.wav", 1.0, 2.0, id="enhanced")
        cut.target_audio = self.recordings["noise.wav"]
        self.add(cut)
        cut = self.cut("s16.wav", 3.0, 1.0, id="prompted")
        cut.prompt = self.recordings["speech.mp3"]
        cut.custom["prompt_unaligned"] = True
        cut.custom["source"] = {"sources": [{"type": "url", "source": "ais://corpus/audio/s16.wav"}]}
        self.add(cut)

    def arrays(self):
        directory = self.originals / "feats"
        with NumpyFilesWriter(directory) as writer:
            frames = self.random.standard_normal((200, 8)).astype(numpy.float32)
            key = writer.write("f-1", frames)
            vector = writer.write("f-2", frames[0])
        for file in directory.rglob("*.npy"):
            self.put(file, "feats/" + str(file.relative_to(directory)))
        self.urls[str(directory)] = f"ais://{BUCKET}/feats"
        cut = self.cut("s16.wav", 1.0, 2.0, id="with arrays")
        cut.features = Features(
            type="fbank", num_frames=200, num_features=8, frame_shift=0.01, sampling_rate=RATE, start=1.0, duration=2.0,
            storage_type="numpy_files", storage_path=str(directory), storage_key=key, recording_id="s16.wav", channels=0)
        cut.embedding = Array("numpy_files", str(directory), vector, [8])
        cut.alignments = TemporalArray(
            Array("numpy_files", str(directory), key, [200, 8]), temporal_dim=0, frame_shift=0.01, start=1.0)
        self.add(cut)

    def foreign(self):
        path = self.originals / "elsewhere.wav"
        soundfile.write(path, self.random.standard_normal(RATE) * 0.1, RATE)
        self.add(self.cut("local", 0.1, 0.5, recording=Recording.from_file(path, recording_id="local")))
        source = AudioSource("command", [0], f"cat '{path}'")
        self.add(self.cut("command", 0.1, 0.5, recording=Recording("command", [source], RATE, RATE, 1.0)))

    def save(self):
        CutSet.from_cuts(self.cuts).to_file(self.root / "local.jsonl")
        with open(self.root / "local.jsonl", encoding="utf-8") as lines, open(
                self.root / "cuts.jsonl", "w", encoding="utf-8") as out:
            for line in lines:
                out.write(json.dumps(self.stored(json.loads(line)), ensure_ascii=False) + "\n")

    def stored(self, value):
        """The same value with URLs in the place of originals."""
        if isinstance(value, list):
            return [self.stored(element) for element in value]
        if not isinstance(value, dict):
            return value
        value = {key: self.stored(element) for key, element in value.items()}
        if value.get("type") == "file" and value.get("source") in self.urls:
            value.update(type="url", source=self.urls[value["source"]])
        if value.get("storage_path") in self.urls:
            value["storage_path"] = self.urls[value["storage_path"]]
        return value


def main():
    corpus = Corpus(pathlib.Path(sys.argv[1]))
    corpus.record()
    corpus.segments()
    corpus.channels()
    corpus.transforms()
    corpus.mixes()
    corpus.customs()
    corpus.arrays()
    corpus.foreign()
    corpus.save()
    print(f"{len(corpus.cuts)} cuts")


if __name__ == "__main__":
    main()
