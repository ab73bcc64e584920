"""Prints the SHA-256 of a file's content, once for each way of reading it, opened anew each time.

Arguments: the file, and its size.
"""

import hashlib
import mmap
import os
import sys
import tempfile

PIECE = 1 << 17


def mapped(fd, size):
    return mmap.mmap(fd, size, prot=mmap.PROT_READ)[:]


def direct(fd, size):
    fd = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_DIRECT)
    # O_DIRECT wants buffers that begin at a page.
    page, content = mmap.mmap(-1, PIECE), b""
    while count := os.readv(fd, [page]):
        content += page[:count]
    os.close(fd)
    return content


def backwards(fd, size):
    pieces = [os.pread(fd, 9999, at) for at in range(0, size, 9999)[::-1]]
    assert os.pread(fd, 10, size) == b""
    return b"".join(pieces[::-1])


def spliced(fd, size):
    out, into = os.pipe()
    content = b""
    while os.splice(fd, into, 1 << 16):
        content += os.read(out, 1 << 16)
    os.close(out)
    os.close(into)
    return content


def sent(fd, size):
    with tempfile.TemporaryFile() as copy:
        while os.sendfile(copy.fileno(), fd, None, 1 << 20):
            pass
        copy.seek(0)
        return copy.read()


def streamed(fd, size):
    content = b""
    while piece := os.read(fd, PIECE):
        content += piece
    return content


for read in mapped, direct, backwards, spliced, sent, streamed:
    fd = os.open(sys.argv[1], os.O_RDONLY)
    print(hashlib.sha256(read(fd, int(sys.argv[2]))).hexdigest())
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)
