"""Amendments of approved plans: drafted, submitted, and approved by another person than the one who submitted them.

A draft names commitments and what becomes of each; it may be changed and thrown away. Its approval makes it so
(in_force.py), and nothing takes that back but another amendment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.findings import InterchangeError
from dondoc.web.audit.actions import record
from dondoc.web.monitoring.actions import plan_changed
from dondoc.web.monitoring.words import Because
from dondoc.web.plans.actions import PlanError
from dondoc.web.plans.contents import content_of, kind_of, read_from
from dondoc.web.plans.in_force import make_so
from dondoc.web.plans.models import Act, Alteration, Amendment, Commitment, Plan, PlanState
from dondoc.web.resolutions.models import STANDING, Document, Item


@transaction.atomic
def draft(*, by: Any, plan: Plan, on: date, decision: str = "", document: Document | None = None) -> Amendment:
    """An amendment that changes nothing yet. What it is called is told by `document` where `decision` is not given."""
    _locked(plan)
    amendment = Amendment(plan=plan, made_by=by)
    _head(amendment, on, decision, document)
    amendment.save()
    record(by=by, action="plans.amendment.draft", subject=amendment, details=_told(amendment))
    return amendment


@transaction.atomic
def correct(*, by: Any, amendment: Amendment, on: date, decision: str, document: Document | None) -> None:
    """Another day, decision or document of a draft; each of its alterations must still be possible on that day."""
    _drafted(amendment)
    before = _told(amendment)
    _head(amendment, on, decision, document)
    for alteration in amendment.alterations.select_related("commitment", "item"):
        _possible(amendment, alteration.commitment, Act(alteration.act))
        _of_its_document(amendment, alteration.commitment, alteration.item)
    amendment.save()
    record(
        by=by,
        action="plans.amendment.correct",
        subject=amendment,
        details={"before": before, "after": _told(amendment)},
    )


@transaction.atomic
def put(
    *, by: Any, amendment: Amendment, commitment: Commitment, act: Act, code: str = "", item: Item | None = None,
    content: Mapping[str, Any] | None = None,
) -> Alteration:  # fmt: skip
    """What the draft does to `commitment`, in place of what it did before.

    What begins is `item`, a reviewed item of the amending document; or `content`, with its words as the whole of its
    text; or, to restore, what it was. It bears `code`, or the old one with a number.
    """
    _drafted(amendment)
    _possible(amendment, commitment, act)
    begins = _beginning(amendment, commitment, act, item, content)
    if begins:
        begins["code"] = _free_code(amendment, commitment, code)
    alteration, _new = Alteration.objects.update_or_create(
        amendment=amendment, commitment=commitment,
        defaults={"code": "", "item": None, "content": None, "act": act.value, **begins},
    )  # fmt: skip
    details = {"commitment": commitment.code, "act": act.value, "code": alteration.code, "content": alteration.content}
    record(by=by, action="plans.amendment.put", subject=amendment, details=details)
    return alteration


@transaction.atomic
def drop(*, by: Any, alteration: Alteration) -> None:
    """Leaves a commitment as it is, before the amendment is submitted."""
    _drafted(alteration.amendment)
    details = {"commitment": alteration.commitment.code}
    record(by=by, action="plans.amendment.drop", subject=alteration.amendment, details=details)
    alteration.delete()


@transaction.atomic
def discard(*, by: Any, amendment: Amendment) -> None:
    """Throws a draft away."""
    _drafted(amendment)
    record(by=by, action="plans.amendment.discard", subject=amendment, details=_told(amendment))
    amendment.alterations.all().delete()
    amendment.delete()


@transaction.atomic
def submit(*, by: Any, amendment: Amendment) -> None:
    """Asks another person for approval."""
    _drafted(amendment)
    if not amendment.alterations.exists():
        raise PlanError(_("Chưa chọn mục nào để sửa đổi."))
    amendment.submitted_by, amendment.submitted_at = by, timezone.now()
    _moved(by, amendment, PlanState.SUBMITTED, "submit")


@transaction.atomic
def send_back(*, by: Any, amendment: Amendment, reason: str) -> None:
    """Returns a submitted amendment to its drafters, with the reason."""
    _standing(amendment, PlanState.SUBMITTED)
    if not reason.strip():
        raise PlanError(_("Hãy nêu lý do trả lại."))
    amendment.returned_because = reason.strip()[:1000]
    _moved(by, amendment, PlanState.DRAFT, "send_back", reason=amendment.returned_because)


@transaction.atomic
def approve(*, by: Any, amendment: Amendment) -> None:
    """Ends and begins commitments as the amendment says, from its day on. Not by the one who submitted it."""
    _standing(amendment, PlanState.SUBMITTED)
    if amendment.submitted_by_id == by.pk:
        raise PlanError(_("Người trình không tự phê duyệt; cần người thứ hai."))
    alterations = list(amendment.alterations.select_related("commitment", "item__document__reading"))
    for alteration in alterations:
        _possible(amendment, alteration.commitment, Act(alteration.act))
        if alteration.code:
            _unchanged(alteration)
            _free_code(amendment, alteration.commitment, alteration.code)
    amendment.approved_by, amendment.approved_at, amendment.returned_because = by, timezone.now(), ""
    made = make_so(amendment, alterations)
    _moved(by, amendment, PlanState.APPROVED, "approve", **made)
    plan_changed(by=by, plan=amendment.plan, because=Because.AMENDED)


def problem_of(amendment: Amendment, commitment: Commitment, act: Act) -> str | None:
    """Why the amendment cannot do that to `commitment`, in words; None where it can."""
    on = amendment.on
    if commitment.plan_id != amendment.plan_id or commitment.subtask_of_id is not None:
        return _("Chỉ sửa đổi được các mục của kế hoạch này.")
    others = Alteration.objects.filter(commitment=commitment, approved=False).exclude(amendment=amendment)
    if others.exists():
        return _("%(code)s đang có trong một dự thảo sửa đổi khác.") % {"code": commitment.code}
    if act is Act.RESTORE:
        free = commitment.ended_on and commitment.ended_on <= on and not hasattr(commitment, "replaced_by")
        return None if free else _("%(code)s chưa hết hiệu lực, hoặc đã có mục thay thế.") % {"code": commitment.code}
    if commitment.ended_on:
        told = {"code": commitment.code, "day": f"{commitment.ended_on:%d-%m-%Y}"}
        return _("%(code)s đã hết hiệu lực từ %(day)s theo một sửa đổi khác.") % told
    if on <= commitment.valid_from:
        told = {"code": commitment.code, "day": f"{commitment.valid_from:%d-%m-%Y}"}
        return _("%(code)s có hiệu lực từ %(day)s; sửa đổi phải bắt đầu sau ngày đó.") % told
    return None


def next_code(commitment: Commitment) -> str:
    """The code of what takes the place of `commitment`: T01-2, then T01-3; no other of the plan bears it."""
    root, _dash, number = commitment.code.rpartition("-")
    last = commitment.code if not (root and number.isdecimal() and commitment.replaces_id) else root
    taken = set(Commitment.objects.filter(plan=commitment.plan_id).values_list("code", flat=True))
    count = 2
    while f"{last}-{count}" in taken:
        count += 1
    return f"{last}-{count}"


def _head(amendment: Amendment, on: date, decision: str, document: Document | None) -> None:
    plan = amendment.plan
    if not plan.in_force_from < on <= plan.ends_on:
        told = {"first": f"{plan.in_force_from:%d-%m-%Y}", "last": f"{plan.ends_on:%d-%m-%Y}"}
        raise PlanError(_("Sửa đổi bắt đầu sau %(first)s, ngày đầu của kế hoạch, và không sau %(last)s.") % told)
    if document and (document.office_id != plan.office_id or document.pk == plan.document_id):
        raise PlanError(_("Văn bản sửa đổi phải do cơ quan của kế hoạch tiếp nhận, và không phải văn bản gốc."))
    amendment.on, amendment.document = on, document
    amendment.decision = (decision.strip() or (document.label if document else ""))[:300]
    if not amendment.decision:
        raise PlanError(_("Hãy chọn văn bản sửa đổi, hoặc ghi tên quyết định."))


def _beginning(
    amendment: Amendment, commitment: Commitment, act: Act, item: Item | None, content: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What an alteration keeps of the one that begins; nothing where none does."""
    if act is Act.END:
        return {}
    _of_its_document(amendment, commitment, item)
    if item is not None:
        return {"item": item, "content": item.content}
    if content is None:
        if act is not Act.RESTORE:
            raise PlanError(_("Hãy chọn mục trong văn bản sửa đổi, hoặc ghi nội dung mới."))
        return {"item": commitment.item, "content": content_of(commitment)}
    try:
        read_from(kind_of(commitment), content, None)
    except InterchangeError as error:
        raise PlanError(str(error)) from None
    return {"content": dict(content)}


def _of_its_document(amendment: Amendment, commitment: Commitment, item: Item | None) -> None:
    """An item of the draft is a reviewed one of the amending document, or the commitment's own."""
    if item is None or item.pk == commitment.item_id:
        return
    document = amendment.document_id
    its_own = document is not None and document in (item.document_id, item.document.annex_of_id)
    if not its_own or item.state not in STANDING or item.kind != kind_of(commitment):
        raise PlanError(_("Mục này chưa được rà soát trong văn bản sửa đổi, hoặc khác loại."))


def _unchanged(alteration: Alteration) -> None:
    """What was submitted is what is approved: an item that the review has changed since is put into the draft anew."""
    item, own = alteration.item, alteration.item_id == alteration.commitment.item_id
    if item is not None and not own and (item.content != alteration.content or item.state not in STANDING):
        told = {"code": alteration.commitment.code}
        raise PlanError(_("Mục thay thế %(code)s vừa được sửa khi rà soát; hãy trả lại để chọn lại.") % told)


def _free_code(amendment: Amendment, commitment: Commitment, asked: str) -> str:
    """`asked`, or the next number of the old code, where nothing of the plan bears it, nor will by this draft."""
    code = asked.strip() or next_code(commitment)
    drafted = amendment.alterations.exclude(commitment=commitment).filter(code=code)
    if len(code) > 20 or drafted.exists() or Commitment.objects.filter(plan=commitment.plan_id, code=code).exists():
        raise PlanError(_("Mã %(code)s đã có trong kế hoạch hoặc dài hơn 20 chữ.") % {"code": code[:40]})
    return code


def _possible(amendment: Amendment, commitment: Commitment, act: Act) -> None:
    commitment.refresh_from_db()
    if problem := problem_of(amendment, commitment, act):
        raise PlanError(problem)


def _locked(plan: Plan) -> None:
    if Plan.objects.select_for_update().get(pk=plan.pk).state != PlanState.APPROVED:
        raise PlanError(_("Chỉ sửa đổi kế hoạch đã phê duyệt; dự thảo thì sửa trực tiếp."))


def _drafted(amendment: Amendment) -> None:
    _standing(amendment, PlanState.DRAFT)


def _standing(amendment: Amendment, state: PlanState) -> None:
    """Locks the plan, and refuses where another has moved the amendment on."""
    _locked(amendment.plan)
    if Amendment.objects.filter(pk=amendment.pk).values_list("state", flat=True).first() != state:
        raise PlanError(_("Sửa đổi vừa được chuyển bước bởi người khác; hãy xem lại."))
    amendment.refresh_from_db()


def _moved(by: Any, amendment: Amendment, state: PlanState, step: str, **details: Any) -> None:
    changed = {"state": [amendment.state, state.value]}
    amendment.state = state.value
    amendment.save()
    record(by=by, action=f"plans.amendment.{step}", subject=amendment, details={"changed": changed, **details})


def _told(amendment: Amendment) -> dict[str, Any]:
    return {"decision": amendment.decision, "on": amendment.on.isoformat(), "document": amendment.document_id}
