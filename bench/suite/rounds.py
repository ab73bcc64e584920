"""What one round measures, row by row."""

import json
import time

from . import data
from .mount import Mount
from .process import Failed, run
from .samples import Samples

READERS = (1, 4)
SHUFFLE_READERS = 8

# As far as contrib/aisml_ahead.py tells ahead when nothing else is said.
AHEAD = 4096

# As the mount cuts a batch into requests: io.aisml.fs.load.Segments and LoadPolicy.
MAX_ENTRIES = 1024
MAX_REQUEST_BYTES = 64 << 20

SMALL_BATCH = 256
GETS_AT_ONCE = 64
CURLS_AT_ONCE = 4

# What a GET takes is known after as many.
GETS_IN_TURN = 2000

SMALL_CACHE = "256m"

# After each row: tails of replies end, and processes of the row before are gone.
PAUSE_SECONDS = 0.3

RAW = "raw get-batch"
RAW_SMALL = f"raw get-batch, {SMALL_BATCH} entries a request"
CURL_BATCH = "get-batch by curl, which waits for each reply's end"
GETS = f"{GETS_AT_ONCE} keep-alive GETs at once, shuffled"
GET = "one keep-alive GET after another"
CURL = "curl, one GET after another"
CURLS = f"curl, {CURLS_AT_ONCE} GETs at once"


def mount_row(jvm, readers):
    return f"mount cold, {jvm} JVM, {readers_text(readers)}"


def warm_row(readers):
    return f"mount warm, {readers_text(readers)}"


def tmpfs_row(readers):
    return f"tmpfs, {readers_text(readers)}"


def readers_text(readers):
    return "1 reader" if readers == 1 else f"{readers} readers"


COLD = mount_row("warmed", 4)
SHUFFLED = f"mount cold, warmed JVM, shuffled, {readers_text(SHUFFLE_READERS)}"
TOLD = f"mount cold, warmed JVM, shuffled, told ahead, {readers_text(SHUFFLE_READERS)}"
AUTO = "mount second pass, open=auto, 4 readers"
TIGHT = f"mount cold, warmed JVM, cache-memory={SMALL_CACHE}, 4 readers"


class Rounds:
    """Measures one dataset. Every second round goes through its rows backwards."""

    def __init__(self, store, tools, work, chosen):
        self._store = store
        self._data = store.dataset
        self._tools = tools
        self._work = work
        self._in_flight = chosen.in_flight
        self._cache_memory = chosen.cache_memory
        self._options = f"endpoint={store.endpoint},requests={chosen.requests}"
        self._is_bucket = chosen.source == "bucket"
        self._start_seconds = 0  # of a mount that lists only the bucket that warms it up
        self._checksum = {
            names: data.read(tools.reader, store.files, names, 1, self._data.size, checksum=True)["checksum"]
            for names in (store.data.in_order, store.data.shuffled)
        }
        self.samples = Samples()

    def run(self, number):
        steps = self._steps()
        for step in reversed(steps) if number % 2 else steps:
            step()
            time.sleep(PAUSE_SECONDS)

    def _steps(self):
        steps = self._large_steps() if self._data.is_large else self._small_steps()
        for jvm in ("cold", "warmed"):
            for readers in READERS:
                steps.append(lambda jvm=jvm, readers=readers: self._mount(mount_row(jvm, readers), readers, jvm))
        steps.append(lambda: self._mount(TIGHT, 4, "warmed", cache=SMALL_CACHE))
        steps.append(self._second_pass)
        steps.append(self._tmpfs)
        return steps

    def _small_steps(self):
        return [
            lambda: self._raw(RAW, self._entries()),
            lambda: self._raw(RAW_SMALL, SMALL_BATCH),
            self._curl_batch,
            lambda: self._gets(GETS, GETS_AT_ONCE, self._data.count, ["-shuffle"]),
            lambda: self._gets(GET, 1, min(self._data.count, GETS_IN_TURN), []),
            lambda: self._mount(SHUFFLED, SHUFFLE_READERS, "warmed", shuffled=True),
            lambda: self._mount(TOLD, SHUFFLE_READERS, "warmed", shuffled=True, ahead=AHEAD),
        ]

    def _large_steps(self):
        return [
            lambda: self._raw(RAW, self._entries()),
            self._curl_batch,
            lambda: self._curl(CURL, 1),
            lambda: self._curl(CURLS, CURLS_AT_ONCE),
        ]

    def _rate(self, row, files, seconds, **more):
        self.samples.add(row, files=files / seconds, bytes=files * self._data.size / seconds, **more)

    # Without a mount.

    def _entries(self):
        return max(1, min(MAX_ENTRIES, MAX_REQUEST_BYTES // self._data.size))

    def _raw(self, row, entries):
        passed = self._run_raw("batch", self._in_flight, self._data.count, ["-entries", entries])
        self._rate(row, passed["files"], passed["seconds"])

    def _gets(self, row, at_once, count, more):
        passed = self._run_raw("get", at_once, count, more)
        self._passed(row, passed)

    def _run_raw(self, command, in_flight, count, more):
        return data.parse(run([
            self._tools.raw, command, "-endpoint", self._store.endpoint, "-bucket", self._store.data.bucket,
            "-count", count, "-size", self._data.size, "-in-flight", in_flight, *more,
        ]))  # fmt: skip

    def _curl_batch(self):
        url = f"{self._store.endpoint}/v1/ml/moss/{self._store.data.bucket}?provider=ais"
        transfers = []
        for i, first in enumerate(range(0, self._data.count, self._entries())):
            body = self._work / f"batch-{i}.json"
            entries = [{"objname": data.name(j)} for j in range(self._data.count)[first : first + self._entries()]]
            body.write_text(json.dumps({"in": entries, "mime": ".tar", "strm": True}))
            transfers.append(
                f'url = "{url}"\nrequest = "GET"\ndata-binary = "@{body}"\n'
                'header = "Content-Type: application/json"\n'
            )
        self._run_curl(CURL_BATCH, self._in_flight, transfers)

    def _curl(self, row, at_once):
        self._run_curl(row, at_once, [f'url = "{self._store.url(i)}"\n' for i in range(self._data.count)])

    def _run_curl(self, row, at_once, transfers):
        config = self._work / "curl"
        each = (
            "location\nsilent\nshow-error\nfail\nnoproxy = *\n"
            'output = "/dev/null"\nwrite-out = "%{size_download}\\n"\n'
        )
        config.write_text("next\n".join(transfer + each for transfer in transfers))
        parallel = ["--parallel", "--parallel-immediate", "--parallel-max", at_once] if at_once > 1 else []
        begin = time.monotonic()
        sizes = run(["curl", *parallel, "--config", config]).split()
        seconds = time.monotonic() - begin
        if sum(int(size) for size in sizes) < self._data.bytes:
            raise Failed(f"{row}: {sum(int(size) for size in sizes)} bytes came instead of {self._data.bytes} or more")
        self._rate(row, self._data.count, seconds)

    def _tmpfs(self):
        for readers in READERS:
            self._passed(tmpfs_row(readers), self._read(self._store.files, self._store.data.in_order, readers, []))

    def _passed(self, row, passed, seconds=None, **more):
        seconds = passed["seconds"] if seconds is None else seconds
        self._rate(row, passed["files"], seconds, p50=passed["p50"], p99=passed["p99"], **more)

    # Through a mount.

    def _mount(self, row, readers, jvm, shuffled=False, cache=None, ahead=0):
        measured, warming = self._store.data, self._store.warm
        names = measured.shuffled if shuffled else measured.in_order
        # The data first: reading the others must not read ahead into what is measured.
        sources = [measured, warming] if jvm == "warmed" else [measured]
        with self._new_mount(sources, cache or self._cache_memory) as mount:
            if jvm == "warmed":
                warm_names = warming.shuffled if shuffled else warming.in_order
                self._read(self._place(mount, warming, sources), warm_names, readers, mount.around(), ahead)
            place = self._place(mount, measured, sources)
            before = mount.status()["store"]
            cold = self._read(place, names, readers, mount.around(), ahead)
            after = mount.status()["store"]
            warm = self._read(place, names, readers, mount.around()) if cache is None else None
            self._passed(
                row,
                cold,
                seconds=cold["seconds"] + self._listing_seconds(mount, jvm),
                start=mount.start_seconds,
                resident=mount.peak_resident_bytes(),
                cgroup=mount.peak_cgroup_bytes(),
                batches=after["batchRequests"] - before["batchRequests"],
                gets=after["entryRequests"] - before["entryRequests"],
                received=(after["bytesReceived"] - before["bytesReceived"]) / cold["bytes"],
            )
            if warm and row == mount_row("warmed", readers):
                self._passed(warm_row(readers), warm)
            self._check(mount, place, names, row)

    def _second_pass(self):
        """What the kernel opens by itself once all has been read: the mount and its JVM have no part in it."""
        measured = self._store.data
        with self._new_mount([measured], self._cache_memory, ",open=auto") as mount:
            place = self._place(mount, measured, [measured])
            self._read(place, measured.in_order, 4, mount.around())
            if mount.status()["files"]["opensAnswered"]:
                raise Failed(f"{AUTO}: all has been read, and opens are still answered")
            self._passed(AUTO, self._read(place, measured.in_order, 4, mount.around()))
            self._check(mount, place, measured.in_order, AUTO)

    def _new_mount(self, sources, cache, more=""):
        words = [f"ais://{each.bucket}" if self._is_bucket else each.spec for each in sources]
        return Mount(self._tools.aisml, words, self._work, f"{self._options},cache-memory={cache}{more}")

    def _place(self, mount, listed, sources):
        """Where a bucket's objects are: a spec shows its bucket, and several sources stand beside each other."""
        if self._is_bucket:
            return mount.point / listed.bucket if len(sources) > 1 else mount.point
        return (mount.point / listed.spec.stem if len(sources) > 1 else mount.point) / listed.bucket

    def _listing_seconds(self, mount, jvm):
        """The listing's part of what a bucket's reading takes: with a cold JVM all of the mount's start counts."""
        if not self._is_bucket:
            return 0
        if jvm == "cold":
            return mount.start_seconds
        return max(0, mount.start_seconds - self._start_seconds)

    def prepare_round(self):
        if self._is_bucket:
            with self._new_mount([self._store.warm], self._cache_memory) as mount:
                self._start_seconds = mount.start_seconds

    def _check(self, mount, place, names, row):
        passed = data.read(self._tools.reader, place, names, 1, self._data.size, True, mount.around())
        if passed["checksum"] != self._checksum[names]:
            raise Failed(f"{self._data.title}: {row}: the content is not what was uploaded")

    def _read(self, directory, names, readers, around, ahead=0):
        return data.read(self._tools.reader, directory, names, readers, self._data.size, False, around, ahead)
