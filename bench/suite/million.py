"""A mount of 1,000,000 entries, of a spec, of a manifest or listed: how soon it answers, and what its tree weighs."""

import json
import os
import shutil
import time

from .mount import Mount
from .process import Failed, run
from .samples import Samples

TITLE = "{:,} entries"
SPEC = "a spec"
CUTS = "a manifest, in batches of 1,000 cuts"
LISTED = "a bucket that is a directory, listed"
COUNT = 1_000_000


def name(i):
    return f"train/{i // 1000:04d}/{i:08d}.wav"


def measure(tools, endpoint, work, count, rounds):
    spec = work / "million.json"
    with spec.open("w") as out:
        out.write('{"in": [')
        for i in range(count):
            out.write(f'{"," if i else ""}\n{{"bucket": "aisml-bench", "objname": "{name(i)}"}}')
        out.write("]}\n")
    samples = Samples()
    # No object is there: what is measured needs none, and nothing is to be listed beside it.
    options = f"endpoint={endpoint},sizes=lazy"
    names = len(name(0)) * count
    plan = json.loads(run([tools.aisml, "plan", "--json", spec, f"--endpoint={endpoint}"]))
    for _ in range(rounds):
        with Mount(tools.aisml, [spec], work, options) as mount:
            samples.add(
                SPEC,
                start=mount.start_seconds,
                entry=(plan["treeMemory"] - names) / count,
                resident=mount.peak_resident_bytes(),
            )
    spec.unlink()
    _measure_cuts(tools, work, count, options, rounds, samples)
    _measure_listed(tools, work, count, samples)
    return samples


def cut(i):
    """The i-th: four of each recording."""
    recording = f"rec-{i // 4:07d}"
    start = round(i % 4 * 3.21, 3)
    words = {"id": f"{recording}-{i % 4}", "recording_id": recording, "start": 0.0, "duration": 3.2, "channel": 0,
             "text": "we are northbound on the ring road and so on", "language": "en", "speaker": f"spk{i % 100}"}  # fmt: skip
    source = {"type": "url", "channels": [0], "source": f"ais://aisml-bench/{name(i // 4)}"}
    return {"id": f"{recording}-{i % 4}", "start": start, "duration": 3.2, "channel": 0, "supervisions": [words],
            "recording": {"id": recording, "sources": [source], "sampling_rate": 16000, "num_samples": 320000,
                          "duration": 20.0, "channel_ids": [0]},
            "type": "MonoCut"}  # fmt: skip


def _measure_cuts(tools, work, count, options, rounds, samples):
    manifest = work / "million.jsonl"
    with manifest.open("w") as out:
        out.writelines(json.dumps(cut(i)) + "\n" for i in range(count))
    names = sum(len(f"{i % 1000:05d}_rec-{i // 4:07d}-{i % 4}.wav") for i in range(count))
    for _ in range(rounds):
        with Mount(tools.aisml, [manifest], work, options) as mount:
            begin = time.monotonic()
            listed = run(["find", mount.point, "-name", "*.wav"]).count("\n")
            seconds = time.monotonic() - begin
            if listed != count:
                raise Failed(f"{listed} files of {count} cuts are listed")
            samples.add(
                CUTS,
                start=mount.start_seconds,
                listed=mount.start_seconds + seconds,
                entry=(mount.status()["mount"]["treeBytes"] - names) / count,
                resident=mount.peak_resident_bytes(),
            )
    manifest.unlink()


def _measure_listed(tools, work, count, samples):
    """Once: making so many files takes longer than the mount."""
    store = work / "store"
    bucket = store / "ais" / "million"
    for i in range(count):
        path = bucket / name(i)
        if i % 1000 == 0:
            path.parent.mkdir(parents=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    with Mount(tools.aisml, ["ais://million"], work, f"endpoint=file://{store}") as mount:
        names = (len(name(0)) - len("train/0000/")) * count
        samples.add(
            LISTED,
            start=mount.start_seconds,
            entry=(mount.status()["mount"]["treeBytes"] - names) / count,
            resident=mount.peak_resident_bytes(),
        )
    shutil.rmtree(store)
