"""Loads objects in a PyTorch DataLoader, a batch of samples at a time, and prints how fast. For bench/run.

    python sdk.py mount DIRECTORY LIST WORKERS order|shuffled|ahead
    python sdk.py sdk ENDPOINT/BUCKET LIST WORKERS order|shuffled

mount: each file of a batch is opened and read. sdk: the batch is one get-batch of AIStore's Python SDK. LIST has one
name a line. ahead: shuffled, and the sampler tells the mount of it (contrib/aisml_ahead.py). Workers are processes.
"""

import json
import pathlib
import random
import sys
import time
import warnings

import torch
from torch.utils.data import DataLoader, Dataset

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "contrib"))
from aisml_ahead import AheadSampler  # noqa: E402

BATCH = 256

# Of each batch so many bytes apart: enough to tell other content, or another order, without being what is measured.
STRIDE = 1021


class Samples(Dataset):
    """Takes the indexes of a whole batch and gives its bytes, one sample behind the other."""

    def __init__(self, names):
        self._names = names

    def __len__(self):
        return len(self._names)

    def __getitem__(self, indexes):
        contents = self._read([self._names[i] for i in indexes])
        return torch.frombuffer(bytearray(b"".join(contents)), dtype=torch.uint8)


class Files(Samples):
    def __init__(self, directory, names):
        super().__init__([f"{directory}/{name}" for name in names])

    def paths(self, indexes):
        return [self._names[i] for i in indexes]

    def _read(self, paths):
        return map(self._content, paths)

    @staticmethod
    def _content(path):
        with open(path, "rb", buffering=0) as file:
            return file.read()


class Objects(Samples):
    def __init__(self, where, names):
        super().__init__(names)
        self._endpoint, _, self._bucket = where.rpartition("/")
        self._client = None  # each worker's own

    def _read(self, names):
        if self._client is None:
            from aistore.sdk import Client

            self._client = Client(self._endpoint)
        batch = self._client.batch(names, bucket=self._client.bucket(self._bucket))
        return [content for _, content in batch.get()]


def main(way, where, listed, workers, order):
    names = pathlib.Path(listed).read_text().split("\n")[:-1]
    dataset = Files(where, names) if way == "mount" else Objects(where, names)
    indexes = list(range(len(names)))
    if order != "order":
        random.Random(1).shuffle(indexes)
    batches = [indexes[first : first + BATCH] for first in range(0, len(indexes), BATCH)]
    sampler = AheadSampler(batches, dataset.paths, 4096 // BATCH) if order == "ahead" else batches
    begin = time.monotonic()
    total = size = 0
    for batch in DataLoader(dataset, sampler=sampler, batch_size=None, num_workers=int(workers)):
        total = (total * 31 + int(batch[::STRIDE].sum())) % (1 << 61)
        size += len(batch)
    print(json.dumps({"samples": len(names), "bytes": size, "seconds": time.monotonic() - begin, "sum": total}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(*sys.argv[1:])
