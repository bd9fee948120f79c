"""Material: what a review is made from, and how a sentence is tied to the records and figures behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dondoc.commitments import Resolution, Target
from dondoc.evaluating.figures import Basis, Figure
from dondoc.evaluating.units import converted
from dondoc.evaluating.verdicts import Evaluation, On, Verdict
from dondoc.reporting.illustrating import is_illustrative
from dondoc.reporting.reviews.patterns import headings, say
from dondoc.reporting.reviews.remarks import About, Remark
from dondoc.reporting.reviews.review import Kind, Paragraph, Reference
from dondoc.text import fold


@dataclass(frozen=True, slots=True)
class TaskTold:
    """How a task stands, in words ("quá hạn"), and whether it is finished."""

    words: str
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Material:
    """`figures` and `remarks` are those known on the evaluation's `known_at`; `tasks` and `leads` go by id.

    `sections` are headings by path where they are known already; else they are looked for in the text.
    """

    resolution: Resolution
    evaluation: Evaluation
    figures: Sequence[Figure] = ()
    remarks: Sequence[Remark] = ()
    tasks: Mapping[str, TaskTold] = field(default_factory=dict)
    leads: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)

    def headings(self) -> Mapping[str, str]:
        """Of each section that has targets its heading, as far as there is one."""
        starts = {each.section: each.start for each in reversed(self.resolution.targets)}
        return {**headings(self.resolution.text, starts), **self.sections}

    @property
    def kind(self) -> str:
        """What the document is called in running text: "nghị quyết"."""
        return self.resolution.header.kind or "văn bản"

    def verdicts(self, on: On) -> tuple[Verdict, ...]:
        """Those on promises, or on plans, in the order of the document."""
        return tuple(verdict for verdict in self.evaluation.verdicts if verdict.on is on)

    def of(self, target: Target, on: On) -> Verdict | None:
        return next((each for each in self.verdicts(on) if each.target == target.id), None)

    def indicator(self, verdict: Verdict) -> str:
        return next(each.indicator for each in self.resolution.targets if each.id == verdict.target)

    def before(self, verdict: Verdict) -> Figure | None:
        """The figure of the same days a year before, from which the verdict's growth is; None where it is another's."""
        if verdict.year_on_year is None or verdict.done is None or verdict.done_from is None or verdict.done_to is None:
            return None
        days = tuple(_year_before(each) for each in (verdict.done_from, verdict.done_to))
        indicator = fold(self.indicator(verdict))
        alike = (
            figure
            for figure in self.figures
            if (figure.start, figure.end) == days
            and figure.basis in (Basis.CUMULATIVE, Basis.PERIOD, Basis.LEVEL)
            and (figure.target == verdict.target or fold(figure.indicator) == indicator)
        )
        return next((each for each in alike if _grew(each, verdict)), None)

    def reference(self, verdict: Verdict) -> Reference:
        """The record of a verdict, with every figure and plan that its sentence can name."""
        before = self.before(verdict)
        figures = [each.figure for each in verdict.inputs] + [plan.figure for plan in verdict.plans]
        record = f"{verdict.target}/plan" if verdict.on is On.PLAN else verdict.target
        return Reference(record, (*dict.fromkeys(figures), *((before.id,) if before else ())))

    def is_illustrative(self, verdict: Verdict) -> bool:
        before = self.before(verdict)
        sources = [each.source for each in verdict.inputs] + ([before.source] if before else [])
        return any(map(is_illustrative, sources))

    def told(self, key: str, text: str, verdicts: Sequence[Verdict]) -> Paragraph:
        """A sentence rendered from `verdicts`; one that rests on an illustrative figure says so."""
        illustrative = any(map(self.is_illustrative, verdicts))
        said = say("written.illustrative", text=text) if illustrative else text
        return Paragraph(key, Kind.TOLD, said, tuple(map(self.reference, verdicts)), illustrative=illustrative)

    def written(self, about: About) -> tuple[Paragraph, ...]:
        """What units wrote, in their order, whole and with its source."""
        found = (each for each in self.remarks if each.about is about and each.text.strip())
        return tuple(_written(place, each) for place, each in enumerate(found, start=1))


def marked(key: str, name: str, **values: object) -> Paragraph:
    """A place that nobody has filled."""
    return Paragraph(key, Kind.MARKED, say(name, **values))


def _written(place: int, remark: Remark) -> Paragraph:
    told_on = f"{remark.told_on.day}/{remark.told_on.month}/{remark.told_on.year}"
    text = say("written.source", text=" ".join(remark.text.split()), body=remark.body, day=told_on)
    key = f"{remark.about}/{remark.commitment or 'all'}/{remark.body}/{place}"
    references = (Reference(remark.commitment),) if remark.commitment else ()
    return Paragraph(key, Kind.WRITTEN, text, references, source=remark.body)


def _grew(before: Figure, verdict: Verdict) -> bool:
    """Whether the growth that the verdict tells is that over `before`, to the decimal it is told with."""
    value = converted(before.value, before.unit, verdict.unit or before.unit)
    if value is None or value <= 0 or verdict.done is None:
        return False
    growth = (verdict.done / value - 1) * 100
    return growth.quantize(Decimal("0.1"), ROUND_HALF_UP) == verdict.year_on_year


def _year_before(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap else day.day)
