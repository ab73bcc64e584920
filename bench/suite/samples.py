"""What was measured."""

import collections
import statistics


class Samples:
    """One value a round: by row and quantity."""

    def __init__(self):
        self._values = collections.defaultdict(list)

    def add(self, row, **quantities):
        for quantity, value in quantities.items():
            if value is not None:
                self._values[row, quantity].append(value)

    def has(self, row, quantity):
        return (row, quantity) in self._values

    def median(self, row, quantity):
        return statistics.median(self._values[row, quantity])

    def maximum(self, row, quantity):
        return max(self._values[row, quantity])

    def spread(self, row, quantity):
        values = self._values[row, quantity]
        return min(values), max(values)

    def rows(self):
        return list(dict.fromkeys(row for row, _ in self._values))
