"""A mount of a spec of 1,000,000 entries: how soon it answers, and what its tree weighs."""

import json

from .mount import Mount
from .process import run
from .samples import Samples

TITLE = "A spec of {:,} entries"
ROW = "mounted"
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
                ROW,
                start=mount.start_seconds,
                entry=(plan["treeMemory"] - names) / count,
                resident=mount.resident_bytes(),
            )
    spec.unlink()
    return samples
