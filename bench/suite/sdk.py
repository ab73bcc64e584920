"""Samples in a PyTorch DataLoader: from a mount, and by get-batch of AIStore's Python SDK. bench/sdk.py does the loading."""

import json
import pathlib

from . import data
from .process import Failed, run
from .rounds import Rounds

DATASET = data.Dataset("sdk", "10 KiB in a DataLoader", 10 * data.KIB, 20_000, 20_000)
WORKERS = 4
MOUNT = f"mount cold, warmed JVM, in order, {WORKERS} workers"
SDK = f"Python SDK's batches, in order, {WORKERS} workers"
MOUNT_AHEAD = f"mount cold, warmed JVM, shuffled, told ahead, {WORKERS} workers"
SDK_SHUFFLED = f"Python SDK's batches, shuffled, {WORKERS} workers"


class LoaderRounds(Rounds):
    def __init__(self, store, tools, work, chosen):
        super().__init__(store, tools, work, chosen)
        self._sums = {}

    def _steps(self):
        where = f"{self._store.endpoint}/{self._store.data.bucket}"
        return [
            lambda: self._load(SDK, "sdk", where, "order"),
            lambda: self._load_mounted(MOUNT, "order"),
            lambda: self._load(SDK_SHUFFLED, "sdk", where, "shuffled"),
            lambda: self._load_mounted(MOUNT_AHEAD, "ahead"),
        ]

    def _load_mounted(self, row, order):
        measured, warming = self._store.data, self._store.warm
        sources = [measured, warming]
        with self._new_mount(sources, self._cache_memory) as mount:
            self._read(self._place(mount, warming, sources), warming.in_order, WORKERS, mount.around())
            self._load(row, "mount", self._place(mount, measured, sources), order, mount.around())

    def _load(self, row, way, where, order, around=()):
        loader = pathlib.Path(__file__).parents[1] / "sdk.py"
        loaded = json.loads(
            run([*around, self._tools.lhotse, "-B", loader, way, where, self._store.data.in_order, WORKERS, order])
        )
        wanted = self._sums.setdefault(order == "order", loaded["sum"])
        if loaded["sum"] != wanted or loaded["bytes"] != self._data.bytes:
            raise Failed(f"{row}: the samples are not those of the other rows")
        self._rate(row, loaded["samples"], loaded["seconds"])
