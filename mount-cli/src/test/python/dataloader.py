"""Reads a directory with PyTorch's DataLoader in all the ways that training does, and checks every sample.

    python dataloader.py --root DIR --expected FILE

FILE is what `sha256sum` prints for the true content: one `HASH  path` a line, paths relative to DIR. Exits with 1 and a
line for each difference.
"""

import argparse
import hashlib
import itertools
import os
import sys

import torch
from torch.utils.data import DataLoader, Dataset

WORKERS = (0, 1, 4)
START_METHODS = ("fork", "spawn")
BATCH_SIZE = 16
# A worker that hangs must fail the run, not hold it up.
WORKER_TIMEOUT_SECONDS = 300


class Files(Dataset):
    """The content of files as uint8 tensors, read as a training set reads them: open, read, close."""

    def __init__(self, root, paths):
        self.root = root
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        with open(os.path.join(self.root, self.paths[index]), "rb") as file:
            content = bytearray(file.read())
        # torch.frombuffer takes no empty buffer.
        sample = torch.frombuffer(content, dtype=torch.uint8) if content else torch.empty(0, dtype=torch.uint8)
        return index, sample


def as_list(batch):
    """Samples differ in length, so that they cannot be stacked."""
    return batch


def read_expected(file):
    with open(file, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("  ", 1) for line in lines]
    return [path for _, path in pairs], [digest for digest, _ in pairs]


def differences(root, paths, digests, workers, start_method, shuffle):
    loader = DataLoader(
        Files(root, paths),
        batch_size=BATCH_SIZE,
        shuffle=shuffle,
        num_workers=workers,
        collate_fn=as_list,
        multiprocessing_context=start_method,
        timeout=WORKER_TIMEOUT_SECONDS if workers else 0,
        generator=torch.Generator().manual_seed(1),
    )
    order = []
    for index, sample in itertools.chain.from_iterable(loader):
        order.append(index)
        digest = hashlib.sha256(sample.numpy().tobytes()).hexdigest()
        if digest != digests[index]:
            yield f"{paths[index]}: {sample.numel()} bytes with SHA-256 {digest}, expected {digests[index]}"
    if sorted(order) != list(range(len(paths))):
        yield f"{len(order)} samples, {len(set(order))} of them different, where {len(paths)} were expected"
    if shuffle == (order == sorted(order)) and len(paths) > 1:
        yield f"the order was {'not ' if shuffle else ''}shuffled"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", required=True)
    parser.add_argument("--expected", required=True)
    arguments = parser.parse_args()
    paths, digests = read_expected(arguments.expected)
    if not paths:
        sys.exit(f"{arguments.expected} names no files")
    found = 0
    for workers, shuffle in itertools.product(WORKERS, (False, True)):
        # Without workers nothing is started, and there is no method of starting.
        for start_method in START_METHODS if workers else (None,):
            case = f"workers={workers} start={start_method} shuffle={shuffle}"
            for difference in differences(arguments.root, paths, digests, workers, start_method, shuffle):
                print(f"{case}: {difference}", file=sys.stderr)
                found += 1
            print(f"{case}: {len(paths)} samples read", flush=True)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
