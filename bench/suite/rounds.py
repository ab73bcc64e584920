"""What one round measures, row by row."""

import collections
import statistics
import time

from . import data
from .mount import Mount
from .process import Failed, run

READERS = (1, 4)

# As the mount cuts a batch into requests: io.aisml.fs.load.Segments and LoadPolicy.
MAX_ENTRIES = 1024
MAX_REQUEST_BYTES = 64 << 20

# After each row: tails of replies end, and processes of the row before are gone.
PAUSE_SECONDS = 0.5

CURL = "one curl, GET after GET"
RAW = "raw get-batch"
RAW_WAITING = "get-batch, waiting for each reply's end"


def mount_row(jvm, readers):
    return f"mount cold, {jvm} JVM, {readers_text(readers)}"


def warm_row(readers):
    return f"mount warm, {readers_text(readers)}"


def tmpfs_row(readers):
    return f"tmpfs, {readers_text(readers)}"


def readers_text(readers):
    return "1 reader" if readers == 1 else f"{readers} readers"


class Samples:
    """One value a round: by row and quantity."""

    def __init__(self):
        self._values = collections.defaultdict(list)

    def add(self, row, **quantities):
        for quantity, value in quantities.items():
            if value is not None:
                self._values[row, quantity].append(value)

    def has(self, row, quantity):
        return (row, quantity) in self._values

    def median(self, row, quantity):
        return statistics.median(self._values[row, quantity])

    def spread(self, row, quantity):
        values = self._values[row, quantity]
        return min(values), max(values)

    def rows(self):
        return list(dict.fromkeys(row for row, _ in self._values))


class Rounds:
    """Measures one dataset. Every second round goes through its rows backwards."""

    def __init__(self, store, tools, work, requests, cache_memory):
        self._store = store
        self._data = store.dataset
        self._tools = tools
        self._work = work
        self._requests = requests
        self._options = f"requests={requests},cache-memory={cache_memory}"
        self._checksum = data.expected_checksum(tools.reader, store)
        self.samples = Samples()

    def run(self, number):
        steps = [self._raw, self._raw_waiting]
        if self._data.is_large:
            steps.append(self._curl)
        for jvm in ("cold", "warmed"):
            for readers in READERS:
                steps.append(lambda jvm=jvm, readers=readers: self._mount(jvm, readers, check=number == 0))
        steps.append(self._tmpfs)
        for step in reversed(steps) if number % 2 else steps:
            step()
            time.sleep(PAUSE_SECONDS)

    def _rate(self, row, files, seconds, **more):
        self.samples.add(row, files=files / seconds, bytes=files * self._data.size / seconds, **more)

    def _raw(self):
        self._get_batch(RAW, [])

    def _raw_waiting(self):
        self._get_batch(RAW_WAITING, ["-wait"])

    def _get_batch(self, row, more):
        entries = max(1, min(MAX_ENTRIES, MAX_REQUEST_BYTES // self._data.size))
        passed = data.parse(run([
            self._tools.raw, "batch", "-endpoint", self._store.endpoint, "-bucket", self._store.bucket,
            "-count", self._data.count, "-size", self._data.size,
            "-entries", entries, "-in-flight", self._requests, *more,
        ]))  # fmt: skip
        self._rate(row, passed["files"], passed["seconds"])

    def _curl(self):
        config = self._work / "curl"
        lines = [f'url = "{self._store.url(i)}"\noutput = /dev/null\n' for i in range(self._data.count)]
        config.write_text("".join(lines))
        begin = time.monotonic()
        run(["curl", "-sSfL", "--noproxy", "*", "--config", config])
        self._rate(CURL, self._data.count, time.monotonic() - begin)

    def _tmpfs(self):
        for readers in READERS:
            passed = data.read(self._tools.reader, self._store.files, self._store.list, readers, self._data.size)
            self._passed(tmpfs_row(readers), passed)

    def _passed(self, row, passed, **more):
        self._rate(row, passed["files"], passed["seconds"], p50=passed["p50"], p99=passed["p99"], **more)

    def _mount(self, jvm, readers, check):
        warm_up = jvm == "warmed"
        with Mount(self._tools.aisml, self._store, self._work, self._options, warm_up) as mount:
            if warm_up:
                self._read(mount, mount.warm(), self._store.warm_list, readers)
            before = mount.status()["store"]
            cold = self._read(mount, mount.data(), self._store.list, readers)
            after = mount.status()["store"]
            warm = self._read(mount, mount.data(), self._store.list, readers)
            row = mount_row(jvm, readers)
            self._passed(
                row,
                cold,
                start=mount.start_seconds,
                resident=mount.peak_resident_bytes(),
                cgroup=mount.peak_cgroup_bytes(),
                batches=after["batchRequests"] - before["batchRequests"],
                gets=after["entryRequests"] - before["entryRequests"],
                received=(after["bytesReceived"] - before["bytesReceived"]) / cold["bytes"],
            )
            if warm_up:
                self._passed(warm_row(readers), warm)
            if check:
                self._check(mount, row)

    def _check(self, mount, row):
        found = self._read(mount, mount.data(), self._store.list, 1, checksum=True)["checksum"]
        if found != self._checksum:
            raise Failed(f"{self._data.title}: {row}: the content is not what was uploaded")

    def _read(self, mount, directory, names, readers, checksum=False):
        return data.read(self._tools.reader, directory, names, readers, self._data.size, checksum, mount.around())
