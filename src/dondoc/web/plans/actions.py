"""What changes plans: made from a reviewed document, settled aspect by aspect, submitted, approved.

Amendments are in amending.py, the circle of readers in sensitivity.py, plans that carry out others in carrying_out.py.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.values import Period
from dondoc.web.audit.actions import record
from dondoc.web.monitoring.actions import aspect_settled, plan_changed
from dondoc.web.monitoring.words import Because
from dondoc.web.plans.aspect_error import AspectError
from dondoc.web.plans.aspects import ASPECTS
from dondoc.web.plans.building import build
from dondoc.web.plans.models import (
    Commitment,
    Correspondence,
    Plan,
    PlanDecision,
    PlanReader,
    PlanState,
    Target,
    Task,
)
from dondoc.web.resolutions.models import Document, DocumentState, Item

# Who reads the restricted commitments of a plan until its office says otherwise: those who work on them and decide.
FIRST_READERS = ("editor", "assigner", "leader", "head", "reporter")


class PlanError(Exception):
    """What an action refuses, in words for the person who asked for it."""


class ConflictError(PlanError):
    """Another decision about `commitment` came first."""

    def __init__(self, commitment: Commitment) -> None:
        super().__init__(_("%(code)s vừa được người khác sửa; hãy xem lại rồi quyết định.") % {"code": commitment.code})
        self.commitment = commitment


@transaction.atomic
def make_plan(*, by: Any, document: Document) -> Plan:
    """The draft of a plan from the reviewed items of `document` and its annexes, whose review ends here."""
    whole = [document, *document.annexes.filter(state=DocumentState.READ)]
    locked = Document.objects.select_for_update().filter(pk__in=[each.pk for each in whole])
    if any(each.state != DocumentState.READ for each in locked):
        raise PlanError(_("Văn bản này đã được lập kế hoạch hoặc chưa đọc xong."))
    waiting = Item.objects.filter(document__in=whole).undecided().count()
    if waiting:
        raise PlanError(_("Còn %(count)s mục chưa xác nhận.") % {"count": waiting})
    if not document.period:
        raise PlanError(_("Chưa rõ kỳ của văn bản; hãy ghi kỳ ở phần đầu văn bản trước."))
    plan = Plan.objects.create(**_told_by(document))
    PlanReader.objects.bulk_create(PlanReader(plan=plan, role=role) for role in FIRST_READERS)
    count = build(plan, whole)
    Document.objects.filter(pk__in=[each.pk for each in whole]).update(state=DocumentState.REVIEWED)
    record(by=by, action="plans.make", subject=plan, details={"document": document.pk, "commitments": count})
    return plan


def _told_by(document: Document) -> dict[str, Any]:
    period = Period(document.period)
    issued = document.issued_on
    begins = issued if issued and issued <= period.end else period.start
    return {
        "office": document.office,
        "document": document,
        "title": document.named,
        "number": document.numbered,
        "issued_on": issued,
        "period": document.period,
        "in_force_from": begins,
        "ends_on": period.end,
    }


@transaction.atomic
def settle(
    *, by: Any, commitment: Commitment, aspect: str, value: Any, seen: int, on: date,
    because: Correspondence | None = None,
) -> PlanDecision:  # fmt: skip
    """Settles one aspect of a commitment (aspects.py); in an approved plan from the day `on`.

    `because` is the row of an implementing plan that gives the value.
    """
    return _settled(by, commitment, aspect, value, seen, on, because=because)


@transaction.atomic
def undo(*, by: Any, decision: PlanDecision, on: date) -> PlanDecision:
    """Takes `decision` back. Refused once someone has decided further about the same commitment.

    What was decided further and taken back does not count: decisions are undone one after the other, latest first.
    """
    if PlanDecision.objects.filter(takes_back=decision).exists():
        raise PlanError(_("Quyết định này đã được hoàn tác."))
    commitment, aspect = decision.commitment, decision.aspect
    commitment.refresh_from_db(fields=["version"])
    further = commitment.decisions.filter(version__gt=decision.version, takes_back=None, taken_back=None)
    if further.exists():
        raise ConflictError(commitment)
    return _settled(by, commitment, aspect, decision.before, commitment.version, on, takes_back=decision)


def last_decision(by: Any, plan: Plan) -> PlanDecision | None:
    """The latest decision of `by` about `plan` that has not been taken back and takes none back."""
    own = PlanDecision.objects.filter(plan=plan, by=by, takes_back=None, taken_back=None)
    return own.select_related("commitment__plan").order_by("-pk").first()


def _settled(
    by: Any,
    commitment: Commitment,
    aspect: str,
    value: Any,
    seen: int,
    on: date,
    *,
    takes_back: PlanDecision | None = None,
    because: Correspondence | None = None,
) -> PlanDecision:
    plan = Plan.objects.select_for_update().get(pk=commitment.plan_id)
    if plan.state == PlanState.SUBMITTED:
        raise PlanError(_("Kế hoạch đang chờ phê duyệt; hãy trả lại trước khi sửa."))
    if not Commitment.objects.filter(pk=commitment.pk, version=seen).update(version=seen + 1):
        raise ConflictError(commitment)
    subject = _as(ASPECTS[aspect].of, commitment)
    if subject.ended_on and subject.ended_on <= on and aspect != "ending":
        raise PlanError(_("Mục này đã hết hiệu lực từ %(day)s.") % {"day": f"{subject.ended_on:%d-%m-%Y}"})
    before = ASPECTS[aspect].read(subject)
    try:
        ASPECTS[aspect].keep(subject, on, timezone.localdate(takes_back.at) if takes_back else None)
        ASPECTS[aspect].write(subject, value, on)
    except AspectError as error:
        raise PlanError(str(error)) from None
    after = ASPECTS[aspect].read(subject)
    decision = PlanDecision.objects.create(
        plan=plan, commitment=commitment, aspect=aspect, before=before, after=after, version=seen + 1, by=by,
        takes_back=takes_back, because=because,
    )  # fmt: skip
    details = {"code": commitment.code, "aspect": aspect, "before": before, "after": after, "on": on.isoformat()}
    record(by=by, action="plans.undo" if takes_back else "plans.settle", subject=commitment, details=details)
    aspect_settled(by=by, commitment=subject, aspect=aspect)
    return decision


def _as(model: type, commitment: Commitment) -> Any:
    """`commitment` as the Target or Task that it is, fresh from the database."""
    found = (model if model in (Target, Task) else Commitment).objects.select_related("plan").filter(pk=commitment.pk)
    subject = found.first()
    if subject is None:
        raise PlanError(_("Nội dung này không dùng cho mục này."))
    return subject


@transaction.atomic
def submit(*, by: Any, plan: Plan) -> None:
    """Asks for approval. Who leads may stay open: what has no lead is counted and shown, not hidden."""
    _moved(
        plan, PlanState.DRAFT, PlanState.SUBMITTED, submitted_by=by, submitted_at=timezone.now(), returned_because=""
    )
    record(by=by, action="plans.submit", subject=plan, details=_step(PlanState.DRAFT, PlanState.SUBMITTED))


@transaction.atomic
def send_back(*, by: Any, plan: Plan, reason: str) -> None:
    """Returns a submitted plan to its drafters, with the reason."""
    if not reason.strip():
        raise PlanError(_("Hãy nêu lý do trả lại."))
    _moved(plan, PlanState.SUBMITTED, PlanState.DRAFT, returned_because=reason.strip()[:1000])
    details = {**_step(PlanState.SUBMITTED, PlanState.DRAFT), "reason": reason.strip()[:1000]}
    record(by=by, action="plans.send_back", subject=plan, details=details)


@transaction.atomic
def approve(*, by: Any, plan: Plan) -> None:
    """The plan is what is followed from now on: its words and amounts stay as they are."""
    _moved(plan, PlanState.SUBMITTED, PlanState.APPROVED, approved_by=by, approved_at=timezone.now())
    details = {**_step(PlanState.SUBMITTED, PlanState.APPROVED), "commitments": plan.commitments.count()}
    record(by=by, action="plans.approve", subject=plan, details=details)
    plan_changed(by=by, plan=plan, because=Because.PLAN_APPROVED)


def _step(before: PlanState, after: PlanState) -> dict[str, Any]:
    return {"changed": {"state": [before.value, after.value]}}


def _moved(plan: Plan, before: PlanState, after: PlanState, **values: Any) -> None:
    if not Plan.objects.filter(pk=plan.pk, state=before).update(state=after, **values):
        raise PlanError(_("Kế hoạch vừa được chuyển bước bởi người khác; hãy xem lại."))
    plan.refresh_from_db()
