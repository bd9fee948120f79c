"""Deadlines: days that cannot be kept or were not meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.searching import around
from dondoc.checking.vocabulary import any_of, table
from dondoc.checking.writing import day
from dondoc.commitments import Deadline, Task
from dondoc.extracting.dates import find_dates
from dondoc.text import Span

# A year or a span alone is often when something begins or what a scheme is for; a day, a month or a quarter is a term.
_SET = re.compile(r"\d\s?[/.]\s?\d|ngày|tháng|quý|trước|chậm nhất|hoàn thành|xong|hết")
# With more than a quarter of the deadlines on the wrong side, the document tells a course of years, or the period is
# that of what it is about.
_FEW = 0.25
_LONGEST_TERM, _LONGEST_CLAUSE = 60, 400  # characters
_SATURDAY = 5  # as date.weekday() counts
_AFTERWARDS = timedelta(days=92)  # a plan's last report and its closing meeting come in the quarter after it


def deadline_outside_period(draft: Draft) -> Iterator[Hit]:
    """Work that is due after the period the document is for; its reports and closing meetings may come later."""
    period = draft.header.period
    dated = list(_dated(draft))
    late = [row for row in dated if period is not None and row[2] > period.end]
    for task, deadline, on in late if len(late) <= max(1, len(dated) * _FEW) else ():
        if period is None or not _SET.search(deadline.quote.lower()):
            continue
        words = draft.lower[draft.place(task.start) : draft.place(task.end)]
        if on > period.end + _AFTERWARDS or not any_of("afterwards").search(words):
            yield hit(_place(draft, task, deadline), on=day(on), end=day(period.end), period=period.written)


def deadline_before_issue(draft: Draft) -> Iterator[Hit]:
    """Work that was due before the document was issued."""
    issued = draft.header.issued_on
    dated = list(_dated(draft))
    early = [row for row in dated if issued is not None and row[2] < issued]
    for task, deadline, on in early if len(early) <= max(1, len(dated) * _FEW) else ():
        if issued is not None and _SET.search(deadline.quote.lower()):
            yield hit(_place(draft, task, deadline), on=day(on), issued=day(issued))


def deadline_on_day_off(draft: Draft) -> Iterator[Hit]:
    """A deadline on a Saturday, a Sunday or a public holiday, where the words name the day; also in a sentence
    of which no task was made.

    A Saturday only in a year of which it is known on which Saturdays offices worked for another day.
    """
    told: set[date] = set()
    for task, deadline, on in _dated(draft):
        quote = deadline.quote.lower()
        held = quote.startswith(_HELD_ON)  # an event has its day, be it a Sunday: "bầu cử vào ngày 15-3-2026"
        named = not held and any(found.value == on for found in find_dates(quote))
        name = _day_off(on) if named else None
        if name is not None:
            told.add(on)
            place = _place(draft, task, deadline)
            if not _is_meant(_clause(draft, draft.place(place.start)), quote, on):
                yield hit(place, on=day(on), day_off=name)
    for place, on in _terms(draft):
        name = _day_off(on) if on not in told else None
        at = draft.place(place.start)
        if name is not None and not _is_meant(_clause(draft, at), draft.lower[at : draft.place(place.end)], on):
            yield hit(place, on=day(on), day_off=name)


def _is_meant(clause: str, deadline: str, on: date) -> bool:
    """Whether the day was chosen for being a holiday, or the work goes on until then and hands nothing in."""
    if deadline.startswith(_UNTIL) and any_of("goes_on_until").search(clause):
        return True
    return _holiday(on) is not None and any_of("opens_on_a_holiday").search(clause) is not None


def _clause(draft: Draft, at: int) -> str:
    """The clause around a place of the text in lower case: from one semicolon or line to the next."""
    before, behind = max(at - _LONGEST_CLAUSE, 0), at + _LONGEST_CLAUSE
    start = max((draft.lower.rfind(mark, before, at) + 1 for mark in _CLAUSE_ENDS), default=before)
    ends = (draft.lower.find(mark, at, behind) for mark in _CLAUSE_ENDS)
    return draft.lower[max(start, before) : min((end for end in ends if end >= 0), default=behind)]


_CLAUSE_ENDS = (";", "\n")
_UNTIL = ("đến", "hết")
_HELD_ON = ("vào ngày", "vào dịp", "trong dịp", "nhân dịp")
_TERM = re.compile(r"(?<!\w)(?:trước|chậm nhất(?: là| vào)?) (?:ngày )?(?=\d)[^;\n]{0,24}")
_BEFORE_A_DAY = ("trước ", "chậm nhất ")


def _terms(draft: Draft) -> Iterator[tuple[Span, date]]:
    """The terms in sentences that set no task, from the document's own day on: earlier ones tell of what was."""
    since = draft.dated
    bounds = draft.body.start, draft.body.end
    for match in around(draft.lower, _TERM, _BEFORE_A_DAY, *bounds, before=1, after=_LONGEST_TERM):
        found = next(iter(find_dates(match.group())), None)
        if found is not None and found.value is not None and since is not None and found.value >= since:
            yield draft.span(match.start(), match.start() + found.end), found.value


def _dated(draft: Draft) -> Iterator[tuple[Task, Deadline, date]]:
    for task in draft.resolution.tasks:
        if task.deadline is not None and task.deadline.on is not None:
            yield task, task.deadline, task.deadline.on


def _place(draft: Draft, task: Task, deadline: Deadline) -> Span | Task:
    """Where the deadline stands in its task."""
    words = r"\s+".join(map(re.escape, deadline.quote.split()))
    found = re.compile(words).search(draft.text, task.start, task.end)
    return Span(found.start(), found.end()) if found else task


@cache
def _holidays() -> dict[date, str]:
    return {on: row["name"] for row in table("holidays")["moving"] for on in row["days"]}


def _day_off(on: date) -> str | None:
    """What kind of day off `on` is; None for a working day."""
    return _holiday(on) or (_weekend_day(on) if on.weekday() >= _SATURDAY else None)


def _holiday(on: date) -> str | None:
    """The name of a public holiday; None for another day."""
    for row in table("holidays")["fixed"]:
        if (on.month, on.day) == (row["month"], row["day"]) and on.year >= row["since"]:
            return str(row["name"])
    return _holidays().get(on)


def _weekend_day(on: date) -> str | None:
    """The name of a Saturday or Sunday; None for a Saturday that was worked, or of which that is not known."""
    weekend = table("holidays")["weekend"]
    if on.weekday() == _SATURDAY and (on.year not in weekend["years_known"] or on in _worked()):
        return None
    return str(weekend["days"][on.weekday() - _SATURDAY])


@cache
def _worked() -> frozenset[date]:
    return frozenset(on for row in table("holidays")["worked"] for on in row["days"])
