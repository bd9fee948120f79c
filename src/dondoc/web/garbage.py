"""Python's search for rings of values that refer to each other, put off while very many values are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def rings_left() -> Iterator[None]:
    """Inside, rings are not looked for; all else is freed as ever, once nothing refers to it. For the whole process.

    The search goes through everything that is there, again and again as more is made: of a hundred thousand values,
    none of them in a ring, it took a third of the time.
    """
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()
