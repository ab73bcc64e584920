"""Reads the recordings of a mounted Lhotse manifest with Lhotse and soundfile, and compares every sample with the originals.

    python lhotse_read.py --mounted DIR --originals DIR --pairs FILE [--manifest CUTS]

FILE has one line for each recording: its path below the mounted directory, a tab, the path of the original below
--originals. With --manifest, the cuts of that manifest, whose recordings must be files, are loaded by Lhotse too and
must have as many samples as they say. Exits with 1 and a line for each difference.
"""

import argparse
import os
import sys

import numpy
import soundfile
from lhotse import CutSet, Recording


def decoded_by_soundfile(path):
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return samples.T, rate


def decoded_by_lhotse(path):
    recording = Recording.from_file(path)
    return recording.load_audio(), recording.sampling_rate


DECODERS = {"soundfile": decoded_by_soundfile, "lhotse": decoded_by_lhotse}


def compare(mounted, original):
    for name, decode in DECODERS.items():
        try:
            samples, rate = decode(mounted)
        except Exception as error:  # a decoder may raise anything: each is a difference
            yield f"{name}: {mounted}: {type(error).__name__}: {error}"
            continue
        expected, expected_rate = decode(original)
        if rate != expected_rate:
            yield f"{name}: {mounted}: {rate} Hz, expected {expected_rate}"
        elif not numpy.array_equal(samples, expected):
            yield f"{name}: {mounted}: {samples.shape} samples differ from {expected.shape} of {original}"


def check_cuts(manifest):
    count = 0
    for cut in CutSet.from_file(manifest):
        count += 1
        samples = cut.load_audio()
        if samples.shape[-1] != cut.num_samples:
            yield f"cut {cut.id}: {samples.shape[-1]} samples, expected {cut.num_samples}"
    if count == 0:
        yield f"{manifest}: no cuts"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mounted", required=True)
    parser.add_argument("--originals", required=True)
    parser.add_argument("--pairs", required=True)
    parser.add_argument("--manifest")
    arguments = parser.parse_args()
    with open(arguments.pairs, encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").split("\t") for line in lines]
    if not pairs:
        sys.exit(f"{arguments.pairs} names no files")
    found = []
    for mounted, original in pairs:
        found += compare(os.path.join(arguments.mounted, mounted), os.path.join(arguments.originals, original))
    if arguments.manifest:
        found += check_cuts(arguments.manifest)
    for difference in found:
        print(difference, file=sys.stderr)
    print(f"{len(pairs)} recordings compared, {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
