"""From where what is done now was asked for: the id of the request, or of the task of background work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[str] = ContextVar("asked_by_request", default="")


@contextmanager
def asked_by(request_id: str) -> Iterator[None]:
    """Entries that are written inside the block bear `request_id`, which the log bears too."""
    token = _asked.set(request_id)
    try:
        yield
    finally:
        _asked.reset(token)


def request_id() -> str:
    """Empty for what is done on the command line."""
    return _asked.get()
