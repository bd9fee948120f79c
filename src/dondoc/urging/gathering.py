"""Gathering: the steps of a day as what reaches a body: one message with all of them, one document a step.

A message bears no words of what it is about, only counts and, of what is not restricted, the things by their ids: who
writes it puts the words of those in, and for the others a number and a link.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dondoc.evaluating.working_days import VIETNAM, WorkingDays
from dondoc.urging.deciding import Due
from dondoc.urging.ladder import Limits


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a step to a body, or to whoever leads where `body` is None: all that it is about.

    `answer_by` is the last day for an answer; None: none is asked for. `signed`: a person signs it first.
    """

    body: str | None
    step: str
    day: date
    items: tuple[str, ...]
    answer_by: date | None
    signed: bool


@dataclass(frozen=True, slots=True)
class Message:
    """What reaches a body on a day: how many things of each step; `shown` are those whose words may stand in it, and
    `kept_back` how many others there are."""

    body: str
    day: date
    counts: tuple[tuple[str, int], ...]
    shown: tuple[str, ...]
    kept_back: int


def documents(steps: Iterable[Due]) -> tuple[Document, ...]:
    """One a body and step, of the steps that are documents; those that are none stand in the message alone."""
    groups: dict[tuple[str, str, date], list[Due]] = {}
    for due in steps:
        if due.step.document:
            groups.setdefault((due.body or "", due.step.name, due.day), []).append(due)
    return tuple(
        Document(
            body or None, step, day, tuple(sorted(due.item for due in group)), group[0].answer_by,
            group[0].step.signed,
        )
        for (body, step, day), group in sorted(groups.items())
    )  # fmt: skip


def messages(steps: Iterable[Due]) -> tuple[Message, ...]:
    """One a body and day, however many steps: the digest. What nobody answers for is no message to anybody."""
    groups: dict[tuple[str, date], list[Due]] = {}
    for due in steps:
        if due.body is not None:
            groups.setdefault((due.body, due.day), []).append(due)
    return tuple(_message(body, day, group) for (body, day), group in sorted(groups.items()))


def _message(body: str, day: date, group: list[Due]) -> Message:
    counts: dict[str, int] = {}
    for due in group:
        counts[due.step.name] = counts.get(due.step.name, 0) + 1
    shown = tuple(sorted(due.item for due in group if not due.restricted))
    return Message(body, day, tuple(counts.items()), shown, len(group) - len(shown))


def sent_at(moment: datetime, *, limits: Limits, calendar: WorkingDays, sent_that_day: Iterable[date] = ()) -> datetime:
    """The first moment from `moment` on at which a message may reach an office: within the hours of a working day on
    which it has not been sent as many as the limit. ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    local = moment.astimezone(VIETNAM)
    full = _full(sent_that_day, limits.messages_a_day)
    day, at = local.date(), local.time()
    if at > limits.last:
        day, at = day + timedelta(days=1), time()
    while not calendar.is_working_day(day) or day in full:
        day, at = day + timedelta(days=1), time()
    return datetime.combine(day, max(at, limits.first), VIETNAM)


def _full(days: Iterable[date], most: int) -> frozenset[date]:
    sent = list(days)
    return frozenset(day for day in sent if sent.count(day) >= most)
