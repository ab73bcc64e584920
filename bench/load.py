"""Loads the audio of all cuts of a manifest with Lhotse, in one process, and prints how long that took. For bench/run.

    python load.py files|batches MANIFEST order|shuffled [CUTS_A_BATCH]

files: each cut by itself, wherever its manifest says the audio is. batches: as many cuts at once by Lhotse's AISBatchLoader.
"""

import json
import logging
import random
import resource
import sys
import time
import warnings

import numpy
from lhotse import CutSet


def batches_of(cuts, size):
    from lhotse.ais import AISBatchLoader

    load = AISBatchLoader()
    for first in range(0, len(cuts), size):
        yield from load(CutSet.from_cuts(cuts[first : first + size]))


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(way, manifest, order, size="0"):
    cuts = list(CutSet.from_file(manifest))
    if order == "shuffled":
        random.Random(1).shuffle(cuts)
    total = 0
    begin, cpu_before = time.monotonic(), cpu()
    for cut in cuts if way == "files" else batches_of(cuts, int(size)):
        total += int(numpy.abs(cut.load_audio() * 32768).sum())
    seconds = time.monotonic() - begin
    print(json.dumps({"cuts": len(cuts), "seconds": seconds, "cpu": cpu() - cpu_before, "sum": total}))


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    main(*sys.argv[1:])
