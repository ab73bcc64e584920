"""Maps a file, says so, and reads its last byte: that raises SIGBUS when the byte can't be had."""

import mmap
import sys

with open(sys.argv[1], "rb") as file:
    content = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    print("open", flush=True)
    print(content[-1])
