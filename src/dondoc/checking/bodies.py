"""Bodies: offices that were not there yet or are there no more, from words/bodies.toml with days and successors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from dondoc.checking.draft import Draft, Hit, hit
from dondoc.checking.vocabulary import table, whole_words
from dondoc.checking.writing import day
from dondoc.extracting.sections import Role
from dondoc.text import Span


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of office: `since` its first day, `until` the last on which one could still be at work; None: open."""

    name: str
    since: date | None
    until: date | None
    successor: str


@cache
def _bodies() -> Mapping[str, Body]:
    """Each body by all the names it goes by, in lower case."""
    found: dict[str, Body] = {}
    for row in table("bodies")["body"]:
        body = Body(row["name"], row.get("since"), row.get("until"), row.get("successor", ""))
        found.update(dict.fromkeys(row["terms"], body))
    return found


@cache
def _names() -> re.Pattern[str]:
    return whole_words(_bodies())


# What goes on with a name and makes another of it: "Ban Tuyên giáo và Dân vận", "Sở Nông nghiệp và Môi trường".
_GOES_ON = re.compile(r"\s+(?:và\s+(?:dân vận|môi trường|tôn giáo)|trung ương|khu vực)(?!\w)")


def _named(lower: str, start: int, end: int) -> Iterator[tuple[Span, Body]]:
    for match in _names().finditer(lower, start, end):
        if not _GOES_ON.match(lower, match.end()):
            yield Span(match.start(), match.end()), _bodies()[" ".join(match.group().split())]


def body_not_there(draft: Draft) -> Iterator[Hit]:
    """A body that is given work on a day on which it was not yet, or no more."""
    when = draft.dated
    if when is None:
        return
    for place, body in _once(_charged(draft)):
        if _is_gone(body, when) or (body.since is not None and when < body.since):
            limit = body.until if _is_gone(body, when) else body.since
            yield hit(
                draft.span(place.start, place.end),
                body=body.name,
                when=day(when),
                limit=day(limit) if limit else "",
                successor=body.successor or "–",
            )


def body_no_more(draft: Draft) -> Iterator[Hit]:
    """With `as_of`: a body named in what is still to be done that was there then and is gone now, with its heir."""
    if draft.as_of is None:
        return
    for place, body in _once(_mentioned(draft)):
        there = draft.dated is None or not _is_gone(body, draft.dated)
        if there and _is_gone(body, draft.as_of):
            yield hit(
                draft.span(place.start, place.end),
                body=body.name,
                when=day(draft.as_of),
                successor=body.successor or "–",
            )


def _is_gone(body: Body, when: date) -> bool:
    return body.until is not None and when > body.until


def _charged(draft: Draft) -> Iterator[tuple[Span, Body]]:
    """Bodies in the sentences that give them work. Many tasks have one lead, which is looked through once."""
    known: dict[str, set[str]] = {}
    for placed in draft.placed:
        task = placed.task
        if task.lead is not None or task.supporting:
            names = "\n".join((task.lead or "", *task.supporting)).lower()
            if names not in known:
                known[names] = {body.name for _, body in _named(names, 0, len(names))}
            charged = known[names]
            found = _named(draft.lower, placed.start, placed.end) if charged else ()
            yield from ((span, body) for span, body in found if body.name in charged)
    for assignment in draft.resolution.assignments:
        yield from _named(draft.lower, draft.place(assignment.start), draft.place(assignment.end))


def _mentioned(draft: Draft) -> Iterator[tuple[Span, Body]]:
    """Bodies anywhere but in the account of results and in the names of other documents."""
    cited = [Span(draft.place(c.start), draft.place(c.end)) for c in draft.resolution.citations]
    for span, body in _named(draft.lower, 0, len(draft.lower)):
        if draft.role_at(span.start) is not Role.RESULTS and not any(c.covers(span) for c in cited):
            yield span, body


def _once(found: Iterator[tuple[Span, Body]]) -> Iterator[tuple[Span, Body]]:
    """Each body where it is named first."""
    seen: set[str] = set()
    for place, body in found:
        if body.name not in seen:
            seen.add(body.name)
            yield place, body
