"""Two editions of a review: each verdict that is another, and from which figures the change comes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dondoc.reporting.reviews.review import Ground, Review, Row


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the annex that is told otherwise; a side is None where it has no such row.

    `came` are figures that only the later edition rests on, `gone` those that only the earlier one does.
    """

    reference: str
    indicator: str
    before: Row | None
    after: Row | None
    came: tuple[Ground, ...]
    gone: tuple[Ground, ...]


def changes(before: Review, after: Review) -> tuple[Change, ...]:
    """Every verdict whose label or amounts differ, in the order of the later edition."""
    old, new = ({row.reference: row for row in review.rows if not row.is_heading} for review in (before, after))
    names = _names(before) | _names(after)
    return tuple(
        _change(reference, names[reference], old.get(reference), new.get(reference), before, after)
        for reference in dict.fromkeys([*new, *old])
        if _told(old.get(reference)) != _told(new.get(reference))
    )


def _change(
    reference: str, name: str, old: Row | None, new: Row | None, before: Review, after: Review
) -> Change:  # fmt: skip
    first, last = (_grounds(review, reference) for review in (before, after))
    came = tuple(each for each in last if _key(each) not in {_key(other) for other in first})
    gone = tuple(each for each in first if _key(each) not in {_key(other) for other in last})
    return Change(reference, name, old, new, came, gone)


def _names(review: Review) -> dict[str, str]:
    """Of each verdict its indicator; that of a plan stands in the row above."""
    found: dict[str, str] = {}
    above = ""
    for row in review.rows:
        above = row.indicator if row.number and not row.is_heading else above
        found[row.reference] = above if row.number else f"{above}: {row.indicator}"
    return found


def _told(row: Row | None) -> tuple[str, Decimal | None, Decimal | None, Decimal | None] | None:
    return None if row is None else (row.judged, row.plan, row.done, row.whole_year)


def _grounds(review: Review, reference: str) -> tuple[Ground, ...]:
    return tuple(each for each in review.grounds if each.record == reference)


def _key(each: Ground) -> tuple[str, int]:
    return each.figure, each.version
