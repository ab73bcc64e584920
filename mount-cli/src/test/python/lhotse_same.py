"""Compares manifests with Lhotse: cuts, supervisions and every sample.

    python lhotse_same.py [--workers N] [--clips] EXPECTED MANIFEST...

The cuts of the MANIFESTs, one after the other, must be those of EXPECTED: the same fields but for where the data is, the
same audio sample for sample, the same arrays. Each is read eagerly and lazily, by a SimpleCutSampler and by a
DynamicBucketingSampler in PyTorch DataLoaders with 0, 1, ... N workers. With --clips the cuts may be clips: where they
lie in their recordings, and how long those are, is another matter then. Exits with 1 and a line for each difference.
"""

import argparse
import sys
import warnings

import numpy
import torch
from lhotse import CutSet
from lhotse.dataset import DynamicBucketingSampler, SimpleCutSampler
from lhotse.qa import validate

SOURCE_KEYS = {"source", "storage_path", "storage_key"}


def without_places(value):
    """A cut's dict without where its data is: files are mounted in place of objects."""
    if isinstance(value, list):
        return [without_places(element) for element in value]
    if not isinstance(value, dict):
        return value
    place = SOURCE_KEYS & value.keys()
    return {
        key: without_places(element)
        for key, element in value.items()
        if not place or key not in SOURCE_KEYS and (key != "type" or "source" not in value)
    }


def without_place_in_recording(value):
    """A cut's dict without where in its recordings it is, as for a clip of them; arrays count from the cut's start."""
    if isinstance(value, list):
        return [without_place_in_recording(element) for element in value]
    if not isinstance(value, dict):
        return value
    value = {key: without_place_in_recording(element) for key, element in value.items()}
    if "start" in value and "recording" in value:
        start = value.pop("start")
        custom = value.get("custom") or {}
        aligned = [v for k, v in custom.items() if isinstance(v, dict) and not custom.get(k + "_unaligned")]
        for part in [value["recording"], value.get("features"), *aligned]:
            if part and "num_samples" in part:
                del part["duration"], part["num_samples"]
            elif part and "start" in part:
                part["start"] = round(part["start"] - start, 8)
    return value


def arrays_of(cut):
    if getattr(cut, "has_features", False) and not hasattr(cut, "tracks"):
        yield "features", cut.load_features()
    for name in getattr(cut, "custom", None) or {}:
        if name in ("target_audio", "prompt", "embedding", "alignments"):
            yield name, getattr(cut, f"load_{name}")()


def audio_of(cut):
    numpy.random.seed(0)
    return cut.load_audio()


def compare(expected, cut, clips):
    view = without_place_in_recording if clips else lambda value: value
    if view(without_places(expected.to_dict())) != view(without_places(cut.to_dict())):
        yield f"cut {cut.id}: its fields differ: {without_places(cut.to_dict())}"
    validate(cut)
    try:
        if not numpy.array_equal(audio_of(expected), audio_of(cut)):
            yield f"cut {cut.id}: its audio differs"
        for (name, array), (_, wanted) in zip(arrays_of(cut), arrays_of(expected), strict=True):
            if not numpy.array_equal(array, wanted):
                yield f"cut {cut.id}: its {name} differ"
    except Exception as error:  # a decoder may raise anything: each is a difference
        yield f"cut {cut.id}: {type(error).__name__}: {str(error).splitlines()[0]}"


# Lhotse goes by PyTorch 2, where the argument is optional; distributions still have 1.13.
if torch.__version__ < "2":
    torch.utils.data.Sampler.__init__ = lambda self, data_source=None: None


class Audio(torch.utils.data.Dataset):
    def __getitem__(self, cuts):
        return [(cut.id, audio_of(cut).sum(dtype=numpy.float64)) for cut in cuts]


def sums(cuts, sampler, workers):
    loader = torch.utils.data.DataLoader(Audio(), sampler=sampler(cuts), batch_size=None, num_workers=workers)
    return sorted(pair for batch in loader for pair in batch)


SAMPLERS = {
    "SimpleCutSampler": lambda cuts: SimpleCutSampler(cuts, max_cuts=7, shuffle=False),
    "SimpleCutSampler, shuffled": lambda cuts: SimpleCutSampler(cuts, max_cuts=7, shuffle=True, seed=3),
    "DynamicBucketingSampler": lambda cuts: DynamicBucketingSampler(
        cuts, max_cuts=7, num_buckets=3, shuffle=True, seed=3, num_cuts_for_bins_estimate=50),
}


def main():
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--workers", type=int, default=-1)
    parser.add_argument("--clips", action="store_true")
    parser.add_argument("expected")
    parser.add_argument("manifests", nargs="+")
    arguments = parser.parse_args()
    expected = list(CutSet.from_file(arguments.expected))
    lazy = CutSet.from_files(arguments.manifests, shuffle_iters=False) if len(arguments.manifests) > 1 \
        else CutSet.from_file(arguments.manifests[0])
    eager = [cut for manifest in arguments.manifests for cut in CutSet.from_file(manifest).to_eager()]
    found = []
    for name, cuts in ("lazy", list(lazy)), ("eager", eager):
        if [cut.id for cut in cuts] != [cut.id for cut in expected]:
            found.append(f"{name}: the ids differ")
    for wanted, cut in zip(expected, lazy):
        found += compare(wanted, cut, arguments.clips)
    if arguments.workers >= 0:
        wanted = sums(CutSet.from_cuts(expected), SAMPLERS["SimpleCutSampler"], 0)
        for workers in sorted({0, 1, arguments.workers}):
            for name, sampler in SAMPLERS.items():
                cuts = CutSet.from_cuts(eager) if name.endswith("shuffled") else lazy
                if sums(cuts, sampler, workers) != wanted:
                    found.append(f"{name} with {workers} workers: the audio differs")
    for difference in found:
        print(difference, file=sys.stderr)
    print(f"{len(expected)} cuts compared, {len(found)} differences")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
