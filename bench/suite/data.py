"""What is read: buckets on the cluster, the same files on tmpfs, and specs over them."""

import dataclasses
import json
import os
import pathlib
import random
import urllib.error
import urllib.request

from . import process

KIB = 1 << 10
MIB = 1 << 20


@dataclasses.dataclass(frozen=True)
class Dataset:
    """Objects of one size: those that are measured, and others that warm a mount up."""

    name: str
    title: str
    size: int
    count: int
    warm_count: int

    @property
    def bytes(self):
        return self.size * self.count

    @property
    def is_large(self):
        """Whether a rate in MB/s says more than one in files/s, and a GET is the way to compare with."""
        return self.size >= MIB

    def scaled(self, divisor):
        return dataclasses.replace(
            self, count=max(2, self.count // divisor), warm_count=max(1, self.warm_count // divisor)
        )


DATASETS = [
    Dataset("10k", "10 KiB", 10 * KIB, 20_000, 20_000),
    Dataset("110k", "110 KB", 110_000, 4_000, 2_000),
    Dataset("64m", "64 MiB", 64 * MIB, 8, 4),
]


def name(i):
    """As bench/raw names its objects."""
    return f"{i:06d}.bin"


class Listed:
    """A bucket, the spec that asks for all of it, and its names, in order and shuffled."""

    def __init__(self, bucket, count, work):
        self.bucket = bucket
        self.count = count
        self.spec = work / f"{bucket}.json"
        self.in_order = work / f"{bucket}.list"
        self.shuffled = work / f"{bucket}.shuffled"

    def write(self):
        entries = [{"objname": name(i), "bucket": self.bucket} for i in range(self.count)]
        self.spec.write_text(json.dumps({"in": entries, "mime": ".tar", "strm": True}))
        names = [name(i) + "\n" for i in range(self.count)]
        self.in_order.write_text("".join(names))
        random.Random(1).shuffle(names)
        self.shuffled.write_text("".join(names))


def change_bucket(endpoint, method, bucket, action):
    """Makes or removes a bucket."""
    request = urllib.request.Request(
        f"{endpoint}/v1/buckets/{bucket}?provider=ais",
        method=method,
        data=json.dumps({"action": action}).encode(),
        headers={"Content-Type": "application/json"},
    )
    # Proxies of the environment are not meant for a cluster on this machine.
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60).close()


class Store:
    """A dataset's buckets, files and specs. Made by fill(); close() removes the buckets."""

    def __init__(self, endpoint, dataset, run, work, tmpfs):
        self.endpoint = endpoint
        self.dataset = dataset
        bucket = f"aisml-bench-{run}-{dataset.name}"
        self.data = Listed(bucket, dataset.count, work)
        self.warm = Listed(bucket + "-warm", dataset.warm_count, work)
        self.files = tmpfs / dataset.name

    def fill(self, raw):
        self.files.mkdir(parents=True)
        for each, more in ((self.data, ["-dir", self.files]), (self.warm, [])):
            change_bucket(self.endpoint, "POST", each.bucket, "create-bck")
            self._fill(raw, each.bucket, each.count, more)
            each.write()

    def _fill(self, raw, bucket, count, more):
        process.run([
            raw, "fill", "-endpoint", self.endpoint, "-bucket", bucket,
            "-count", count, "-size", self.dataset.size, *more,
        ])  # fmt: skip

    def url(self, i):
        return f"{self.endpoint}/v1/objects/{self.data.bucket}/{name(i)}?provider=ais"

    def close(self):
        for each in (self.data, self.warm):
            try:
                change_bucket(self.endpoint, "DELETE", each.bucket, "destroy-bck")
            except urllib.error.HTTPError as e:
                if e.code != 404:
                    raise


def expected_checksum(reader, store):
    """The checksum of the files that bench/raw wrote beside the objects."""
    return read(reader, store.files, store.data.in_order, 1, store.dataset.size, checksum=True)["checksum"]


def read(reader, directory, names, workers, size, checksum=False, around=(), ahead=0):
    """One pass over the files; what bench/reader.c prints."""
    flags = [*(["-c"] if checksum else []), *(["-a", ahead] if ahead else [])]
    command = [reader, *flags, directory, names, workers, size]
    return parse(process.run([*around, *command]))


def parse(line):
    """What bench/raw and bench/reader.c print."""
    return json.loads(line)


def tmpfs_directory(wanted_bytes):
    """A directory in memory with that much room, or None."""
    shm = pathlib.Path("/dev/shm")
    if not shm.is_dir():
        return None
    room = os.statvfs(shm)
    return shm if room.f_bavail * room.f_frsize > wanted_bytes + 64 * MIB else None
