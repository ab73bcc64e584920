"""One mount of aisml."""

import json
import os
import pathlib
import re
import subprocess
import time

from . import cgroup, process

UNMOUNT_SECONDS = 20


class Mount:
    """A fresh mount, with a fresh JVM, of one source or of several. A context manager."""

    def __init__(self, aisml, sources, work, options):
        self._aisml = aisml
        self._sources = sources
        self.point = work / "mnt"
        self._log = work / "aisml.log"
        self._options = options
        self._cgroup = None
        self._pid = None
        self.start_seconds = None

    def __enter__(self):
        self.point.mkdir(exist_ok=True)
        self._cgroup = cgroup.Cgroup.make(f"aisml-bench-{os.getpid()}")
        try:
            begin = time.monotonic()
            process.run([
                *self.around(), self._aisml, "mount", *self._sources, self.point,
                "-o", f"log-file={self._log},{self._options}",
            ])  # fmt: skip
            self.start_seconds = time.monotonic() - begin
            self._pid = self.status()["pid"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if os.path.ismount(self.point):
            subprocess.run([self._aisml, "umount", self.point], capture_output=True, check=False)
        if os.path.ismount(self.point):
            subprocess.run(["umount", "-l", self.point], capture_output=True, check=False)
        self._await_end()
        if self._cgroup:
            self._cgroup.remove()

    def _await_end(self):
        deadline = time.monotonic() + UNMOUNT_SECONDS
        while self._pid and pathlib.Path(f"/proc/{self._pid}").exists():
            if time.monotonic() > deadline:
                raise process.Failed(f"aisml (pid {self._pid}) has not ended {UNMOUNT_SECONDS} s after its mount did")
            time.sleep(0.02)

    def around(self):
        """Readers count in the same cgroup as the mount, as in a container."""
        return self._cgroup.around() if self._cgroup else []

    def status(self):
        return json.loads((self.point / ".aisml" / "status.json").read_text())

    def peak_resident_bytes(self):
        return self._memory("VmHWM")

    def _memory(self, field):
        status = pathlib.Path(f"/proc/{self._pid}/status").read_text()
        return int(re.search(field + r":\s+(\d+) kB", status)[1]) << 10

    def resident_bytes(self):
        return self._memory("VmRSS")

    def peak_cgroup_bytes(self):
        return self._cgroup.peak_bytes() if self._cgroup else None
