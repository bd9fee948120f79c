"""A plan that carries out another: what its rows are for, decided row by row, and what they give to the plan above.

An accepted row settles lead, supporting bodies and deadline of its commitment through actions.settle: each is a
decision that names the row, stands in the history, and can be taken back. Rows count once their own plan is approved.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.plans import actions
from dondoc.web.plans.actions import ConflictError, PlanError
from dondoc.web.plans.contents import subject_of
from dondoc.web.plans.corresponding import propose, score_of
from dondoc.web.plans.giving import ASPECTS, given_by, with_answering
from dondoc.web.plans.models import Commitment, Correspondence, Plan, PlanDecision, PlanState, Target, Task

_ADDED = "BS"  # bổ sung: the code of a task that an implementing plan has added


@transaction.atomic
def name_parent(*, by: Any, plan: Plan, parent: Plan) -> int:
    """Says which approved plan `plan` carries out; how many proposals came of it. Not once a row was decided about."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Correspondence.objects.filter(row__plan=plan).exclude(accepted=None).exists():
        raise PlanError(_("Đã có dòng được quyết định; hãy hoàn tác trước khi chọn kế hoạch khác."))
    if parent.state != PlanState.APPROVED or plan.pk in _line_of(parent):
        raise PlanError(_("Chỉ triển khai một kế hoạch đã phê duyệt, không nằm dưới chính kế hoạch này."))
    plan.parent = parent
    plan.save(update_fields=["parent"])
    count = propose(plan)
    record(by=by, action="plans.name_parent", subject=plan, details={"parent": parent.pk, "proposed": count})
    return count


@transaction.atomic
def propose_again(*, by: Any, plan: Plan) -> int:
    """Looks anew for what the undecided rows may carry out, in the plan above as it is now."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    count = propose(plan)
    record(by=by, action="plans.propose_again", subject=plan, details={"proposed": count})
    return count


@transaction.atomic
def accept(
    *, by: Any, row: Commitment, commitment: Commitment, seen: int, on: date, take: Collection[str] = ()
) -> Correspondence:
    """`row` carries out `commitment`, in the version `seen`, and gives it what it has none of.

    Of what is settled otherwise only the aspects in `take` are changed, from the day `on`.
    """
    row, commitment = _fit(row, commitment)
    if commitment.version != seen:
        raise ConflictError(commitment)
    accepted = _decided(by, row, commitment, accepted=True)
    gave = [aspect for aspect in ASPECTS if _gave(by, accepted, aspect, on, take)]
    details = {"row": row.code, "commitment": commitment.code, "gave": gave}
    record(by=by, action="plans.carry_out.accept", subject=row, details=details)
    return accepted


@transaction.atomic
def refuse(*, by: Any, row: Commitment, commitment: Commitment) -> None:
    """`row` does not carry out `commitment`."""
    row, commitment = _fit(row, commitment)
    _decided(by, row, commitment, accepted=False)
    details = {"row": row.code, "commitment": commitment.code}
    record(by=by, action="plans.carry_out.refuse", subject=row, details=details)


@transaction.atomic
def leave(*, by: Any, row: Commitment) -> None:
    """`row` carries out nothing of the plan above: it stands by itself."""
    row = _row(row)
    if Correspondence.objects.filter(row=row, accepted=True).exists():
        raise _came_first(row)
    Correspondence.objects.create(row=row, score=0, accepted=True, decided_by=by, decided_at=timezone.now())
    record(by=by, action="plans.carry_out.leave", subject=row, details={"row": row.code})


@transaction.atomic
def add(*, by: Any, row: Commitment) -> Commitment:
    """A further task of the plan above, with the words of `row` and what it says of lead, support and deadline.

    Like every commitment of an approved plan it ends by an amendment only.
    """
    row = _row(row)
    above, subject = row.plan.parent, subject_of(row)
    if isinstance(subject, Target):
        raise PlanError(_("Chỉ bổ sung nhiệm vụ; chỉ tiêu mới cần một sửa đổi của kế hoạch."))
    if row.valid_from > above.ends_on:
        raise PlanError(_("Dòng này bắt đầu sau khi kế hoạch được triển khai đã kết thúc."))
    added = _added(subject, above)
    accepted = accept(by=by, row=row, commitment=added, seen=added.version, on=added.valid_from)
    details = {"code": added.code, "row": row.code, "correspondence": accepted.pk}
    record(by=by, action="plans.carry_out.add", subject=added, details=details)
    return added


@transaction.atomic
def take_back(*, by: Any, correspondence: Correspondence, on: date) -> None:
    """What was decided about a row is open again, and what it gave is undone: all of it, or nothing."""
    row, commitment = correspondence.row, correspondence.commitment
    Plan.objects.select_for_update().get(pk=row.plan.parent_id)
    if commitment is not None and commitment.source_id == row.source_id and commitment.start == row.start:
        raise PlanError(_("Nhiệm vụ đã bổ sung chỉ bỏ được bằng một sửa đổi của kế hoạch."))
    standing = PlanDecision.objects.filter(because=correspondence, takes_back=None, taken_back=None)
    for decision in standing.select_related("commitment").order_by("-version"):
        given_anew = decision.before in (None, [])
        actions.undo(by=by, decision=decision, on=first_day(row, decision.commitment) if given_anew else on)
    if commitment is None:
        correspondence.delete()
    else:
        Correspondence.objects.filter(pk=correspondence.pk).update(accepted=None, decided_by=None, decided_at=None)
    details = {"row": row.code, "commitment": commitment.code if commitment else None}
    record(by=by, action="plans.carry_out.take_back", subject=row, details=details)


def first_day(row: Commitment, commitment: Commitment) -> date:
    """The day from which a row gives what there was none of: the first of its own plan."""
    return max(row.valid_from, commitment.valid_from)


def _gave(by: Any, accepted: Correspondence, aspect: str, on: date, take: Collection[str]) -> bool:
    """Whether the row gave that aspect to its commitment, both as they are now: what was given before counts."""
    row, commitment = (_answering(each.pk) for each in (accepted.row, accepted.commitment))
    given = next((each for each in given_by(row, commitment) if each.aspect == aspect), None)
    if given is None or given.fixed or (given.asks and aspect not in take):
        return False
    since = on if given.asks else first_day(row, commitment)
    actions.settle(
        by=by, commitment=commitment, aspect=aspect, value=given.value, seen=commitment.version, on=since,
        because=accepted,
    )  # fmt: skip
    return True


def _answering(key: int) -> Commitment:
    return with_answering(Commitment.objects.select_related("plan__parent", "target", "task")).get(pk=key)


def _fit(row: Commitment, commitment: Commitment) -> tuple[Commitment, Commitment]:
    """Both anew, the plan above locked. PlanError where the one cannot carry out the other."""
    row = _row(row)
    fresh = _answering(commitment.pk)
    if fresh.plan_id != row.plan.parent_id or fresh.subtask_of_id is not None:
        raise PlanError(_("Mục này không thuộc kế hoạch được triển khai."))
    if fresh.ended_on is not None:
        raise PlanError(_("%(code)s đã hết hiệu lực; hãy đề xuất lại.") % {"code": fresh.code})
    return row, fresh


def _row(row: Commitment) -> Commitment:
    fresh = _answering(row.pk)
    if fresh.plan.parent_id is None or fresh.plan.state != PlanState.APPROVED:
        raise PlanError(_("Phê duyệt kế hoạch triển khai trước khi khớp với kế hoạch được triển khai."))
    Plan.objects.select_for_update().get(pk=fresh.plan.parent_id)
    return fresh


def _decided(by: Any, row: Commitment, commitment: Commitment, *, accepted: bool) -> Correspondence:
    known = Correspondence.objects.filter(row=row, commitment=commitment).first()
    found = known or Correspondence(row=row, commitment=commitment, score=score_of(row, commitment))
    if found.accepted is not None:
        raise _came_first(row)
    Correspondence.objects.filter(row=row, commitment=None).delete()  # it does not stand by itself after all
    found.accepted, found.decided_by, found.decided_at = accepted, by, timezone.now()
    found.save()
    return found


def _came_first(row: Commitment) -> PlanError:
    return PlanError(_("Dòng %(code)s vừa được người khác quyết định; hãy xem lại.") % {"code": row.code})


def _added(row: Task, above: Plan) -> Task:
    taken = set(above.commitments.values_list("code", flat=True))
    number = 1
    while f"{_ADDED}{number:02}" in taken:
        number += 1
    last = above.commitments.order_by("-place").values_list("place", flat=True).first() or 0
    return Task.objects.create(
        plan=above, code=f"{_ADDED}{number:02}", place=last + 1, name=row.name, heading=row.plan.label[:300],
        field=row.field, source=row.source, item=row.item, start=row.start, end=row.end, quote=row.quote,
        sensitivity=row.sensitivity, valid_from=max(above.in_force_from, row.valid_from), nature=row.nature,
        product=row.product, recurs=row.recurs, deadline=row.deadline, deadline_kind=row.deadline_kind,
        deadline_words=row.deadline_words,
    )  # fmt: skip


def _line_of(plan: Plan) -> set[int]:
    """`plan` and all that it carries out."""
    line = {plan.pk}
    while plan.parent is not None and plan.parent_id not in line:
        plan = plan.parent
        line.add(plan.pk)
    return line
