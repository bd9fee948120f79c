"""The counts of plans: moved by what a verdict changed from and to, or counted anew from the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F

from dondoc.web.monitoring.models import Count, Verdict
from dondoc.web.plans.models import Commitment, Plan, Responsibility, Sensitivity

NEVER_UPDATED = "never_updated"
_NOT_COUNTED = "replaced"
Key = tuple[str, bool, str, str, str]  # kind, restricted, dimension, value, what
Facts = tuple[str, str, str, str, bool]  # kind, section, field, lead, restricted


def counted(plan: Plan) -> Counter[Key]:
    """How the commitments of the plan stand by what is said now."""
    said = dict(_said(Verdict.objects.current().main().filter(plan=plan)))
    facts = _facts(Commitment.objects.filter(pk__in=list(said)))
    return _keys((facts[pk], status, updated) for pk, (status, updated) in said.items())


def recount(plan: Plan) -> bool:
    """Counts the plan anew; whether what was kept was right."""
    now, kept = counted(plan), kept_counts(plan)
    if now == kept:
        return True
    Count.objects.filter(plan=plan).delete()
    Count.objects.bulk_create(_row(plan, key, number) for key, number in sorted(now.items()))
    return False


def kept_counts(plan: Plan) -> Counter[Key]:
    rows = Count.objects.filter(plan=plan, number__gt=0)
    return Counter(
        {key: number for *key_parts, number in rows.values_list(*_NAMES, "number") for key in (tuple(key_parts),)}
    )


def move(plan: Plan, before: Mapping[int, tuple[str, bool]], after: Mapping[int, tuple[str, bool]]) -> None:
    """Takes away how commitments stood, `before`, and adds how they stand; each with whether anything was reported."""
    facts = _facts(Commitment.objects.filter(pk__in=list({*before, *after})))
    change = _keys((facts[pk], *told) for pk, told in after.items())
    change.subtract(_keys((facts[pk], *told) for pk, told in before.items()))
    for key, number in sorted(change.items()):
        if number:
            where = dict(zip(_NAMES, key, strict=True))
            if not Count.objects.filter(plan=plan, **where).update(number=F("number") + number):
                Count.objects.create(plan=plan, number=number, **where)


_NAMES = ("kind", "restricted", "dimension", "value", "what")


def _row(plan: Plan, key: Key, number: int) -> Count:
    return Count(plan=plan, number=number, **dict(zip(_NAMES, key, strict=True)))


def _keys(rows: Iterable[tuple[Facts, str, bool]]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for (kind, section, field, lead, restricted), status, updated in rows:
        if status == _NOT_COUNTED:
            continue
        for dimension, value in (("all", ""), ("section", section), ("field", field), ("lead", lead)):
            found[kind, restricted, dimension, value, status] += 1
            if not updated:
                found[kind, restricted, dimension, value, NEVER_UPDATED] += 1
    return found


def _said(verdicts: Any) -> Iterable[tuple[int, tuple[str, bool]]]:
    for commitment, status, updated in verdicts.order_by().values_list("commitment", "status", "updated"):
        yield commitment, (status, updated)


def _facts(commitments: Any) -> dict[int, Facts]:
    """By what each is counted."""
    rows = list(commitments.order_by().values_list("pk", "kind", "section", "field", "sensitivity"))
    leading = Responsibility.objects.open().filter(part="lead", commitment__in=[row[0] for row in rows])
    leads = dict(leading.order_by().values_list("commitment", "body"))
    return {
        pk: (kind, section, field, str(leads.get(pk, "")), sensitivity == Sensitivity.RESTRICTED)
        for pk, kind, section, field, sensitivity in rows
    }
