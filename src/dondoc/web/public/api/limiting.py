"""How often an address may ask in a minute, counted in the memory of each process: nothing of who reads is kept."""

from __future__ import annotations

import time
from collections import Counter
from threading import Lock

MINUTE = 60  # seconds


class Minutes:
    """Counts of the minute that runs; with the next one all are forgotten."""

    def __init__(self) -> None:
        self._lock, self._minute = Lock(), 0
        self._counts: Counter[str] = Counter()

    def is_too_often(self, who: str, most: int) -> bool:
        """Counts one more of `who`, and whether these are more than `most` in this minute."""
        minute = int(time.monotonic()) // MINUTE
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._counts.clear()
            self._counts[who] += 1
            return self._counts[who] > most
