"""The figures as Markdown."""

import os
import pathlib
import platform
import re
import subprocess

from . import rounds

# What is aimed at, by dataset: (what, row, quantity, row to divide by or None, at least or at most).
COLD4 = rounds.mount_row("warmed", 4)
COLD1 = rounds.mount_row("warmed", 1)
WARM = ("warm, of tmpfs", rounds.warm_row(4), "files", rounds.tmpfs_row(4), ">=", 0.2)
RECEIVED = ("bytes received over bytes read, in order", COLD1, "received", None, "<=", 1.01)
AIMS = {
    "10k": [("cold, of raw get-batch, 4 readers", COLD4, "files", rounds.RAW, ">=", 0.5), WARM, RECEIVED],
    "110k": [("cold, of raw get-batch, 4 readers", COLD4, "files", rounds.RAW, ">=", 0.7), WARM, RECEIVED],
    "64m": [("cold, of one curl, 1 reader", COLD1, "bytes", rounds.CURL, ">=", 0.8), WARM, RECEIVED],
}


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
        is_pass = samples.has(row, "p50")
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
                spread(samples, row, "resident", 1 / (1 << 20)),
                spread(samples, row, "cgroup", 1 / (1 << 20)),
                spread(samples, row, "batches"),
                spread(samples, row, "gets"),
                f"{samples.median(row, 'received'):.3f}",
            ])  # fmt: skip
    return table(heads, rows)


def aims(measured):
    rows = []
    for dataset, samples in measured:
        for what, row, quantity, to, relation, bound in AIMS[dataset.name]:
            value = ratio(samples, row, quantity, to) if to else samples.median(row, quantity)
            if value is None:
                continue
            reached = value >= bound if relation == ">=" else value <= bound
            text = f"{value:.3f}" if relation == "<=" else f"{value:.2f}"
            rows.append([dataset.title, what, f"{relation} {bound}", text, "yes" if reached else "**no**"])
    return table(["", "what", "aim", "measured", "reached"], rows)


def document(measured, conditions):
    yield from ["### Aims", "", *aims(measured)]
    for dataset, samples in measured:
        yield from ["", f"### {dataset.title} x {dataset.count:,}", ""]
        yield from speeds(dataset, samples)
        yield ""
        yield from costs(samples)
    yield from ["", "### The machine", ""]
    yield from (f"* {name}: {value}" for name, value in machine() + conditions)


def machine():
    cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [
        ("processors", f"{os.cpu_count()} x {cpu[1] if cpu else platform.machine()}"),
        ("memory", f"{memory / (1 << 30):.0f} GiB"),
        ("kernel", f"{platform.system()} {platform.release()}"),
        ("JDK", java()),
        ("load average at the end", " ".join(f"{load:.1f}" for load in os.getloadavg())),
    ]


def java():
    """The JDK that bin/aisml takes: run gives it in AISML_JAVA_HOME."""
    command = [f"{os.environ['AISML_JAVA_HOME']}/bin/java", "-version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()[1].strip()
