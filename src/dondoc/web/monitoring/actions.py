"""What keeps verdicts fresh. Each act of the site that they rest on calls one of these in its own transaction.

    figures_changed     a figure that counts was recorded, corrected, withdrawn, accepted or taken in from a file
    report_accepted     the same of a report, which also tells of tasks
    aspect_settled      a deadline, an allocation, an indicator … of an approved plan was settled
    plan_changed        a plan was approved or amended
    indicator_changed   an indicator is counted otherwise
    whole_changed       the numbers of an office's whole are of another body
    evaluate_all        nobody did anything: the day alone

They call no action back, so that nothing turns in a circle. The act that calls has left its entry in the audit;
evaluate_all leaves one of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count as Total
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record, record_all
from dondoc.web.figures.models import Figure
from dondoc.web.garbage import rings_left
from dondoc.web.monitoring.counting import recount
from dondoc.web.monitoring.evaluating import followed
from dondoc.web.monitoring.models import Alarm, Count, Verdict
from dondoc.web.monitoring.saying import SLICE, Outcome, say
from dondoc.web.monitoring.touching import Series, of_indicators, touched_by
from dondoc.web.monitoring.words import Because
from dondoc.web.plans.models import Commitment, Plan, PlanState, Target
from dondoc.web.publishing.recording import tell_items

_OF_ASPECT: Mapping[str, Because] = {
    "deadline": Because.DEADLINE_CHANGED,
    "extension": Because.DEADLINE_EXTENDED,
    "progress": Because.PROGRESS_TOLD,
    "allocations": Because.ALLOCATION_CHANGED,
    "indicator": Because.INDICATOR_CHANGED,
    "baseline": Because.BASELINE_CHANGED,
    "trajectory": Because.TRAJECTORY_CHANGED,
}
_COUNTED_BY = ("lead", "field")
_NAMED_IN_PUBLIC = ("lead", "support")


class MonitoringError(Exception):
    """What an action refuses, in words for the person who asked for it."""


def figures_changed(*, by: Any, series: Collection[Series]) -> None:
    """Says anew how the targets stand of whose indicator, and of the body named with it, other figures count now."""
    day = timezone.localdate()
    say(touched_by(series, day), as_of=day, because=Because.FIGURE_ACCEPTED, by=by)


def report_accepted(*, by: Any, report: Any) -> None:
    """Says anew how the targets and tasks stand that a report tells of in numbers and in words."""
    figures = Figure.objects.filter(versions__cells__report=report)
    figures_changed(by=by, series=set(figures.values_list("indicator", "body")))
    day = timezone.localdate()
    told = followed(day).filter(kind="task", narratives__report=report).values_list("pk", flat=True)
    say(told, as_of=day, because=Because.REPORT_ACCEPTED, by=by)


def aspect_settled(*, by: Any, commitment: Commitment, aspect: str) -> None:
    """Says anew how the commitment stands where the aspect has a part in that; counts its plan where it is counted by
    the aspect, and writes out anew what is public where that names who answers for it. Of a draft nothing is said."""
    plan = commitment.plan
    if plan.state != PlanState.APPROVED:
        return
    if aspect in _COUNTED_BY:
        counts_changed(plan=plan)
    elif aspect in _OF_ASPECT:
        day = timezone.localdate()
        keys = followed(day).filter(pk=commitment.pk).values_list("pk", flat=True)
        say(keys, as_of=day, because=_OF_ASPECT[aspect], by=by)
    if aspect in _NAMED_IN_PUBLIC:
        tell_items([commitment.pk], timezone.localdate())


def counts_changed(*, plan: Plan) -> None:
    """Counts a plan anew: a commitment of it has another lead, field or circle of readers."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Count.objects.filter(plan=plan).exists():
        recount([plan])


def plan_changed(*, by: Any, plan: Plan, because: Because) -> None:
    """Says how all commitments of a plan stand, and those of others for whose targets it is the plan around them."""
    day = timezone.localdate()
    own = followed(day).filter(plan=plan)
    indicators = Target.objects.filter(plan=plan, indicator__isnull=False).values_list("indicator", flat=True)
    others = of_indicators(indicators, day).exclude(plan=plan)
    keys = {*own.values_list("pk", flat=True), *others.values_list("pk", flat=True)}
    say(sorted(keys), as_of=day, because=because, by=by)


def indicator_changed(*, by: Any, indicator: Any) -> None:
    """Says anew how the targets stand that an indicator counts."""
    day = timezone.localdate()
    keys = of_indicators([indicator.pk], day).values_list("pk", flat=True)
    say(keys, as_of=day, because=Because.INDICATOR_CHANGED, by=by)


def whole_changed(*, by: Any, office: Any) -> None:
    """Says anew how the targets of an office stand whose numbers of the whole are of another body."""
    day = timezone.localdate()
    keys = followed(day).filter(kind="target", plan__office=office).values_list("pk", flat=True)
    say(keys, as_of=day, because=Because.WHOLE_CHANGED, by=by)


def evaluate_all(*, as_of: date) -> Outcome:
    """Evaluates every approved plan on `as_of`, several of an office in a transaction, and writes what differs.

    What the date changed has the reason DATE_PASSED; what nothing explains becomes an alarm, and so do counts that were
    wrong. The same day again changes nothing.
    """
    outcome = Outcome()
    for plans in _together(as_of):
        with rings_left():
            _evaluate(plans, as_of, outcome)
    return outcome


def _together(as_of: date) -> Iterator[list[Plan]]:
    """The approved plans, of an office one after the other, in pieces of as many commitments as are evaluated at once:
    what is told of an indicator is then looked at once. A transaction stays short: others wait for it."""
    plans = Plan.objects.filter(state=PlanState.APPROVED.value).order_by("office", "pk")
    sizes = dict(followed(as_of).order_by().values_list("plan").annotate(size=Total("pk")))
    piece: list[Plan] = []
    held = 0
    for plan in plans:
        size = sizes.get(plan.pk, 0)
        if piece and held + size > SLICE:
            yield piece
            piece, held = [], 0
        piece.append(plan)
        held += size
    if piece:
        yield piece


@transaction.atomic
def _evaluate(plans: Sequence[Plan], as_of: date, outcome: Outcome) -> None:
    over = Verdict.objects.current().main().filter(commitment=OuterRef("pk"), status="replaced")
    keys = followed(as_of).filter(~Exists(over), plan__in=[plan.pk for plan in plans]).values_list("pk", flat=True)
    say(keys, as_of=as_of, because=None, by=None, outcome=outcome)
    for plan in sorted(recount(plans)):
        Alarm.objects.create(plan_id=plan)
        outcome.add(plan, "counts")
    record_all(
        by=None,
        action="monitoring.evaluate",
        subjects=(
            (plan, {"as_of": as_of.isoformat(), **outcome.of_plan[plan.pk]})
            for plan in plans
            if plan.pk in outcome.of_plan
        ),
    )


@transaction.atomic
def settle_alarm(*, by: Any, alarm: Alarm, cause: str) -> None:
    """An administrator has looked into an alarm and writes what it was."""
    if not cause.strip():
        raise MonitoringError(_("Hãy ghi nguyên nhân."))
    values = {"settled_by": by, "settled_at": timezone.now(), "cause": cause.strip()[:500]}
    if not Alarm.objects.filter(pk=alarm.pk, settled_at=None).update(**values):
        raise MonitoringError(_("Cảnh báo này đã có người xử lý."))
    record(by=by, action="monitoring.settle_alarm", subject=alarm, details={"cause": values["cause"]})
