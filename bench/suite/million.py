"""A mount of 1,000,000 entries, of a spec or listed: how soon it answers, and what its tree weighs."""

import json
import os
import shutil

from .mount import Mount
from .process import run
from .samples import Samples

TITLE = "{:,} entries"
SPEC = "a spec"
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
    _measure_listed(tools, work, count, samples)
    return samples


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
