"""The counts of plans: moved by what a verdict changed from and to, or counted anew from the verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast

from dondoc.web.keys import Keys
from dondoc.web.monitoring.models import Count, Verdict
from dondoc.web.plans.models import Commitment, Plan, Responsibility, Sensitivity

NEVER_UPDATED = "never_updated"
_NOT_COUNTED = "replaced"
_FACTS = ("kind", "section", "field", "sensitivity")
Key = tuple[str, bool, str, str, str]  # kind, restricted, dimension, value, what
Facts = tuple[str, str, str, str, bool]  # kind, section, field, lead, restricted


def counted(plans: Iterable[Plan]) -> dict[int, Counter[Key]]:
    """How the commitments of each plan stand by what is said now."""
    said = Verdict.objects.current().main().filter(plan__in=Keys(plan.pk for plan in plans)).order_by()
    leads = Responsibility.objects.open().filter(part="lead", commitment=OuterRef("commitment"))
    lead = Cast(Subquery(leads.order_by().values("body")[:1]), CharField())
    rows = Counter(said.values_list("plan", "status", "updated", *(f"commitment__{name}" for name in _FACTS), lead))
    of_plan: dict[int, list[tuple[Facts, str, bool, int]]] = {}
    for (plan, status, updated, kind, section, field, sensitivity, led_by), number in rows.items():
        facts = (kind, section, field, led_by or "", sensitivity == Sensitivity.RESTRICTED)
        of_plan.setdefault(plan, []).append((facts, status, updated, number))
    return {plan: _keys(own) for plan, own in of_plan.items()}


def recount(plans: Sequence[Plan]) -> set[int]:
    """Counts the plans anew; those whose counts were wrong, by primary key."""
    if not plans:
        return set()
    now, kept = counted(plans), kept_counts(plans)
    wrong = {plan.pk: now.get(plan.pk, Counter()) for plan in plans if now.get(plan.pk) != kept.get(plan.pk)}
    if wrong:
        Count.objects.filter(plan__in=list(wrong)).delete()
        Count.objects.bulk_create(
            (_row(plan, key, number) for plan, own in sorted(wrong.items()) for key, number in sorted(own.items())),
            batch_size=2000,
        )
    return set(wrong)


def kept_counts(plans: Iterable[Plan]) -> dict[int, Counter[Key]]:
    found: dict[int, Counter[Key]] = {}
    rows = Count.objects.filter(plan__in=[plan.pk for plan in plans], number__gt=0)
    for plan, number, *key in rows.values_list("plan", "number", *_NAMES):
        found.setdefault(plan, Counter())[tuple(key)] = number
    return found


def move(before: Mapping[int, tuple[str, bool]], after: Mapping[int, tuple[str, bool]]) -> None:
    """Takes away how commitments stood, `before`, and adds how they stand; each with whether anything was reported."""
    stood = {key: told for key, told in before.items() if told != after.get(key)}
    stand = {key: told for key, told in after.items() if told != before.get(key)}
    keys = list({*stood, *stand})
    if not keys:
        return
    facts, plans = _facts(keys)
    for plan in sorted(set(plans.values())):
        change = _keys((facts[pk], *told, 1) for pk, told in stand.items() if plans[pk] == plan)
        change.subtract(_keys((facts[pk], *told, 1) for pk, told in stood.items() if plans[pk] == plan))
        _add(plan, change)


def _add(plan: int, change: Counter[Key]) -> None:
    """Those that are there are changed, all that change by as much at once; what is not there yet is added."""
    values = {key[3] for key in change}
    kept = Count.objects.filter(plan=plan, value__in=values).order_by().values_list(*_NAMES, "pk")
    there = {tuple(key): pk for *key, pk in kept}
    by_step: dict[int, list[int]] = {}
    for key, number in change.items():
        if number and key in there:
            by_step.setdefault(number, []).append(there[key])
    for number, rows in sorted(by_step.items()):
        Count.objects.filter(pk__in=rows).update(number=F("number") + number)
    new = [_row(plan, key, number) for key, number in sorted(change.items()) if number and key not in there]
    if new:
        Count.objects.bulk_create(new)


_NAMES = ("kind", "restricted", "dimension", "value", "what")


def _row(plan: int, key: Key, number: int) -> Count:
    return Count(plan_id=plan, number=number, **dict(zip(_NAMES, key, strict=True)))


def _keys(rows: Iterable[tuple[Facts, str, bool, int]]) -> Counter[Key]:
    """What is counted of commitments; each row is of so many that are alike."""
    found: Counter[Key] = Counter()
    for (kind, section, field, lead, restricted), status, updated, number in rows:
        if status == _NOT_COUNTED:
            continue
        for dimension, value in (("all", ""), ("section", section), ("field", field), ("lead", lead)):
            found[kind, restricted, dimension, value, status] += number
            if not updated:
                found[kind, restricted, dimension, value, NEVER_UPDATED] += number
    return found


def _facts(keys: Sequence[int]) -> tuple[dict[int, Facts], dict[int, int]]:
    """By what each of the commitments with `keys` is counted, and in which plan."""
    commitments = Commitment.objects.filter(pk__in=Keys(keys)).order_by()
    leading = Responsibility.objects.open().filter(part="lead", commitment__in=Keys(keys))
    leads = dict(leading.order_by().values_list("commitment", "body"))
    facts: dict[int, Facts] = {}
    plans: dict[int, int] = {}
    for pk, plan, kind, section, field, sensitivity in commitments.values_list("pk", "plan", *_FACTS):
        facts[pk] = (kind, section, field, str(leads.get(pk, "")), sensitivity == Sensitivity.RESTRICTED)
        plans[pk] = plan
    return facts, plans
