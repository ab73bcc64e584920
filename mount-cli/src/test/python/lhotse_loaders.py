"""How Lhotse loads cuts whose audio is in AIStore: by its own loaders, from a mount, and from the original files.

write DIR BUCKET             writes audio and a shard into DIR/objects, their cuts into DIR/cuts.jsonl as ais://BUCKET/OBJECT, and
                             into DIR/local.jsonl as files
batch MANIFEST LOCAL [ID]    loads all cuts, or without the one called ID, by Lhotse's AISBatchLoader
urls MANIFEST LOCAL          loads each cut by Lhotse's AIStoreIOBackend
files MANIFEST LOCAL         loads each cut as plain Lhotse does

Each of the last three prints a line a cut: whether its samples are those of the original, or what went wrong. The first two need
AIS_ENDPOINT and the package aistore.
"""

import json
import logging
import sys
import tarfile
import warnings
from pathlib import Path

import numpy
import soundfile
from lhotse import CutSet, MonoCut, MultiCut, Recording
from lhotse.audio import AudioSource

RATE = 16000


def write(directory, bucket):
    objects = directory / "objects"
    objects.mkdir()
    random = numpy.random.default_rng(5)
    for name in ("first.wav", "second.wav", "gone.wav", "mic0.wav", "mic1.wav", "member.wav"):
        soundfile.write(objects / name, random.uniform(-0.9, 0.9, RATE), RATE)
    with tarfile.open(objects / "shard.tar", "w") as shard:
        shard.add(objects / "member.wav", "dir/member.wav")

    def cut(id, *names):
        sources = [AudioSource("file", [i], str(objects / name)) for i, name in enumerate(names)]
        recording = Recording(id, sources, RATE, RATE, 1.0)
        kind, channel = (MultiCut, list(range(len(names)))) if len(names) > 1 else (MonoCut, 0)
        return kind(id, start=0.25, duration=0.5, channel=channel, recording=recording)

    cuts = [cut("first", "first.wav"), cut("several", "mic0.wav", "mic1.wav"), cut("gone", "gone.wav"), cut("member", "member.wav"),
            cut("second", "second.wav")]  # fmt: skip
    CutSet.from_cuts(cuts).to_file(directory / "local.jsonl")
    lines = (directory / "local.jsonl").read_text().splitlines()
    stored = [json.dumps(at_urls(json.loads(line), bucket)) + "\n" for line in lines]
    (directory / "cuts.jsonl").write_text("".join(stored))


def at_urls(cut, bucket):
    for source in cut["recording"]["sources"]:
        name = Path(source["source"]).name
        name = "shard.tar/dir/member.wav" if name == "member.wav" else name
        source.update(type="url", source=f"ais://{bucket}/{name}")
    return cut


def compare(original, cut):
    try:
        return "same" if numpy.array_equal(original.load_audio(), cut.load_audio()) else "other audio"
    except Exception as e:  # whatever a loader makes of it
        return f"{type(e).__name__}: {cause(e)}"


def cause(e):
    return " ".join(str(e).split())


def main(way, manifest, local, *without):
    originals = {cut.id: cut for cut in CutSet.from_file(local)}
    cuts = CutSet.from_cuts(cut for cut in CutSet.from_file(manifest) if cut.id not in without)
    if way == "batch":
        from lhotse.ais import AISBatchLoader

        try:
            cuts = AISBatchLoader()(cuts)
        except Exception as e:  # whatever it makes of it
            print(f"all: {type(e).__name__}: {cause(e)}")
            return
    for cut in cuts:
        print(f"{cut.id}: {compare(originals[cut.id], cut)}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), sys.argv[3])
    else:
        main(*sys.argv[1:])
