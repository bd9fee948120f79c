"""Whole numbers that a form or an address sends back: keys of rows and versions of what was shown."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404

_LONGEST = 9  # digits: what both databases hold as a whole number


def number(written: str) -> int:
    """The number in `written`; 404 where it is none, for no page of ours sends such."""
    if not written.isdecimal() or len(written) > _LONGEST:
        raise Http404
    return int(written)


def number_in(given: Mapping[str, str], name: str) -> int:
    """The number in the parameter `name`; 404 where it is missing or none."""
    return number(given.get(name, ""))
