"""Other programs that mount a bucket, by the S3 API that AIStore has, beside a mount of aisml."""

import dataclasses
import os
import shutil
import subprocess
import time

from . import data
from .process import Failed, run
from .rounds import COLD, RAW, Rounds, readers_text

DATASET = data.Dataset("peers", "10 KiB beside other mounts", 10 * data.KIB, 20_000, 20_000)
READERS = 4

# A peer's rate is known after as many; by all of them the whole would take minutes a round.
PEER_FILES = 3_000

START_SECONDS = 30
POLL_SECONDS = 0.05


@dataclasses.dataclass(frozen=True)
class Peer:
    """One way to mount by rclone, with the options of docs/BENCHMARKS.md."""

    name: str
    options: tuple

    @property
    def row(self):
        return f"{self.name}, cold, {readers_text(READERS)}"


PEERS = [
    Peer("rclone mount, no cache", ("--vfs-cache-mode", "off")),
    Peer(
        "rclone mount, its cache of files",
        ("--vfs-cache-mode", "full", "--vfs-fast-fingerprint", "--vfs-read-ahead", "0", "--buffer-size", "1M"),
    ),
]
OPTIONS = [
    "--config", "/dev/null", "--read-only", "--dir-cache-time", "1h", "--attr-timeout", "1h", "--poll-interval", "0",
    "--no-modtime", "--no-checksum", "--s3-no-check-bucket", "--use-server-modtime", "--transfers", "16",
    "--checkers", "16",
]  # fmt: skip


class PeerRounds(Rounds):
    def __init__(self, store, tools, work, chosen):
        super().__init__(store, tools, work, chosen)
        self._names = work / "peers.list"
        with store.data.in_order.open() as names:
            first = [name for _, name in zip(range(PEER_FILES), names)]
        self._names.write_text("".join(first))

    def _steps(self):
        return [
            lambda: self._raw(RAW, self._entries()),
            lambda: self._mount(COLD, READERS, "warmed"),
            *(lambda peer=peer: self._peer(peer) for peer in PEERS),
        ]

    def _peer(self, peer):
        point, cache = self._work / "peer", self._work / "peer-cache"
        point.mkdir(exist_ok=True)
        log = self._work / "peer.log"
        # The version that Debian has refuses an environment that names certificates; proxies are not meant for here.
        environment = {name: value for name, value in os.environ.items() if name != "AWS_CA_BUNDLE"}
        environment |= {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "NO_PROXY": "*"}
        remote = f':s3,provider=Other,env_auth=true,endpoint="{self._store.endpoint}/s3",force_path_style=true:{self._store.data.bucket}'
        command = ["rclone", "mount", remote, point, *OPTIONS, *peer.options, "--cache-dir", cache, "--log-file", log]
        begin = time.monotonic()
        process = subprocess.Popen(list(map(str, command)), env=environment)
        try:
            self._await_listing(process, point, log)
            started = time.monotonic() - begin
            self._passed(peer.row, self._read(point, self._names, READERS, []), start=started)
        finally:
            subprocess.run(["umount", "-l", point], capture_output=True, check=False)
            process.terminate()
            process.wait()
            shutil.rmtree(cache, ignore_errors=True)

    def _await_listing(self, process, point, log):
        """Until the directory has been listed: that is outside of what is measured, which favours the peer."""
        deadline = time.monotonic() + START_SECONDS
        while not (os.path.ismount(point) and os.listdir(point)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"rclone mount shows no files: {log.read_text()[-500:] if log.exists() else 'it wrote no log'}")
            time.sleep(POLL_SECONDS)


def version():
    """What rclone calls itself, with its version."""
    return run(["rclone", "version"]).splitlines()[0]
