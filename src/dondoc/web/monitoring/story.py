"""Why a commitment stands as it does: what is said now with everything that rests on, and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.evaluating.verdicts import Verdict as Given
from dondoc.reporting.sentences import quantity, tested_against
from dondoc.reporting.words import word
from dondoc.web.amounts import language, shown, trimmed
from dondoc.web.figures.models import Version
from dondoc.web.figures.words import STAGES
from dondoc.web.monitoring.keeping import restored
from dondoc.web.monitoring.models import Verdict
from dondoc.web.monitoring.rows import Row, row_of

MOST = 50  # rows of the history on the page


@dataclass(frozen=True, slots=True)
class Told:
    """One figure that a verdict rests on; `figure` is the key of its page, None where the reader has none."""

    figure: int | None
    value: str
    start: date
    end: date
    stage: str
    known_on: date
    source: str
    version: int


@dataclass(frozen=True, slots=True)
class Why:
    """What is said now of one thing that is tested, with every input."""

    row: Row
    on: str
    reason: str
    given: Given | None
    inputs: tuple[Told, ...]
    plans: tuple[str, ...]
    expected: str
    thresholds: str


@dataclass(frozen=True, slots=True)
class Story:
    """`now` is what is said: of a target on its promise and on the plan around it. `history`: all, latest first."""

    now: tuple[Why, ...]
    history: tuple[Row, ...]


def story_of(commitment: Any, day: date, *, opens_figures: bool) -> Story:
    """The story of the verdicts of a commitment, in two queries; empty where nothing has been said."""
    verdicts = list(Verdict.objects.filter(commitment=commitment).select_related("by").order_by("-pk")[:MOST])
    for verdict in verdicts:
        verdict.commitment = commitment
    current = sorted((each for each in verdicts if each.is_current), key=lambda each: each.on != "promise")
    figures = _figures(current) if opens_figures else {}
    return Story(tuple(_why(each, day, figures) for each in current), tuple(row_of(each, day) for each in verdicts))


def _figures(verdicts: Sequence[Verdict]) -> dict[int, int]:
    """Of each version that is named its figure. A total that was rolled up names the latest of its parts."""
    keys = [int(each["figure"]) for verdict in verdicts for each in verdict.content.get("inputs", ())]
    return dict(Version.objects.filter(pk__in=keys).values_list("pk", "figure")) if keys else {}


def _why(verdict: Verdict, day: date, figures: dict[int, int]) -> Why:
    row = row_of(verdict, day)
    if verdict.on == "deadline":
        return Why(row, "", row.told, None, (), (), "", "")
    given = restored(verdict.content, as_of=verdict.confirmed_on, known_at=verdict.confirmed_on)
    inputs = tuple(
        Told(
            figures.get(int(each.figure)), quantity(trimmed(each.value), each.unit, language()), each.start, each.end,
            str(STAGES[each.stage]), each.known_on, each.source, each.version,
        )
        for each in given.inputs
    )  # fmt: skip
    plans = tuple(f"{each.set_by}: {quantity(trimmed(each.value), each.unit, language())}" for each in given.plans)
    expected = "" if given.expected is None else quantity(given.expected, given.unit, language())
    pace = "" if given.pace is None else f" · {shown(given.pace)}"
    thresholds = "; ".join(_threshold(name, value) for name, value in given.thresholds)
    reason = word(f"reason.{given.reason}", language())
    on = tested_against(given, language())
    return Why(row, on, reason, given, inputs, plans, f"{expected}{pace}" if expected else "", thresholds)


def _threshold(name: str, value: str) -> str:
    """One setting of the rules in words: what it lets through, or whose calendar is followed."""
    if name == "regime":
        return word("threshold.regime", language(), value=word(f"regime.{value}", language()))
    amount = Decimal(value) * 100 if name == "near_share" else Decimal(value)
    return word(f"threshold.{name}", language(), value=shown(amount))
