"""Sixty-four processes read a directory's files at once, each in another order, and compare them.

Arguments: the directory of the mount, and a directory with the same files on a disk.
"""

import os
import sys

READERS = 64


def read(path):
    with open(path, "rb") as file:
        return file.read()


def read_all(reader, names):
    for i in range(len(names)):
        # An odd step through a number of names that is a power of two meets each of them.
        name = names[(i * (2 * reader + 1) + reader * 61) % len(names)]
        if read(os.path.join(sys.argv[1], name)) != read(os.path.join(sys.argv[2], name)):
            print("differs:", name, file=sys.stderr)
            os._exit(1)
    os._exit(0)


names = sorted(os.listdir(sys.argv[2]))
assert len(names) & (len(names) - 1) == 0
for reader in range(READERS):
    if os.fork() == 0:
        read_all(reader, names)
sys.exit(any(os.wait()[1] for _ in range(READERS)))
