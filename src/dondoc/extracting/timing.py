"""Timing: which of the periods in a sentence a number belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.extracting.clauses import Clause
from dondoc.extracting.periods import FoundPeriod
from dondoc.extracting.spans import FoundTarget, PeriodFrom
from dondoc.values import Period

_LEADING_WORDS = 4  # words before a period that still opens its sentence
_CLOSE_BY = 3  # words between a number and the period behind it


@dataclass(frozen=True, slots=True)
class SentencePeriods:
    """The periods of one sentence, which begins at `start`; bases and names of plans are left out."""

    text: str
    lower: str
    start: int
    periods: tuple[FoundPeriod, ...]

    def own(self, clause: Clause) -> FoundPeriod | None:
        """The period among a clause's own words: before its number, directly behind it, or in its label."""
        if not self.periods:
            return None
        usable = [p for p in self.periods if not self._in_bracket(p, clause)]
        before = [p for p in usable if clause.start <= p.start and p.end <= clause.quantity.start]
        after = [p for p in usable if clause.quantity.end <= p.start and p.end <= clause.end]
        label = [p for p in usable if clause.label and clause.label[0] <= p.start and p.end <= clause.label[1]]
        directly = [p for p in after if len(self.text[clause.quantity.end : p.start].split()) <= _CLOSE_BY]
        if directly and (not before or clause.prefix_end < clause.words):
            return directly[0]
        return next((choice[-1] for choice in (before, after, label) if choice), None)

    def _in_bracket(self, period: FoundPeriod, clause: Clause) -> bool:
        """A period in a bracket behind the number tells of something else, unless the clause stands in it itself."""
        if clause.depth:
            return False
        opened = self.text.rfind("(", clause.quantity.end, period.start)
        return opened >= 0 and self.text.find(")", opened, period.start) < 0

    def leads(self, period: FoundPeriod) -> bool:
        """Whether a period opens the sentence or one of its members, so that it holds for what follows."""
        before = self.text[self.start : period.start]
        if before.count("(") != before.count(")"):
            return False
        return len(before[before.rfind(";") + 1 :].split()) <= _LEADING_WORDS

    def leading(self, clause: Clause) -> FoundPeriod | None:
        """The last period before a clause that opens the sentence or a member of it."""
        found = [p for p in self.periods if p.end <= clause.start and self.leads(p)]
        return found[-1] if found else None

    def of(
        self, clause: Clause, name: str, whole: FoundTarget | None, last: FoundTarget | None
    ) -> tuple[Period | None, PeriodFrom]:
        """The period of a clause's number as the sentence tells it, and where it stands; GIVEN when it tells none."""
        own = self.own(clause)
        if own is not None:
            return own.period, PeriodFrom.OPENING if self.leads(own) else PeriodFrom.OWN
        if whole is not None:
            return whole.period, whole.period_from
        if last is not None and (last.period_from is PeriodFrom.OPENING or self._carries(clause, name, last)):
            return last.period, last.period_from
        found = self.leading(clause) or self._trailing(clause)
        return (found.period, PeriodFrom.OPENING) if found else (None, PeriodFrom.GIVEN)

    def _trailing(self, clause: Clause) -> FoundPeriod | None:
        """The sentence's only period where it closes all: "khởi công 05 dự án, 4.200 căn trong năm 2026"."""
        only = self.periods[0] if len(self.periods) == 1 else None
        if only is None or only.start < clause.end or not self.lower.startswith("trong", only.start):
            return None
        return only if ";" not in self.text[clause.quantity.end : only.start] else None

    def _carries(self, clause: Clause, name: str, last: FoundTarget) -> bool:
        """A number that names nothing itself has the period of the one before it."""
        if last.period_from is not PeriodFrom.OWN:
            return False
        until = "đến năm" in self.lower[last.start : last.key]
        return last.indicator == name or (until and ";" not in self.lower[last.key : clause.start])
