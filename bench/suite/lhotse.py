"""Lhotse loading the cuts of a manifest: from a mount, and by its own loaders from AIStore. bench/load.py does the loading."""

import json
import pathlib
import random
import urllib.error
import urllib.request

from .mount import Mount
from .process import Failed, run
from .samples import Samples

TITLE = "Lhotse, {:,} cuts of WAV files of 3 s"
COUNT = 3_000
SECONDS = 3
RATE = 16_000
BYTES = 44 + 2 * SECONDS * RATE

# A mini-batch of a training, and as many cuts as the mount's batches have.
MINI_BATCH = 100
LARGE_BATCH = 1000

ORDERS = ("in order", "shuffled")
FILES = "files on tmpfs, {}"
MOUNT = "mount cold, {}"
URLS = "Lhotse's ais:// loading, {}"
BATCHES = "Lhotse's AISBatchLoader, {} cuts a batch, {}"


def batches_row(size, order):
    return BATCHES.format(f"{size:,}", order)


class Corpus:
    """The recordings in a bucket and on tmpfs, and the manifests of their cuts."""

    def __init__(self, endpoint, run_name, work, tmpfs, count):
        self.endpoint = endpoint
        self.count = count
        self.bucket = f"aisml-bench-{run_name}-lhotse"
        self.stored = work / "lhotse.jsonl"
        self.local = work / "lhotse-local.jsonl"
        self._files = tmpfs / "lhotse"

    def fill(self):
        self._request("POST", f"v1/buckets/{self.bucket}?provider=ais", json.dumps({"action": "create-bck"}).encode())
        self._files.mkdir()
        noise = random.Random(3)
        with self.stored.open("w") as stored, self.local.open("w") as local:
            for i in range(self.count):
                name = f"{i:06d}.wav"
                content = wav(noise.randbytes(2 * SECONDS * RATE))
                (self._files / name).write_bytes(content)
                self._request("PUT", f"v1/objects/{self.bucket}/{name}?provider=ais", content)
                stored.write(cut(name, "url", f"ais://{self.bucket}/{name}"))
                local.write(cut(name, "file", self._files / name))

    def close(self):
        self._request("DELETE", f"v1/buckets/{self.bucket}?provider=ais", json.dumps({"action": "destroy-bck"}).encode())

    def _request(self, method, path, body):
        request = urllib.request.Request(
            f"{self.endpoint}/{path}", method=method, data=body, headers={"Content-Type": "application/json"}
        )
        # Proxies of the environment are not meant for a cluster on this machine. A PUT is redirected with its body.
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect).open(request, timeout=60).close()
        except urllib.error.HTTPError as e:
            if e.code not in (301, 307):
                raise
            there = urllib.request.Request(e.headers["Location"], method=method, data=body)
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(there, timeout=60).close()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def wav(samples):
    head = b"RIFF" + (36 + len(samples)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\1\0\1\0" + RATE.to_bytes(4, "little") + (2 * RATE).to_bytes(4, "little") + b"\2\0\x10\0"
    return head + form + b"data" + len(samples).to_bytes(4, "little") + samples


def cut(name, kind, source):
    recording = {
        "id": name, "sources": [{"type": kind, "channels": [0], "source": str(source)}], "sampling_rate": RATE,
        "num_samples": SECONDS * RATE, "duration": SECONDS, "channel_ids": [0],
    }  # fmt: skip
    line = {"id": name, "start": 0, "duration": SECONDS, "channel": 0, "supervisions": [], "recording": recording, "type": "MonoCut"}
    return json.dumps(line) + "\n"


def measure(tools, corpus, work, rounds, options):
    samples = Samples()
    sums = set()

    def load(row, way, manifest, order, *more, around=()):
        loaded = json.loads(run([
            *around, "env", f"AIS_ENDPOINT={corpus.endpoint}", tools.lhotse, "-B", pathlib.Path(__file__).parents[1] / "load.py",
            way, manifest, order.split()[-1], *more,
        ]))  # fmt: skip
        sums.add(loaded["sum"])
        if len(sums) > 1:
            raise Failed(f"{row}: the samples are not those of the other rows")
        samples.add(row, seconds=loaded["seconds"] * 1000 / loaded["cuts"], cpu=loaded["cpu"] * 1000 / loaded["cuts"])

    def mounted(order):
        with Mount(tools.aisml, [corpus.stored], work, options) as mount:
            load(MOUNT.format(order), "files", mount.point / "cuts.jsonl", order, around=mount.around())

    steps = []
    for order in ORDERS:
        steps += [
            lambda order=order: load(FILES.format(order), "files", corpus.local, order),
            lambda order=order: mounted(order),
            lambda order=order: load(URLS.format(order), "files", corpus.stored, order),
        ]
        for size in (MINI_BATCH, LARGE_BATCH):
            steps.append(
                lambda order=order, size=size: load(batches_row(size, order), "batches", corpus.stored, order, size)
            )
    for number in range(rounds):
        for step in reversed(steps) if number % 2 else steps:
            step()
    return samples
