"""python3 -m suite, started by bench/run with the tools' paths in the environment."""

import argparse
import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from . import archive, delay, lhotse, million, peers, report, sdk, startup
from .data import DATASETS, Store, tmpfs_directory
from .delayed import DELAYED, DelayedRounds
from .process import Failed, run
from .rounds import Rounds

PROGRAM = "bench/run"
QUICK_DIVISOR = 10


@dataclasses.dataclass(frozen=True)
class Tools:
    aisml: str
    raw: str
    reader: str
    cluster: str
    lhotse: str

    @staticmethod
    def of_environment():
        return Tools(*(os.environ[f"BENCH_{field.name.upper()}"] for field in dataclasses.fields(Tools)))


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


ARCHIVE = "archive"
MILLION = "million"
START = "start"
LHOTSE = "lhotse"
PEERS = "peers"
SDK = "sdk"
RTT = "rtt"


def arguments():
    by_name = {data.name: data for data in DATASETS} | {PEERS: peers.DATASET, SDK: sdk.DATASET}
    names = [*by_name, RTT, ARCHIVE, MILLION, START, LHOTSE]
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Measures a mount on a real AIStore cluster, beside get-batch and GET without a mount and tmpfs. "
        "Prints tables in Markdown. Nothing else should run on the machine: some sixteen minutes.",
        epilog="AISML_TEST_ENDPOINT=URL uses an existing cluster instead of starting one.",
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the files, one round: to see that it works")
    parser.add_argument("--workloads", default=",".join(names), help="which of them, default %(default)s")
    parser.add_argument("--rounds", type=int, help="default 3; every second one goes backwards")
    parser.add_argument("--source", choices=("spec", "bucket"), default="spec",
                        help="what is mounted: a spec of all objects, or the bucket, its listing then counted in the cold rows")  # fmt: skip
    parser.add_argument("--in-flight", type=int, default=4, help="get-batches in flight of the raw client; default 4")
    parser.add_argument("--requests", default="4", help="the mount's option of that name; default 4")
    parser.add_argument("--cache-memory", default="2g", help="the mount's; should hold a dataset; default 2g")
    parser.add_argument("--output", type=pathlib.Path,
                        help="write the tables there as well; of a file that has the lines "
                        f"{' and '.join(report.marks(PROGRAM))} what is between them is replaced")  # fmt: skip
    chosen = parser.parse_args()
    chosen.rounds = chosen.rounds or (1 if chosen.quick else 3)
    chosen.workloads = chosen.workloads.split(",")
    unknown = [name for name in chosen.workloads if name not in names]
    if unknown:
        parser.error(f"--workloads: {', '.join(unknown)} is none of {', '.join(names)}")
    divisor = QUICK_DIVISOR if chosen.quick else 1
    chosen.datasets = [by_name[name].scaled(divisor) for name in chosen.workloads if name in by_name]
    chosen.delayed = [data.scaled(divisor) for data in DELAYED] if RTT in chosen.workloads else []
    chosen.archive = archive.COUNT // divisor if ARCHIVE in chosen.workloads else 0
    chosen.million = million.COUNT // divisor if MILLION in chosen.workloads else 0
    chosen.start = START in chosen.workloads
    chosen.cuts = lhotse.COUNT // divisor if LHOTSE in chosen.workloads else 0
    return chosen


def remove(directory):
    """Never reaches into a mount that would not go."""
    subprocess.run(["rm", "-rf", "--one-file-system", directory], check=False)


def start_cluster(tools, directory, cleanup, around=(), options=()):
    say("Starting an AIStore cluster, one proxy and three targets")
    cleanup.callback(run, [tools.cluster, "stop", directory])
    return run([*around, tools.cluster, "start", directory, "--owner", os.getpid(), *options]).strip()


ROUNDS = {PEERS: peers.PeerRounds, SDK: sdk.LoaderRounds}


def measure_dataset(dataset, kind, endpoint, chosen, tools, work, tmpfs):
    with contextlib.ExitStack() as stored:
        store = Store(endpoint, dataset, work.name.rsplit(".", 1)[-1].lower(), work, tmpfs)
        say(f"{dataset.title}: uploading {dataset.count + dataset.warm_count:,} objects")
        stored.callback(store.close)
        store.fill(tools.raw)
        rounds = kind(store, tools, work, chosen)
        for number in range(chosen.rounds):
            say(f"{dataset.title}: round {number + 1} of {chosen.rounds}")
            rounds.prepare_round()
            rounds.run(number)
        shutil.rmtree(store.files)
        return dataset, rounds.samples


def measure_delayed(chosen, tools, work, tmpfs):
    with contextlib.ExitStack() as cleanup:
        distance = cleanup.enter_context(delay.Distance(tools.raw))
        endpoint = start_cluster(tools, work / "far", cleanup, distance.inside(), ["--address", delay.FAR])
        return [
            measure_dataset(dataset, DelayedRounds, endpoint, chosen, tools, work, tmpfs) for dataset in chosen.delayed
        ]


def measure(chosen, tools, cleanup):
    work = pathlib.Path(tempfile.mkdtemp(prefix="aisml-bench."))
    cleanup.callback(remove, work)
    wanted = sum(data.bytes for data in chosen.datasets + chosen.delayed) + chosen.cuts * lhotse.BYTES
    memory = tmpfs_directory(wanted)
    if memory is None:
        raise Failed("/dev/shm has no room for the files that the mount is compared with: free some, or choose --workloads")
    tmpfs = pathlib.Path(tempfile.mkdtemp(prefix="aisml-bench.", dir=memory))
    cleanup.callback(remove, tmpfs)
    endpoint = os.environ.get("AISML_TEST_ENDPOINT") or start_cluster(tools, work / "cluster", cleanup)
    measured = [
        measure_dataset(dataset, ROUNDS.get(dataset.name, Rounds), endpoint, chosen, tools, work, tmpfs)
        for dataset in chosen.datasets
    ]
    measured += measure_delayed(chosen, tools, work, tmpfs) if chosen.delayed else []
    archived = mounted = None
    if chosen.archive:
        say(f"{archive.TITLE.format(chosen.archive)}: {chosen.rounds} rounds")
        bucket = f"{work.name.rsplit('.', 1)[-1].lower()}-archive"
        archived = archive.measure(tools, endpoint, bucket, work, chosen.archive, chosen.rounds)
    if chosen.million:
        say(f"{million.TITLE.format(chosen.million)}: {chosen.rounds} mounts")
        mounted = million.measure(tools, endpoint, work, chosen.million, chosen.rounds)
    started = None
    if chosen.start:
        say(f"{startup.TITLE}: {startup.TIMES} times")
        started = startup.measure(tools, endpoint, work, tmpfs)
    loaded = None
    if chosen.cuts:
        with contextlib.ExitStack() as stored:
            corpus = lhotse.Corpus(endpoint, work.name.rsplit(".", 1)[-1].lower(), work, tmpfs, chosen.cuts)
            say(f"{lhotse.TITLE.format(chosen.cuts)}: {chosen.rounds} rounds")
            stored.callback(corpus.close)
            corpus.fill()
            options = f"endpoint={endpoint},requests={chosen.requests},cache-memory={chosen.cache_memory}"
            loaded = lhotse.measure(tools, corpus, work, chosen.rounds, options)
    return report.Measured(measured, archived, chosen.archive, mounted, chosen.million, started, loaded, chosen.cuts)


def leave_out(chosen):
    """Drops what this machine can't measure, and says so: there, and among the conditions."""
    lacking = delay.missing() if chosen.delayed else None
    if not lacking:
        return []
    chosen.delayed = []
    say(f"Leaving out {RTT}: it needs {lacking}")
    return [("left out", f"{RTT}, which needs {lacking}")]


def stop(signum, _):
    """Ends the benchmark, once: what cleans up after it is not to be interrupted."""
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + signum)


def main():
    chosen = arguments()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    left_out = leave_out(chosen)
    begin = time.monotonic()
    try:
        with contextlib.ExitStack() as cleanup:
            measured = measure(chosen, Tools.of_environment(), cleanup)
    except Failed as e:
        sys.exit(f"{PROGRAM}: {e}")
    conditions = [
        ("conditions", f"{chosen.rounds} rounds, every second one backwards; {chosen.in_flight} get-batches of the raw client in flight, "
         f"requests={chosen.requests}, cache-memory={chosen.cache_memory} unless the row says otherwise, a {chosen.source} mounted; "
         "the cluster, whose page cache is warm, on the same machine as all clients"),
        *([("other mounts", peers.version())] if PEERS in chosen.workloads else []),
        *left_out,
        ("duration", f"{time.monotonic() - begin:.0f} s"),
    ]  # fmt: skip
    text = "\n".join(report.document(measured, conditions)) + "\n"
    sys.stdout.write(text)
    if chosen.output:
        report.write(chosen.output, text, PROGRAM)


if __name__ == "__main__":
    main()
