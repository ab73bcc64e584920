"""One archive above 1 GiB by aisml get-batch, start-up included, beside curl of the same request."""

import json
import os
import subprocess
import time

from . import data
from .process import Failed, run
from .samples import Samples

TITLE = "An archive of {:,} members of 110 KB"
COUNT = 10_000
SIZE = 110_000

NOWHERE = "to /dev/null"
FILE = "to a file"


def curl_row(where):
    return f"curl {where}"


def aisml_row(where):
    return f"aisml get-batch {where}"


def measure(tools, endpoint, bucket, work, count, rounds):
    data.change_bucket(endpoint, "POST", bucket, "create-bck")
    try:
        run([tools.raw, "fill", "-endpoint", endpoint, "-bucket", bucket, "-count", count, "-size", SIZE])
        spec = work / "archive.json"
        entries = [{"objname": data.name(i), "bucket": bucket} for i in range(count)]
        spec.write_text(json.dumps({"in": entries, "mime": ".tar", "strm": True}))
        samples = Samples()
        steps = [
            (row(where), command(target))
            for where, target in ((NOWHERE, "/dev/null"), (FILE, work / "archive.tar"))
            for row, command in (
                (curl_row, lambda target: _curl(endpoint, bucket, spec, target)),
                (aisml_row, lambda target: _aisml(tools, endpoint, spec, target)),
            )
        ]
        for number in range(rounds):
            for row, command in reversed(steps) if number % 2 else steps:
                seconds, resident = _run(command)
                samples.add(row, seconds=seconds, bytes=count * SIZE / seconds, resident=resident)
        (work / "archive.tar").unlink()
        spec.unlink()
        return samples
    finally:
        data.change_bucket(endpoint, "DELETE", bucket, "destroy-bck")


def _curl(endpoint, bucket, spec, target):
    return [
        "curl", "--location", "--silent", "--show-error", "--fail", "--noproxy", "*", "--request", "GET",
        "--header", "Content-Type: application/json", "--data-binary", f"@{spec}", "--output", target,
        f"{endpoint}/v1/ml/moss/{bucket}?provider=ais",
    ]  # fmt: skip


def _aisml(tools, endpoint, spec, target):
    return [tools.aisml, "get-batch", f"--endpoint={endpoint}", "--spec", spec, "--streaming", "-nv", "-y", target]


def _run(command):
    """Seconds, and the most memory that the process had resident, in bytes."""
    command = [str(word) for word in command]
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begin
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit code {process.returncode}")
    return seconds, used.ru_maxrss << 10
