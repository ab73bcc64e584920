"""The first rows once more, with a round trip between the cluster and its clients."""

import dataclasses

from . import delay
from .data import DATASETS
from .rounds import COLD, GET, GETS, GETS_AT_ONCE, RAW, RAW_SMALL, SMALL_BATCH, Rounds

# One GET after another waits for three round trips or so each: what it takes is known after as many.
GETS_IN_TURN = 500

DELAYED = [
    dataclasses.replace(data, name=f"rtt-{data.name}", title=f"{data.title}, {delay.ROUND_TRIP_MS} ms of round trip")
    for data in DATASETS
    if not data.is_large
]


class DelayedRounds(Rounds):
    def _steps(self):
        return [
            lambda: self._raw(RAW, self._entries()),
            lambda: self._raw(RAW_SMALL, SMALL_BATCH),
            lambda: self._gets(GETS, GETS_AT_ONCE, self._data.count, ["-shuffle"]),
            lambda: self._gets(GET, 1, min(self._data.count, GETS_IN_TURN), []),
            lambda: self._mount(COLD, 4, "warmed"),
        ]
