"""tests/cases/checking/judged.tsv: the findings on real documents, judged, and by whom."""

from __future__ import annotations

from functools import cache

import pytest

from tools.cases import SHARED
from tools.judged import Line, listed, shares, updated

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the documents stand in ../shared, which is not here")


@cache
def _now() -> tuple[Line, ...]:
    return tuple(updated())


def test_the_list_is_what_the_rules_say_now() -> None:
    """Nothing is said that the list does not hold, and nothing listed is no longer said; counts may shift."""
    assert [line.key for line in _now()] == [line.key for line in listed()]


def test_each_finding_is_judged_with_a_reason() -> None:
    """`right` or `false`, by whom, and why, in words of the document."""
    assert [line for line in _now() if line.judgement not in ("right", "false") or not line.reason.strip()] == []
    assert {line.judge for line in _now()} <= {"another", "author"}


@pytest.mark.parametrize("place", range(4), ids=["all", "other cases", "corpus", "judged by another"])
def test_at_most_one_finding_in_twenty_is_false(place: int) -> None:
    """A reader who is misled more often stops reading; also of the cases and of the corpus alone."""
    share = shares(_now())[place]
    assert share.is_good, share
