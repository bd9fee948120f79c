"""Plans and commitments as they are read: by whom, and as of which day. Restricted ones are kept back here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import connection, models
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q

from dondoc.web.counting import how_many
from dondoc.web.fields import words_in
from dondoc.web.organizations.held import OFFICE_READERS, OFFICE_WRITERS, UNIT_READERS, Held
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.querysets import existing_on, not_ended

_APPROVED = "approved"  # PlanState and Sensitivity are defined by models that import this module
_RESTRICTED = "restricted"


# Each step takes the next period by its index: as many steps as there are periods, however many plans.
_APPROVED_PERIODS = """
    WITH RECURSIVE named(period) AS (
        SELECT MIN(period) FROM plans_plan WHERE state = %s
        UNION ALL
        SELECT (SELECT MIN(period) FROM plans_plan WHERE state = %s AND period > named.period)
        FROM named WHERE named.period IS NOT NULL
    ) SELECT period FROM named WHERE period IS NOT NULL"""


def approved_periods() -> list[str]:
    """The periods of the approved plans, each once, as written."""
    with connection.cursor() as cursor:
        cursor.execute(_APPROVED_PERIODS, [_APPROVED, _APPROVED])
        return [period for (period,) in cursor.fetchall()]


class PlanQuerySet(models.QuerySet):
    def readable(self, held: Held) -> Self:
        """Those of an office over which a reading role is held, and the approved ones in which a unit has a part.

        Who writes plans sees drafts; others see what is approved.
        """
        own = Q(office__in=held.below(OFFICE_WRITERS))
        approved = Q(office__in=held.below(OFFICE_READERS))
        unit_bodies = held.of(UNIT_READERS)
        if unit_bodies:
            commitments = _model("Commitment").objects.filter(plan=OuterRef("pk"))
            approved |= Exists(commitments.readable(held))
        return self.filter(own | Q(state=_APPROVED) & approved)

    def opening(self, held: Held) -> Self:
        """With `opens_restricted`: a role held over its office reads what is restricted in it."""
        return self.annotate(opens_restricted=ExpressionWrapper(opens_restricted(held), BooleanField()))

    def search(self, written: str) -> Self:
        """Those whose label has every word of `written`, with or without accents."""
        return self.filter(words_in("folded", written))

    def counted(self) -> Self:
        """With how many targets and tasks each has in force."""
        current = _model("Commitment").objects.filter(ended_on=None).whole()
        return self.annotate(
            targets=how_many(current.filter(kind="target"), "plan"),
            tasks=how_many(current.filter(kind="task"), "plan"),
        )

    def without_leads(self) -> Self:
        """With `without_lead`, of how many commitments of each nobody has settled the lead."""
        led = _model("Responsibility").objects.open().filter(part="lead")
        current = _model("Commitment").objects.filter(ended_on=None).whole()
        return self.annotate(without_lead=how_many(current.exclude(pk__in=led.values("commitment")), "plan"))


class CommitmentQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        """Those in force on `day`."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), valid_from__lte=day)

    def whole(self) -> Self:
        """Those that the plan promises: without the sub-tasks into which leads have divided theirs."""
        return self.filter(subtask_of=None)

    def readable(self, held: Held) -> Self:
        """Those that the holder of `held` may read: of its offices, and of its units what they answer for.

        A unit reads what it answers for now or will later. Who answers for a task reads its sub-tasks, whoever leads
        them; not the other way round. A restricted one is read by the roles that its plan names, each over the office
        or the unit that is concerned.
        """
        drafts = Q(plan__state=_APPROVED) | Q(plan__office__in=Body.objects.below(held.of(OFFICE_WRITERS), held.day))
        return self.filter(self._let_in(held), drafts)

    def readable_approved(self, held: Held) -> Self:
        """Of approved plans those that readable() lets through; nothing is asked about drafts."""
        return self.filter(self._let_in(held), plan__state=_APPROVED)

    def of_plan(self, plan: Any, held: Held) -> Self:
        """What readable() lets through of one plan, in its order."""
        return self.filter(readable_in(plan, held), plan=plan).order_by("place", "pk")

    def concerning(self, bodies: Any, day: date) -> Self:
        """Those that one of `bodies`, a queryset, leads, supports or was given a part of on `day`."""
        return self.filter(self._concerning(bodies, existing_on(day)))

    def search(self, written: str) -> Self:
        """Those whose name has every word of `written`, with or without accents, or that bear it as their code."""
        if not written.strip():
            return self.all()  # an empty Q beside the code would let nothing through
        return self.filter(words_in("folded", written) | Q(code__iexact=written.strip()))

    def with_responsible(self, day: date) -> Self:
        """With `responsible`, who leads and supports each on `day`."""
        responsibilities = _model("Responsibility").objects.filter(existing_on(day)).select_related("body")
        return self.prefetch_related(Prefetch("responsibilities", responsibilities, to_attr="responsible"))

    def rows(self, keys: Iterable[int], day: date) -> Self:
        """Those with `keys`, with all that a row of the assigning table shows."""
        # As a list: the query that found a page of keys would be run again inside this one, and be planned badly.
        found = self.filter(pk__in=list(keys)).with_responsible(day)
        return found.select_related("plan__office", "item", "target__indicator", "target__part_of", "task", "source")

    def without_lead(self, day: date) -> Self:
        return self.filter(~led_on(day))

    def with_lead(self, day: date) -> Self:
        return self.filter(led_on(day))

    def _let_in(self, held: Held) -> Q:
        let_in = Q(pk__in=())
        # Not held.below(): given keys, SQLite goes by all plans of an office where a list wants the newest only.
        for role, bodies in held.each(OFFICE_READERS):
            let_in |= Q(plan__office__in=Body.objects.below(bodies, held.day)) & self._open_to(role)
        for role, bodies in held.each(UNIT_READERS):
            units = Body.objects.below(bodies, held.day)
            own, dividing = (self._concerning(units, not_ended(held.day), which) for which in ("pk", "subtask_of"))
            let_in |= Q(plan__state=_APPROVED) & (own | dividing) & self._open_to(role)
        return let_in

    def _concerning(self, bodies: Any, holding: Q, which: str = "pk") -> Q:
        responsible = _model("Responsibility").objects.filter(holding, body__in=bodies)
        given = _model("Allocation").objects.filter(holding, body__in=bodies)
        among = f"{which}__in"
        return Q(**{among: responsible.values("commitment")}) | Q(**{among: given.values("target")})

    def _open_to(self, role: str) -> Q:
        readers = _model("PlanReader").objects.filter(role=role)
        return ~Q(sensitivity=_RESTRICTED) | Q(plan__in=readers.values("plan"))


class ResponsibilityQuerySet(models.QuerySet):
    def as_of(self, day: date) -> Self:
        return self.filter(existing_on(day))

    def open(self) -> Self:
        return self.filter(valid_to=None)


def _model(name: str) -> Any:
    return apps.get_model("plans", name)


def is_readable(plan: Any, held: Held) -> bool:
    """Whether readable() lets `plan` through; decided here where a role over its office decides."""
    roles = held.roles_over(frozenset({plan.office_id}))
    if roles & OFFICE_WRITERS or (plan.state == _APPROVED and roles & OFFICE_READERS):
        return True
    return bool(held.any(UNIT_READERS)) and _model("Plan").objects.filter(pk=plan.pk).readable(held).exists()


def readable_in(plan: Any, held: Held) -> Q:
    """Which commitments of `plan` readable() lets through; decided here where a role over its office decides.

    One look for all that a page asks of its plan, and plain conditions for the database.
    """
    roles = held.roles_over(frozenset({plan.office_id})) & OFFICE_READERS
    if held.any(UNIT_READERS) or not roles or (plan.state != _APPROVED and not roles & OFFICE_WRITERS):
        return Q(pk__in=_model("Commitment").objects.filter(plan=plan).readable(held).values("pk"))
    return Q() if roles & plan.reading_roles else ~Q(sensitivity=_RESTRICTED)


def opens_restricted(held: Held, plan: str = "") -> Q:
    """Which plans name a role held over their office among the readers of what is restricted; `plan`: the way to them
    with two underscores behind it, "" of plans themselves."""
    let_in = Q(pk__in=())
    for roles, bodies in held.together(OFFICE_READERS):
        readers = _model("PlanReader").objects.filter(role__in=roles)
        among = {f"{plan}pk__in": readers.values("plan"), f"{plan}office__in": held.with_below(bodies)}
        let_in |= Q(**among)
    return let_in


def led_on(day: date) -> Exists:
    """That a commitment has a lead on `day`."""
    leads = _model("Responsibility").objects.filter(existing_on(day), part="lead")
    return Exists(leads.filter(commitment=OuterRef("pk")))
