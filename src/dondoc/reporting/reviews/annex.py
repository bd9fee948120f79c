"""The annex of a review: one row a target, and one below it for the plan of the longer period around it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dondoc.commitments import Target
from dondoc.evaluating.units import converted
from dondoc.evaluating.verdicts import On, Verdict
from dondoc.notation import day
from dondoc.reporting.reviews.material import Material
from dondoc.reporting.reviews.patterns import say
from dondoc.reporting.reviews.review import Ground, Row
from dondoc.reporting.sentences import label, quantity, tested_against, wanted
from dondoc.reporting.words import word
from dondoc.values import Comparison

COLUMNS = (
    "number", "indicator", "unit", "before", "plan", "done", "whole_year", "percent", "year_on_year", "judged", "lead",
    "notes",
)  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def rows(material: Material) -> tuple[Row, ...]:
    """Sections are numbered I, II …, their targets 1, 2 …, what a target is broken down into 1.1, 1.2 …"""
    targets = material.resolution.targets
    named = material.headings()
    found: list[Row] = []
    for place, section in enumerate(dict.fromkeys(each.section for each in targets)):
        number = _ROMAN[place] if place < len(_ROMAN) else str(place + 1)
        found.append(Row(number, named.get(section) or say("heading.other_field"), is_heading=True))
        found += _of_section(material, [each for each in targets if each.section == section])
    return tuple(found)


def _of_section(material: Material, targets: list[Target]) -> Iterator[Row]:
    whole, parts = 0, 0
    for target in targets:
        is_part = target.part_of is not None and whole > 0
        whole, parts = (whole, parts + 1) if is_part else (whole + 1, 0)
        number = f"{whole}.{parts}" if is_part else str(whole)
        own, plan = material.of(target, On.PROMISE), material.of(target, On.PLAN)
        if own is not None:
            yield _row(material, number, target.indicator, own)
        if plan is not None:
            name = tested_against(plan, "vi")
            set_by = say("annex.plan_set_by", plan=name, set_by=plan.set_by) if plan.set_by else name
            yield _row(material, "", say("annex.plan", plan=set_by), plan)


def _row(material: Material, number: str, indicator: str, verdict: Verdict) -> Row:
    before, of_year = material.before(verdict), _is_whole_year(verdict)
    base = None if before is None else converted(before.value, before.unit, verdict.unit or before.unit)
    return Row(
        number,
        indicator,
        reference=material.reference(verdict).record,
        unit=verdict.unit or "",
        before=base,
        plan=verdict.wanted,
        done=None if of_year else verdict.done,
        whole_year=verdict.done if of_year else None,
        percent=verdict.percent,
        no_share=verdict.done is not None and verdict.percent is None,
        year_on_year=verdict.year_on_year,
        judged=label(verdict, "vi"),
        lead=material.leads.get(verdict.target, "") if verdict.on is On.PROMISE else "",
        notes=_notes(material, verdict),
    )


def _is_whole_year(verdict: Verdict) -> bool:
    first, last = verdict.done_from, verdict.done_to
    if first is None or last is None:
        return False
    return (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year


def _notes(material: Material, verdict: Verdict) -> str:
    """How it is tested, on which other days it is told, how firm it is, and whether it is no real figure."""
    notes = [] if verdict.comparison is Comparison.AT_LEAST and verdict.wanted > 0 else [wanted(verdict, "vi")]
    if verdict.done is not None and not verdict.is_outcome and not verdict.is_outlook:
        notes.append(word(f"reason.{verdict.reason}", "vi"))
    if verdict.done is not None:
        notes += [_days(verdict), word(f"stage.{verdict.basis}", "vi") if verdict.basis else ""]
    notes += [say("annex.illustrative")] if material.is_illustrative(verdict) else []
    return "; ".join(note for note in notes if note)


def _days(verdict: Verdict) -> str:
    """The days told, where they are neither those of the promise nor a whole year."""
    first, last = verdict.done_from, verdict.done_to
    if first is None or last is None or _is_whole_year(verdict) or (first, last) == (verdict.start, verdict.end):
        return ""
    if first == last:
        return "" if last == verdict.end else say("annex.until", last=day(last, "vi"))
    return say("annex.since", first=day(first, "vi"), last=day(last, "vi"))


def grounds(material: Material) -> tuple[Ground, ...]:
    """Every figure behind every verdict, once a verdict, in the order of the document."""
    found = []
    for verdict in material.evaluation.verdicts:
        record = material.reference(verdict).record
        for each in verdict.inputs:
            days = day(each.end, "vi")
            if each.start != each.end:
                days = say("annex.since", first=day(each.start, "vi"), last=days)
            value, stage = quantity(_plain(each.value), each.unit, "vi"), word(f"stage.{each.stage}", "vi")
            found.append(Ground(record, each.figure, each.version, value, days, stage, each.known_on, each.source))
    return tuple(found)


def _plain(value: Decimal) -> Decimal:
    """Without zeros that tell nothing."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
