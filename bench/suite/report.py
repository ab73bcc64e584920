"""The figures as Markdown."""

import dataclasses
import os
import pathlib
import platform
import re
import subprocess
import time

from . import archive, lhotse, million, peers, rounds, sdk, startup

COLD4 = rounds.COLD
COLD1 = rounds.mount_row("warmed", 1)


@dataclasses.dataclass(frozen=True)
class Aim:
    """A quantity of a row, as a part of the same quantity of another row if there is one."""

    what: str
    row: str
    quantity: str
    of: str | None
    bound: float
    at_least: bool = True


WARM = Aim("warm, of tmpfs, 4 readers", rounds.warm_row(4), "files", rounds.tmpfs_row(4), 0.2)
AUTO = Aim("second pass with open=auto, of tmpfs, 4 readers", rounds.AUTO, "files", rounds.tmpfs_row(4), 0.8)
RECEIVED = Aim("bytes received over bytes read, in order", COLD1, "received", None, 1.01, at_least=False)
SHUFFLED = Aim("shuffled, 8 readers, of 64 GETs at once", rounds.SHUFFLED, "files", rounds.GETS, 1.0)
TOLD = Aim("shuffled, told ahead, 8 readers, of raw get-batch of 256", rounds.TOLD, "files", rounds.RAW_SMALL, 0.7)
TOLD_RECEIVED = Aim("bytes received over bytes read, told ahead", rounds.TOLD, "received", None, 1.02, at_least=False)
SHUFFLED_RECEIVED = Aim("bytes received over bytes read, shuffled", rounds.SHUFFLED, "received", None, 1.05, at_least=False)
DELAYED = [
    Aim("cold, of raw get-batch of 256, 4 readers", COLD4, "files", rounds.RAW_SMALL, 0.8),
    Aim("cold, of 64 GETs at once, 4 readers", COLD4, "files", rounds.GETS, 1.0),
]
AIMS = {
    "10k": [
        Aim("cold, of raw get-batch, 4 readers", COLD4, "files", rounds.RAW, 0.5),
        Aim("cold, of raw get-batch of 256, 4 readers", COLD4, "files", rounds.RAW_SMALL, 0.8),
        WARM,
        AUTO,
        RECEIVED,
        SHUFFLED,
        SHUFFLED_RECEIVED,
        TOLD,
        TOLD_RECEIVED,
        Aim("p50 in order, of one GET's", COLD4, "p50", rounds.GET, 0.1, at_least=False),
        Aim("p99 in order, of one GET's", COLD4, "p99", rounds.GET, 3.0, at_least=False),
    ],
    "110k": [
        Aim("cold, of raw get-batch, 4 readers", COLD4, "files", rounds.RAW, 0.7),
        Aim("cold, of raw get-batch of 256, 4 readers", COLD4, "files", rounds.RAW_SMALL, 0.8),
        WARM,
        AUTO,
        RECEIVED,
    ],
    "64m": [
        Aim("cold, of one curl, 1 reader", COLD1, "bytes", rounds.CURL, 0.8),
        Aim("cold, of 4 curl GETs, 4 readers", COLD4, "bytes", rounds.CURLS, 0.9),
        WARM,
        AUTO,
        RECEIVED,
    ],
}
AIMS |= {
    "rtt-10k": DELAYED,
    "rtt-110k": DELAYED,
    "peers": [Aim(f"cold, 4 readers, of {peer.name}", COLD4, "files", peer.row, 10.0) for peer in peers.PEERS],
    "sdk": [
        Aim("in order, of the Python SDK's batches", sdk.MOUNT, "files", sdk.SDK, 2.0),
        Aim("shuffled and told ahead, of the Python SDK's batches", sdk.MOUNT_AHEAD, "files", sdk.SDK_SHUFFLED, 2.0),
    ],
}
LHOTSE_AIMS = [
    Aim("seconds, of its batch loader's, 100 cuts, in order", lhotse.MOUNT.format("in order"), "seconds",
        lhotse.batches_row(lhotse.MINI_BATCH, "in order"), 1.0, at_least=False),
    Aim("seconds, of its batch loader's, 1,000 cuts, in order", lhotse.MOUNT.format("in order"), "seconds",
        lhotse.batches_row(lhotse.LARGE_BATCH, "in order"), 1.0, at_least=False),
    Aim("seconds, of its ais:// loading's, in order", lhotse.MOUNT.format("in order"), "seconds",
        lhotse.URLS.format("in order"), 0.2, at_least=False),
]  # fmt: skip
MIB = 1 << 20
TIGHT_RESIDENT_MIB = 512


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def spread(samples, row, quantity, scale=1.0):
    if not samples.has(row, quantity):
        return "-"
    low, high = samples.spread(row, quantity)
    middle = number(samples.median(row, quantity) * scale)
    return middle if low == high else f"{middle} ({number(low * scale)}-{number(high * scale)})"


def ratio(samples, row, quantity, to):
    if not samples.has(row, quantity) or not samples.has(to, quantity):
        return None
    return samples.median(row, quantity) / samples.median(to, quantity)


def table(heads, rows):
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def speeds(dataset, samples):
    """Rates and latencies, and what part of the raw client's and of tmpfs's rate they are."""
    raw = rounds.CURL if dataset.is_large else rounds.RAW
    heads = ["", "files/s", "MB/s", "p50 ms", "p99 ms", f"of {'curl' if dataset.is_large else 'raw'}", "of tmpfs"]
    rows = []
    for row in samples.rows():
        tmpfs = rounds.tmpfs_row(1 if row.endswith("1 reader") else 4)
        is_pass = row.endswith(("reader", "readers"))
        parts = [ratio(samples, row, "files", raw), ratio(samples, row, "files", tmpfs) if is_pass else None]
        rows.append([
            row,
            spread(samples, row, "files"),
            spread(samples, row, "bytes", 1e-6),
            spread(samples, row, "p50", 1e3),
            spread(samples, row, "p99", 1e3),
            *("-" if part is None else f"{part:.2f}" for part in parts),
        ])  # fmt: skip
    return table(heads, rows)


def costs(samples):
    """What a mount took: of memory, and of the cluster. Peaks include the second, warm pass."""
    heads = [
        "", "mount answers after s", "peak RSS MiB", "peak of the cgroup MiB", "get-batch requests", "GETs",
        "bytes received / read",
    ]  # fmt: skip
    rows = []
    for row in samples.rows():
        if samples.has(row, "resident"):
            rows.append([
                row,
                spread(samples, row, "start"),
                spread(samples, row, "resident", 1 / MIB),
                spread(samples, row, "cgroup", 1 / MIB),
                spread(samples, row, "batches"),
                spread(samples, row, "gets"),
                f"{samples.median(row, 'received'):.3f}",
            ])  # fmt: skip
    return table(heads, rows)


@dataclasses.dataclass(frozen=True)
class Measured:
    """What a run has measured; what it has not is None.

    datasets: pairs of a dataset and its samples; archived: as one of so many members; mounted: of a spec of so many entries; loaded: of so many cuts
    """

    datasets: list
    archived: object
    members: int
    mounted: object
    entries: int
    started: object
    loaded: object
    cuts: int


def aims(measured):
    rows = []
    for dataset, samples in measured.datasets:
        for aim in AIMS[dataset.name]:
            value = ratio(samples, aim.row, aim.quantity, aim.of) if aim.of else samples.median(aim.row, aim.quantity)
            rows.append(verdict(dataset.title, aim.what, value, aim.bound, aim.at_least))
        if samples.has(rounds.TIGHT, "resident"):
            resident = samples.maximum(rounds.TIGHT, "resident") / MIB
            what = f"peak RSS MiB at cache-memory={rounds.SMALL_CACHE}"
            rows.append(verdict(dataset.title, what, resident, TIGHT_RESIDENT_MIB, at_least=False))
    if measured.loaded:
        for aim in LHOTSE_AIMS:
            value = ratio(measured.loaded, aim.row, aim.quantity, aim.of)
            rows.append(verdict(lhotse.TITLE.format(measured.cuts), aim.what, value, aim.bound, aim.at_least))
    if measured.archived:
        title = archive.TITLE.format(measured.members)
        for where in (archive.NOWHERE, archive.FILE):
            value = ratio(measured.archived, archive.aisml_row(where), "bytes", archive.curl_row(where))
            rows.append(verdict(title, f"get-batch, of curl, {where}", value, 0.9, at_least=True))
            resident = measured.archived.maximum(archive.aisml_row(where), "resident") / MIB
            rows.append(verdict(title, f"peak RSS MiB {where}", resident, 256, at_least=False))
    if measured.mounted:
        title = million.TITLE.format(measured.entries)
        start = measured.mounted.median(million.SPEC, "start")
        rows.append(verdict(title, "seconds until the mount of a spec answers", start, 5, at_least=False))
        listed = measured.mounted.median(million.CUTS, "listed")
        rows.append(verdict(title, "seconds until every batch of a manifest is listed", listed, 10, at_least=False))
        for row in measured.mounted.rows():
            what = f"bytes an entry beside the names, {row}"
            rows.append(verdict(title, what, measured.mounted.median(row, "entry"), 200, at_least=False))
    for row, bound in ((startup.VERSION, 0.3), (startup.MOUNT, 1)) if measured.started else ():
        rows.append(verdict(startup.TITLE, f"seconds of {row}", measured.started.median(row, "start"), bound, at_least=False))
    return table(["", "what", "aim", "measured", "reached"], rows)


def verdict(title, what, value, bound, at_least):
    reached = value >= bound if at_least else value <= bound
    return [title, what, f"{'>=' if at_least else '<='} {bound:g}", f"{value:.3g}", "yes" if reached else "**no**"]


def loading(samples):
    """What loading with Lhotse takes."""
    heads = ["", "s per 1,000 cuts", "CPU s of the reader", "of files on tmpfs"]
    rows = []
    for row in samples.rows():
        files = ratio(samples, row, "seconds", lhotse.FILES.format("shuffled" if row.endswith("shuffled") else "in order"))
        rows.append([row, spread(samples, row, "seconds"), spread(samples, row, "cpu"), f"{files:.2f}"])
    return table(heads, rows)


def document(measured, conditions):
    yield from ["### Aims", "", *aims(measured)]
    for dataset, samples in measured.datasets:
        yield from ["", f"### {dataset.title} x {dataset.count:,}", ""]
        yield from speeds(dataset, samples)
        if any(samples.has(row, "resident") for row in samples.rows()):
            yield ""
            yield from costs(samples)
    if measured.loaded:
        yield from ["", f"### {lhotse.TITLE.format(measured.cuts)}", ""]
        yield from loading(measured.loaded)
    if measured.archived:
        yield from ["", f"### {archive.TITLE.format(measured.members)}", ""]
        yield from table(["", "s", "MB/s", "peak RSS MiB"], [
            [
                row,
                spread(measured.archived, row, "seconds"),
                spread(measured.archived, row, "bytes", 1e-6),
                spread(measured.archived, row, "resident", 1 / MIB),
            ]
            for row in measured.archived.rows()
        ])  # fmt: skip
    mounted, started = measured.mounted, measured.started
    if mounted:
        yield from ["", f"### {million.TITLE.format(measured.entries)}", ""]
        heads = ["", "mount answers after s", "peak RSS MiB", "bytes an entry beside the names"]
        yield from table(heads, [
            [
                row,
                spread(mounted, row, "start"),
                spread(mounted, row, "resident", 1 / MIB),
                spread(mounted, row, "entry"),
            ]
            for row in mounted.rows()
        ])  # fmt: skip
    if started:
        yield from ["", f"### {startup.TITLE}", ""]
        yield from table(["command", "seconds"], [[row, spread(started, row, "start")] for row in started.rows()])
    yield from ["", "### The machine", ""]
    yield from (f"* {name}: {value}" for name, value in machine() + conditions)


def marks(program):
    """Between which lines of a document that program's tables stand."""
    return f"<!-- {program}: begin -->", f"<!-- {program}: end -->"


def write(path, text, program):
    """Replaces what is between the program's marks in a document, or else the whole file."""
    begin_mark, end_mark = marks(program)
    old = path.read_text() if path.exists() else ""
    before, begin, rest = old.partition(begin_mark + "\n")
    _, end, after = rest.partition(end_mark)
    path.write_text(f"{before}{begin}{text}{end}{after}" if begin and end else text)


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [
        ("processors", f"{os.cpu_count()} x {cpu[1] if cpu else platform.machine()}"),
        ("memory", f"{memory / (1 << 30):.0f} GiB"),
        ("date", time.strftime("%Y-%m-%d")),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("JDK", java()),
        ("load average at the end", " ".join(f"{load:.1f}" for load in os.getloadavg())),
    ]


def java():
    """The JDK that bin/aisml takes: run gives it in AISML_JAVA_HOME."""
    command = [f"{os.environ['AISML_JAVA_HOME']}/bin/java", "-version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()[1].strip()
