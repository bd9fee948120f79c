"""What a public page says: of the head of a plan, and of targets with their figures and verdicts; in both languages.

    targets -> what may be known of them on a day -> without small counts -> the content of their pages

Nothing else of a target is public: not its words in the document, which may stand in one sentence with those of
another; nor its code, which would tell how many there are; nor what it expects by when; nor the plan around it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from dondoc.evaluating.figures import Figure, Stage
from dondoc.evaluating.verdicts import On, Reason, Status, Verdict
from dondoc.reporting.sentences import label, quantity, sentence, wanted
from dondoc.reporting.small_counts import Key
from dondoc.reporting.words import LANGUAGES, word
from dondoc.text import fold
from dondoc.values import Comparison, Measure, Period
from dondoc.web.amounts import language, plain, shown, trimmed
from dondoc.web.figures.due import BASIS
from dondoc.web.figures.standing import standings, told_of
from dondoc.web.figures.words import STAGES
from dondoc.web.monitoring.words import look_of
from dondoc.web.periods import in_words
from dondoc.web.plans.models import Plan, Target
from dondoc.web.publishing.holding import held_back
from dondoc.web.publishing.publication_models import Scope
from dondoc.web.publishing.small import Counted, small_counts

ILLUSTRATIVE = fold("minh họa")  # the source of a figure that is no real one says so
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What may be known of a target: its verdict on its promise, and the figures that are shown; `hidden`: some of its
    numbers are small counts of persons, so that they are not told, nor a verdict that rests on them."""

    target: Target
    verdict: Verdict | None
    figures: tuple[Figure, ...]
    hidden: bool = False

    @property
    def is_illustrative(self) -> bool:
        sources = [each.source for each in self.figures]
        sources += [each.source for each in self.verdict.inputs] if self.verdict else []
        return any(ILLUSTRATIVE in fold(each) for each in sources)


def known_of(targets: Sequence[Target], day: date) -> dict[int, Known]:
    """What may be known on `day` of `targets` of one office, by primary key; each with its plan, office and indicator.

    All targets whose small counts could give one another away have to be among them (recording.py).
    """
    withheld = held_back({each.indicator_id for each in targets if each.indicator_id}, day)
    verdicts = standings(targets, as_of=day, withheld=withheld)
    figures: dict[int, list[Figure]] = {}
    for each in told_of(targets, as_of=day, known_at=day, withheld=withheld):
        figures.setdefault(int(each.target or 0), []).append(each)
    told = [_told(each, verdicts.get(each.pk, ()), figures.get(each.pk, ())) for each in targets]
    small = small_counts(told)
    return {each.target.pk: _without(each, small) for each in told}


def _told(target: Target, verdicts: Sequence[Verdict], figures: Sequence[Figure]) -> Counted:
    promise = next((each for each in verdicts if each.on is On.PROMISE), None)
    if promise is not None:  # not by when how much is expected, nor by how much others' plans are reached
        promise = replace(promise, plans=(), expected=None, pace=None, projected=None, year_on_year=None)
    used = {each.figure for each in promise.inputs} if promise else set()
    return Counted(target, _shown(target, figures, used), promise)


def _shown(target: Target, figures: Sequence[Figure], used: set[str]) -> tuple[Figure, ...]:
    """Of the days of the promise, and what its verdict rests on; of the same days the one used, else the firmest."""
    period = Period(target.period or target.plan.period)
    basis, order = BASIS[Measure(target.measure)], list(Stage)
    found: dict[tuple[Any, ...], Figure] = {}
    for each in sorted(figures, key=lambda each: (each.id in used, order.index(each.stage), each.id)):
        within = each.basis == basis and period.start <= each.start and each.end <= period.end
        if within or each.id in used:
            found[each.basis, each.start, each.end] = each
    return tuple(sorted(found.values(), key=lambda each: (each.end, each.start, each.basis)))


def _without(told: Counted, small: Collection[Key]) -> Known:
    """Without the cells that are `small`, and without the verdict where it rests on one."""
    if not any(cell.key in small for cell in told.cells()):
        return Known(told.target, told.verdict, told.figures)
    used = {each.figure for each in told.verdict.inputs} if told.verdict else set()
    gone = {each.id for each in told.figures if told.key_of(each) in small}
    rests = told.done_key in small or bool(used & gone)
    left = tuple(each for each in told.figures if each.id not in gone)
    return Known(told.target, None if rests else told.verdict, left, hidden=True)


def content_of_plan(plan: Plan, published_on: date) -> Content:
    """The head of a plan; its targets are pages of their own."""
    return {
        "title": plan.title, "number": plan.number, "office": plan.office.name, "issued_on": iso(plan.issued_on),
        "period_code": plan.period, "period": both(lambda: in_words(plan.period)),
        "in_force_from": iso(plan.in_force_from),
        "ends_on": iso(plan.ends_on), "published_on": iso(published_on),
    }  # fmt: skip


def content_of_target(known: Known, scope: Scope, published_on: date, as_of: date) -> Content:
    """A target as far as `scope` says. The same said again is the same content, but for the day `as_of`."""
    target = known.target
    period = target.period or target.plan.period
    content = {
        "name": target.name, "section": target.heading, "office": target.plan.office.name,
        "promise": _promised(target), "amount": plain(target.amount), "upper_amount": plain(target.upper_amount),
        "comparison": target.comparison, "measure": target.measure, "unit": target.unit, "better": target.better,
        "period_code": period,
        "period": both(lambda: in_words(period)), "days": [iso(Period(period).start), iso(Period(period).end)],
        "scope": scope.value, "published_on": iso(published_on), "hidden": False, "illustrative": False,
        "verdict": None, "figures": [],
    }  # fmt: skip
    if scope is Scope.RESULTS:
        content |= {"hidden": known.hidden, "illustrative": known.is_illustrative, "as_of": iso(as_of)}
        content |= {"verdict": _verdict(known.verdict), "figures": [_figure(each, known) for each in known.figures]}
    return content


def _promised(target: Target) -> dict[str, str]:
    """The words of the promise, made of its own values."""
    upper = None if target.upper_amount is None else trimmed(target.upper_amount)
    from_values = Verdict(
        "", On.PROMISE, Status.NOT_DUE, Reason.NOTHING_DUE, date.min, date.min, Measure(target.measure),
        Comparison(target.comparison), target.unit, trimmed(target.amount), upper,
    )  # fmt: skip
    return both(lambda: wanted(from_values, language()))


def _verdict(verdict: Verdict | None) -> Content | None:
    if verdict is None:
        return None
    done = None if verdict.done is None else trimmed(verdict.done)
    return {
        "status": verdict.status.value, "look": look_of(verdict.status.value), "basis": verdict.basis or "",
        "words": both(lambda: label(verdict, language())), "told": both(lambda: sentence(verdict, language())),
        "reason_code": verdict.reason.value, "qualifier": verdict.qualifier.value, "rule_version": verdict.rule_version,
        "done_from": iso(verdict.done_from), "done_to": iso(verdict.done_to),
        "reason": both(lambda: word(f"reason.{verdict.reason}", language())), "done": plain(verdict.done),
        "done_words": both(lambda: "" if done is None else quantity(done, verdict.unit, language())),
        "percent": plain(verdict.percent), "percent_words": both(lambda: _percent(verdict)),
    }  # fmt: skip


def _percent(verdict: Verdict) -> str:
    return "" if verdict.percent is None else f"{shown(verdict.percent)}%"


def _figure(figure: Figure, known: Known) -> Content:
    used = {each.figure for each in known.verdict.inputs} if known.verdict else set()
    return {
        "value": plain(figure.value), "unit": figure.unit or "", "basis": figure.basis.value,
        "stage": figure.stage.value,
        "start": iso(figure.start), "end": iso(figure.end), "known_on": iso(figure.known_on),
        "version": figure.version, "qualifier": figure.qualifier.value, "cut_off": iso(figure.cut_off),
        "used": figure.id in used, "source": figure.source, "illustrative": ILLUSTRATIVE in fold(figure.source),
        "words": both(lambda: quantity(trimmed(figure.value), figure.unit, language())),
        "stage_words": both(lambda: str(STAGES[figure.stage])), "days_words": both(lambda: _days(figure)),
    }  # fmt: skip


def _days(figure: Figure) -> str:
    if figure.start == figure.end:
        return _("ngày %(day)s") % {"day": f"{figure.end:%d-%m-%Y}"}
    return f"{figure.start:%d-%m-%Y} – {figure.end:%d-%m-%Y}"


def both(say: Callable[[], str]) -> dict[str, str]:
    """What `say` gives in each language."""
    told: dict[str, str] = {}
    for each in LANGUAGES:
        with override(each):
            told[each] = say()
    return told


def iso(day: date | None) -> str:
    """As JSON holds a day; "" for none."""
    return day.isoformat() if day else ""
