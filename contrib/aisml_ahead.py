"""Tells a mount of aisml which files a training loop will read, in the order of its sampler.

    from aisml_ahead import AheadSampler
    sampler = AheadSampler(RandomSampler(dataset), dataset.paths)
    loader = DataLoader(dataset, sampler=sampler, num_workers=8)

Opening a file of the mount with O_NONBLOCK queues it and returns at once; the mount then loads what is queued in that
order, many files in one request. Works with any sampler of indexes, DistributedSampler included, and without
PyTorch: it needs nothing but the standard library. On other file systems the opens have no effect.
"""

import os
import stat


def tell(path):
    """Says that a file will be read. A file that can't be opened is left to whoever reads it."""
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    except OSError:
        pass


class AheadSampler:
    """Gives what another sampler gives, and tells the mount of it so many samples earlier."""

    def __init__(self, sampler, paths, ahead=4096):
        """paths[i] is the path, or several paths, of sample i; it may also be a function of i."""
        self._sampler = sampler
        self._paths = paths if callable(paths) else paths.__getitem__
        self._ahead = ahead

    def __iter__(self):
        told = []
        given = 0
        for index in self._sampler:
            paths = self._paths(index)
            for path in [paths] if isinstance(paths, (str, bytes, os.PathLike)) else paths:
                tell(path)
            told.append(index)
            if len(told) - given > self._ahead:
                yield told[given]
                given += 1
            if given > self._ahead:
                del told[:given]
                given = 0
        yield from told[given:]

    def __len__(self):
        return len(self._sampler)

    def set_epoch(self, epoch):
        """As DistributedSampler has it; without effect for samplers that do not."""
        if hasattr(self._sampler, "set_epoch"):
            self._sampler.set_epoch(epoch)
