"""Plays a service manager that keeps a mount's descriptor while the process that serves it is killed.

    python takeover.py POINT FILE MOUNT... -- CHECK...

Runs the command MOUNT in the foreground as systemd would: with NOTIFY_SOCKET and RUNTIME_DIRECTORY, below the working
directory, and from the second start on with the descriptor that it asked to be kept. Holds FILE of the mount POINT open
all the time. Kills the process twice: before anything has been read, and after half of FILE. Then the command CHECK runs, and
the rest of FILE is read. Exits as CHECK does, or with 1 when FILE is not what a reader who opens it now sees.
"""

import array
import os
import pathlib
import signal
import socket
import subprocess
import sys

DEADLINE = 60

# Reads half of a file, tells how much that is, waits for a line, reads the rest, and compares with the file opened anew.
READER = """
import os, sys
held = open(sys.argv[1], "rb", buffering=0)
half = held.read(os.fstat(held.fileno()).st_size // 2)
print(len(half), flush=True)
sys.stdin.readline()
rest = b"".join(iter(held.read, b""))
print("the same" if half + rest == open(sys.argv[1], "rb").read() else "another file")
"""


class Manager:
    def __init__(self, command):
        self.command = command
        self.directory = pathlib.Path("runtime").absolute()
        self.directory.mkdir()
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("notify")
        self.socket.settimeout(DEADLINE)
        self.kept = None
        self.process = None

    def start(self):
        environment = dict(os.environ, NOTIFY_SOCKET=os.path.abspath("notify"), RUNTIME_DIRECTORY=str(self.directory))
        if self.kept is not None:
            environment.update(LISTEN_FDS="1", LISTEN_FDNAMES="fuse")
        self.process = subprocess.Popen(
            self.command, env=environment, pass_fds=[3] if self.kept is not None else [],
            preexec_fn=lambda: os.dup2(self.kept, 3) if self.kept is not None else None)
        while "READY=1" not in self.hear():
            pass

    def hear(self):
        text, ancillary, _, _ = self.socket.recvmsg(4096, socket.CMSG_SPACE(4))
        for level, kind, data in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                descriptors = array.array("i")
                descriptors.frombytes(data[:4])
                self.kept = os.dup(descriptors[0])
        return text.decode()

    def kill(self):
        self.process.kill()
        self.process.wait(DEADLINE)
        self.start()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(DEADLINE)


def main():
    point, file = pathlib.Path(sys.argv[1]), sys.argv[2]
    end = sys.argv.index("--")
    # Descriptor 3 belongs to the process that is started.
    os.dup2(os.open("/dev/null", os.O_RDONLY), 3)
    manager = Manager(sys.argv[3:end])
    manager.start()
    try:
        manager.kill()
        # In a process of its own: a fork of this one would close FILE, which waits for the process that it is to start.
        reader = subprocess.Popen(
            [sys.executable, "-c", READER, point / file], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        half = int(reader.stdout.readline())
        manager.kill()
        status = subprocess.run(sys.argv[end + 1:]).returncode
        told = reader.communicate(b"\n", DEADLINE)[0].decode().strip()
        if told != "the same" or not half:
            print(f"{file}: {half} bytes, and then: {told}", file=sys.stderr)
            status = 1
    finally:
        manager.stop()
    sys.exit(status)


if __name__ == "__main__":
    main()
