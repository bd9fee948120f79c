"""tests/cases/checking/judged.tsv: the findings on real documents, judged by someone who did not write the rules."""

from __future__ import annotations

from functools import cache

import pytest

from tools.cases import SHARED
from tools.judged import MOST_FALSE, Line, listed, updated

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the documents stand in ../shared, which is not here")


@cache
def _now() -> tuple[Line, ...]:
    return tuple(updated())


def test_the_list_is_what_the_rules_say_now() -> None:
    """Nothing is said that the list does not hold, and nothing listed is no longer said."""
    assert list(_now()) == listed()


def test_each_finding_is_judged_with_a_reason() -> None:
    """`right` or `false`, and why, in words of the document."""
    assert [line for line in _now() if line.judgement not in ("right", "false") or not line.reason.strip()] == []


def test_at_most_one_finding_in_twenty_is_false() -> None:
    """A reader who is misled more often stops reading."""
    false = [line for line in _now() if line.judgement == "false"]
    assert len(false) <= MOST_FALSE * len(_now()), [(line.document, line.code, line.reason) for line in false]
