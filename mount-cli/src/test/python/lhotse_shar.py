"""Lhotse Shar directories: writes one, and compares manifests that are mounted with what Lhotse reads of it.

write DIR FORMAT       writes 50 cuts in three shards, audio in FORMAT (wav, flac), and as many custom recordings, features and
                       arrays as the cuts have; every seventh cut has no audio
extend DIR             gives the cuts of such a directory more fields, which only files beside theirs have: plain values, recordings
                       and arrays, and where the cuts have an embedding another one
same DIR MANIFEST...   the cuts of the MANIFESTs, one after the other, must be those of CutSet.from_shar(in_dir=DIR): the same
                       fields, the same audio sample for sample; arrays where the manifest says where they are
"""

import sys
import warnings
from pathlib import Path

import numpy
import soundfile
from lhotse import CutSet, Features, MonoCut, MultiCut, NumpyFilesWriter, Recording, SupervisionSegment
from lhotse.array import Array
from lhotse.shar import SharWriter

RATE = 16000
IDS = ["a/b c/сесія 12:7", "ü" * 150, ".hidden", "100%", 'quote " and \\', "~2", "v1.2.3", "x.tar/y"]
PLACES = {"source", "storage_path", "storage_key", "storage_type", "shard_origin", "shar_epoch"}


def write(directory, audio_format):
    random = numpy.random.default_rng(7)
    work = directory.with_name(directory.name + "-originals")
    work.mkdir()

    def recording(name, channels, seconds):
        path = work / f"{name}.wav"
        soundfile.write(path, random.uniform(-0.5, 0.5, (int(seconds * RATE), channels)), RATE)
        return Recording.from_file(path, recording_id=name)

    mono, stereo, target = recording("mono", 1, 20.0), recording("stereo", 2, 20.0), recording("target", 1, 20.0)
    arrays = NumpyFilesWriter(work / "arrays")
    cuts = []
    for i in range(50):
        id = IDS[i] if i < len(IDS) else f"cut-{i:03d}"
        start, duration = round(0.1 + i * 0.3, 3), 0.7 + i * 0.0123
        if i % 7 == 6:
            cut = MonoCut(id, start, duration, channel=0)
            cut.features = features(arrays, f"f-{i}", random, cut)
        elif i % 5 == 4:
            cut = MultiCut(id, start, duration, channel=[0, 1] if i % 2 else [1], recording=stereo)
        else:
            cut = MonoCut(id, start, duration, channel=0, recording=mono)
        text = SupervisionSegment(f"s-{i}", "mono", 0.0, duration, text=f"zażółć {i}", speaker="P3")
        cut.supervisions = [text]
        if i % 3 == 0:
            cut.target_audio = target
            cut.embedding = Array("numpy_files", str(arrays.storage_path), arrays.write(f"e-{i}", random.random(8)), [8])
        cuts.append(cut)
    directory.mkdir()
    fields = {"recording": audio_format, "target_audio": audio_format, "features": "numpy", "embedding": "numpy"}
    CutSet.from_cuts(cuts).to_shar(directory, fields=fields, shard_size=20)


def features(arrays, key, random, cut):
    frames = round(cut.duration * 100)
    stored = arrays.write(key, random.random((frames, 4)).astype(numpy.float32))
    return Features(
        type="fbank", num_frames=frames, num_features=4, frame_shift=0.01, sampling_rate=RATE, start=cut.start, duration=cut.duration,
        storage_type="numpy_files", storage_path=str(arrays.storage_path), storage_key=stored, recording_id="mono", channels=0)  # fmt: skip


def extend(directory):
    """As Lhotse's documentation of Shar adds fields to a directory: the manifests of its cuts stay as they are."""
    random = numpy.random.default_rng(8)
    work = directory.with_name(directory.name + "-originals")
    soundfile.write(work / "clean.wav", random.uniform(-0.5, 0.5, 20 * RATE), RATE)
    clean = Recording.from_file(work / "clean.wav", recording_id="clean").resample(8000)
    arrays = NumpyFilesWriter(work / "more")
    fields = {"lang": "jsonl", "score": "jsonl", "clean": "flac", "vector": "numpy", "embedding": "numpy"}
    with SharWriter(directory, fields=fields, shard_size=20, include_cuts=False, warn_unused_fields=False) as writer:
        for i, cut in enumerate(list(CutSet.from_shar(in_dir=directory))):
            had_embedding = cut.has_custom("embedding")
            cut.custom = {"score": {"mean": 1.50, "of": [i, None, "\u2028"]}}
            if i % 4:
                cut.lang = f'ü "{i}"'
            if i % 3:
                cut.clean = clean
            if i % 5:
                cut.vector = Array("numpy_files", str(arrays.storage_path), arrays.write(f"v-{i}", random.random(3)), [3])
            if had_embedding:
                cut.embedding = Array("numpy_files", str(arrays.storage_path), arrays.write(f"e-{i}", random.random(16)), [16])
            writer.write(cut)


def bare(value):
    """A cut's dict without where its data is."""
    if isinstance(value, list):
        return [bare(element) for element in value]
    if not isinstance(value, dict):
        return value
    bared = {k: bare(v) for k, v in value.items() if k not in PLACES and (k != "type" or "source" not in value)}
    if not bared.get("custom", True):
        del bared["custom"]
    return bared


def compare(expected, cut):
    if bare(expected.to_dict()) != bare(cut.to_dict()):
        yield f"its fields differ: {bare(cut.to_dict())}, expected {bare(expected.to_dict())}"
    if expected.has_recording != cut.has_recording:
        yield "only one of both has a recording"
    elif cut.has_recording and not numpy.array_equal(expected.load_audio(), cut.load_audio()):
        yield "its audio differs"
    for field in data(cut):
        if not numpy.array_equal(expected.load_custom(field), cut.load_custom(field)):
            yield f"its {field} differs"
    if cut.has_features and cut.features.storage_type != "shar":
        if not numpy.array_equal(expected.load_features(), cut.load_features()):
            yield "its features differ"


def data(cut):
    """The custom fields of recordings, and of arrays where the manifest says where they are."""
    for field, value in (cut.custom or {}).items():
        if isinstance(value, Recording) or (isinstance(value, Array) and value.storage_type != "shar"):
            yield field


def same(directory, manifests):
    expected = list(CutSet.from_shar(in_dir=directory))
    cuts = [cut for manifest in manifests for cut in CutSet.from_file(manifest)]
    found = [] if len(expected) == len(cuts) else [f"{len(cuts)} cuts, expected {len(expected)}"]
    audio = arrays = 0
    for wanted, cut in zip(expected, cuts):
        found += [f"cut {cut.id}: {difference}" for difference in compare(wanted, cut)]
        fields = [getattr(cut, field) for field in data(cut)]
        audio += cut.has_recording + sum(isinstance(value, Recording) for value in fields)
        arrays += cut.has_features and cut.features.storage_type == "numpy_files"
        arrays += sum(isinstance(value, Array) for value in fields)
    print(f"{len(cuts)} cuts, {audio} recordings, {arrays} arrays, {len(found)} differences")
    for difference in found:
        print(difference)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), sys.argv[3])
    elif sys.argv[1] == "extend":
        extend(Path(sys.argv[2]))
    else:
        same(Path(sys.argv[2]), sys.argv[3:])
