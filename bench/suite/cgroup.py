"""A memory cgroup for a mount and its readers, as a container would be: its peak includes the pages that the kernel holds."""

import os
import pathlib

ROOT = pathlib.Path("/sys/fs/cgroup")
V2_PEAK = "memory.peak"
V1_PEAK = "memory.max_usage_in_bytes"


class Cgroup:
    def __init__(self, directory, peak):
        self._directory = directory
        self._peak = peak

    @staticmethod
    def make(name):
        """A new cgroup, or None when this machine lets us make none that counts memory."""
        for parent, peak in ((ROOT, V2_PEAK), (ROOT / "memory", V1_PEAK)):
            directory = parent / name
            try:
                directory.mkdir()
            except OSError:
                continue
            if (directory / peak).exists():
                return Cgroup(directory, directory / peak)
            directory.rmdir()
        return None

    def around(self):
        """The beginning of a command line that runs the rest inside the cgroup."""
        return ["sh", "-c", 'echo $$ > "$0" && exec "$@"', str(self._directory / "cgroup.procs")]

    def peak_bytes(self):
        return int(self._peak.read_text())

    def remove(self):
        os.rmdir(self._directory)
