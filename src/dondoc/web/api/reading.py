"""What a holder of roles may read, as the schemas tell it; the querysets are those of the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from dondoc.web.amounts import plain
from dondoc.web.api import schemas
from dondoc.web.figures.models import Figure, Report, Round, Version
from dondoc.web.indicators.querysets import readable_targets
from dondoc.web.organizations.held import OFFICE_READERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Commitment, Plan


def readable_figures(held: Held) -> Any:
    """Figures of indicators that a plan counts with which the holder of `held` may read."""
    readable = readable_targets(held).values("target__indicator")
    return Figure.objects.select_related("indicator", "body").filter(indicator__in=readable)


def versions_of(figures: Any, known_on: date | None) -> Any:
    """Of each of `figures` the version that counts, or was known on the day."""
    versions = Version.objects.current() if known_on is None else Version.objects.as_known_on(known_on)
    return versions.filter(figure__in=figures).told().order_by("figure__end", "figure")


def readable_rounds(held: Held) -> Any:
    """Those of an office over which a reading role is held, and those in which one's own unit reports."""
    offices = Body.objects.below(held.of(OFFICE_READERS), held.day)
    units = Report.objects.of_units(held).values("round")
    return (Round.objects.filter(office__in=offices) | Round.objects.filter(pk__in=units)).select_related("office")


def body(each: Body) -> schemas.BodyOut:
    return schemas.BodyOut(key=each.key, name=each.name)


def figure_key(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.pk, "indicator": figure.indicator.key, "body": body(figure.body), "basis": figure.basis,
        "from": figure.start, "to": figure.end, "stage": figure.stage, "source": figure.source,
    }  # fmt: skip


def version(each: Version) -> schemas.VersionOut:
    return schemas.VersionOut(
        number=each.number, state=each.state, tells=each.tells, value=plain(each.value), unit=each.unit,
        qualifier=each.qualifier, numerator=plain(each.numerator), denominator=plain(each.denominator),
        cut_off=each.cut_off, known_on=each.known_on, recorded_at=each.recorded_at, backfilled=each.backfilled,
        reason=each.reason,
    )  # fmt: skip


def plan(each: Plan) -> dict[str, Any]:
    """`each` is counted()."""
    return {
        "id": each.pk, "number": each.number, "title": each.title, "office": body(each.office), "period": each.period,
        "issued_on": each.issued_on, "in_force_from": each.in_force_from, "ends_on": each.ends_on, "state": each.state,
        "targets": each.targets, "tasks": each.tasks,
    }  # fmt: skip


def commitment(each: Commitment) -> schemas.CommitmentOut:
    common = {
        "id": each.pk, "kind": each.kind, "code": each.code, "name": each.name, "sensitivity": each.sensitivity,
    }  # fmt: skip
    if each.kind == "task":
        task = each.task
        return schemas.CommitmentOut(**common, nature=task.nature, state=task.state, deadline=task.deadline)
    target = each.target
    return schemas.CommitmentOut(
        **common, indicator=target.indicator.key if target.indicator else None, measure=target.measure,
        comparison=target.comparison, amount=plain(target.amount), upper_amount=plain(target.upper_amount),
        unit=target.unit, period=target.period or each.plan.period,
    )  # fmt: skip


def round_(each: Round) -> dict[str, Any]:
    return {
        "id": each.pk, "office": body(each.office), "period": each.period, "due_on": each.due_on,
        "closed": each.closed_at is not None,
    }  # fmt: skip


def report(each: Report) -> schemas.ReportOut:
    return schemas.ReportOut(
        id=each.pk, body=body(each.body), state=each.state, submitted_at=each.submitted_at,
        approved_at=each.approved_at, accepted_at=each.accepted_at,
    )  # fmt: skip
