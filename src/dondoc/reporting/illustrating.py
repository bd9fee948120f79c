"""Illustrative figures: those that are no real ones say so in their source ("số liệu minh họa")."""

from __future__ import annotations

from dondoc.text import fold

_ILLUSTRATIVE = fold("minh họa")


def is_illustrative(source: str) -> bool:
    """Whether the source of a figure says that it is no real one."""
    return _ILLUSTRATIVE in fold(source)
