"""How long commands take to start: a new JVM each time."""

import contextlib
import time

from .data import Dataset, Store
from .mount import Mount
from .process import run
from .samples import Samples

TITLE = "Starting"
VERSION = "aisml --version"
MOUNT = "aisml mount, a spec of 1,000 objects"
DATASET = Dataset("start", "1 KiB", 1 << 10, 1000, 1)
TIMES = 7


def measure(tools, endpoint, work, tmpfs):
    samples = Samples()
    with contextlib.ExitStack() as stored:
        store = Store(endpoint, DATASET, work.name.rsplit(".", 1)[-1].lower(), work, tmpfs)
        stored.callback(store.close)
        store.fill(tools.raw)
        for _ in range(TIMES):
            begin = time.monotonic()
            run([tools.aisml, "--version"])
            samples.add(VERSION, start=time.monotonic() - begin)
            with Mount(tools.aisml, [store.data.spec], work, f"endpoint={endpoint}") as mount:
                samples.add(MOUNT, start=mount.start_seconds)
    return samples
