"""A network namespace that is half a millisecond away: for a cluster with a round trip between it and its clients."""

import os
import pathlib
import shutil
import subprocess

from .process import Failed, run

ROUND_TRIP_MS = 1
TUN = pathlib.Path("/dev/net/tun")

# A range for benchmarks (RFC 2544), which nothing else uses.
NEAR = "198.18.77.1"
FAR = "198.18.77.2"

# A packet is one read and one write of bench/raw: as large as on the loopback interface, and as many queued as may come.
LINK = ["mtu", "65535", "txqueuelen", "16384", "up"]


def missing():
    """What this machine lacks for it, or None."""
    if os.geteuid() != 0 or not os.access(TUN, os.R_OK | os.W_OK):
        return f"a namespace and {TUN} of one's own, which root has outside of most containers"
    if not shutil.which("ip"):
        return "the program ip (package iproute2)"
    return None


class Distance:
    """The namespace, and the two devices that bench/raw connects. A context manager."""

    def __init__(self, raw):
        self._raw = raw
        self._name = f"aismlbench{os.getpid()}"
        self._near, self._far = f"bn{os.getpid()}", f"bf{os.getpid()}"
        self._cable = None

    def __enter__(self):
        try:
            command = [self._raw, "delay", "-near", self._near, "-far", self._far, "-delay", f"{ROUND_TRIP_MS / 2}ms"]
            self._cable = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
            if not self._cable.stdout.readline():
                raise Failed(f"{' '.join(map(str, command))}: ended at once; its message is above")
            run(["ip", "netns", "add", self._name])
            run(["ip", "link", "set", self._far, "netns", self._name])
            self._bring_up([], self._near, NEAR)
            self._bring_up(self.inside(), self._far, FAR)
            run([*self.inside(), "ip", "link", "set", "lo", "up"])
        except BaseException:
            self.__exit__()
            raise
        return self

    @staticmethod
    def _bring_up(around, device, address):
        run([*around, "ip", "address", "add", f"{address}/30", "dev", device])
        run([*around, "ip", "link", "set", device, *LINK])

    def inside(self):
        """The beginning of a command line that runs the rest in the namespace."""
        return ["nsenter", f"--net=/run/netns/{self._name}"]

    def __exit__(self, *_):
        if self._cable:
            self._cable.kill()
            self._cable.wait()
            self._cable.stdout.close()
        subprocess.run(["ip", "netns", "delete", self._name], capture_output=True, check=False)
