"""What changes bodies. Each action is one transaction with one audit entry, or nothing at all.

No action renames a body, moves its first day or deletes it: what was, was. What is new gets a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from dondoc.evaluating import lineage as core
from dondoc.web.amounts import language
from dondoc.web.audit.actions import record
from dondoc.web.organizations.lineage import core_body, current_lineage
from dondoc.web.organizations.models import ALWAYS, Body, Code, Part, Placement, Succession
from dondoc.web.organizations.words import kinds, schemes


class OrganizationError(Exception):
    """What an action refuses, in words for the person who asked for it."""


@transaction.atomic
def create_body(
    *,
    by: Any,
    key: str,
    kind: str,
    name: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    parent: Body | None = None,
    codes: Mapping[str, str] | None = None,
) -> Body:
    """A new body, placed under `parent` and bearing `codes` (by scheme) from its first day."""
    if kind not in kinds():
        raise OrganizationError(_("«%(kind)s» không phải là loại đơn vị đã biết.") % {"kind": kind})
    body = Body(key=key, kind=kind, name=name, valid_from=valid_from, valid_to=valid_to)
    validate(body)
    body.save()
    _place(body, parent, valid_from or ALWAYS)
    for scheme, value in (codes or {}).items():
        _give_code(body, scheme, value, valid_from or ALWAYS)
    details = {"key": key, "kind": kind, "name": name, "parent": parent.key if parent else None}
    record(by=by, action="organizations.create_body", subject=body, details=details)
    return body


@transaction.atomic
def place(*, by: Any, body: Body, parent: Body | None, valid_from: date) -> Placement:
    """Puts `body` under `parent` from `valid_from` on; where it stood before stays as it was."""
    placement = _place(body, parent, valid_from)
    details = {"parent": parent.key if parent else None, "valid_from": valid_from.isoformat()}
    record(by=by, action="organizations.place", subject=body, details=details)
    return placement


@transaction.atomic
def give_code(*, by: Any, body: Body, scheme: str, value: str, valid_from: date) -> Code:
    """Gives `body` a code from `valid_from` on; the code it bore before stays its code of that time."""
    code = _give_code(body, scheme, value, valid_from)
    details = {"scheme": scheme, "value": value, "valid_from": valid_from.isoformat()}
    record(by=by, action="organizations.give_code", subject=body, details=details)
    return code


@transaction.atomic
def succeed(
    *,
    by: Any,
    change: core.Change,
    on: date,
    predecessors: Sequence[Body],
    successors: Sequence[Body] = (),
    shares: Sequence[Decimal] = (),
    decision: str = "",
) -> Succession:
    """What becomes of `predecessors` on the day `on`: they end on the day before.

    OrganizationError where it cannot be true together with what is known: a body that ends twice, a circle, days that
    do not fit, shares that do not add up (evaluating/lineage.py).
    """
    asked = core.Succession(
        change, on, tuple(body.key for body in predecessors), tuple(body.key for body in successors), tuple(shares)
    )
    succession = add_successions({asked: decision}, [*predecessors, *successors])[0]
    details = {
        "change": change.value,
        "on": on.isoformat(),
        "predecessors": list(asked.predecessors),
        "successors": list(asked.successors),
        "shares": [str(share) for share in shares],
        "decision": decision,
    }
    record(by=by, action="organizations.succeed", subject=succession, details=details)
    return succession


def add_successions(asked: Mapping[core.Succession, str], bodies: Iterable[Body]) -> list[Succession]:
    """Writes successions, with their decisions, of `bodies`; the action around it leaves the entry."""
    by_key = {body.key: body for body in bodies}
    ended = dict(ended_by(asked, by_key))
    try:
        current_lineage(more=asked, changed=[ended.get(key, core_body(body)) for key, body in by_key.items()])
    except core.LineageError as error:
        raise OrganizationError(in_words(error)) from None
    for key, body in ended.items():
        by_key[key].valid_to = body.valid_to
    Body.objects.bulk_update([by_key[key] for key in ended], ["valid_to"])
    written = [Succession(change=each.change.value, on=each.on, decision=asked[each]) for each in asked]
    Succession.objects.bulk_create(written)
    rows = zip(asked, written, strict=True)
    Part.objects.bulk_create(part for each, row in rows for part in _parts(each, row, by_key))
    return written


def in_words(error: core.LineageError) -> str:
    """The message and the next step, in the language of the page."""
    return f"{error.message(language())} {error.hint(language())}"


def ended_by(asked: Iterable[core.Succession], bodies: Mapping[str, Body]) -> Iterable[tuple[str, core.Body]]:
    """The predecessors that had no last day, with the one the change gives them."""
    for succession in asked:
        for key in succession.predecessors:
            if key in bodies and bodies[key].valid_to is None:
                yield key, replace(core_body(bodies[key]), valid_to=succession.on - timedelta(days=1))


def _parts(succession: core.Succession, row: Succession, bodies: Mapping[str, Body]) -> Iterable[Part]:
    for place_, key in enumerate(succession.predecessors):
        yield Part(succession=row, body=bodies[key], ends=True, place=place_)
    shares: Sequence[Decimal | None] = succession.shares or (None,) * len(succession.successors)
    for place_, (key, share) in enumerate(zip(succession.successors, shares, strict=True)):
        yield Part(succession=row, body=bodies[key], ends=False, place=place_, share=share)


def _place(body: Body, parent: Body | None, valid_from: date) -> Placement:
    day = max(valid_from, body.valid_from or date.min)
    if valid_from < (body.valid_from or date.min) or not body.exists_on(day):
        raise OrganizationError(_("%(body)s không tồn tại ngày %(day)s.") % {"body": body, "day": _in_words(day)})
    if parent and not parent.exists_on(day):
        raise OrganizationError(_("%(body)s không tồn tại ngày %(day)s.") % {"body": parent, "day": _in_words(day)})
    if parent and Body.objects.with_ancestors(parent, day).filter(pk=body.pk).exists():
        raise OrganizationError(_("%(parent)s đang trực thuộc %(body)s.") % {"parent": parent, "body": body})
    placement = Placement(body=body, parent=parent, valid_from=valid_from)
    validate(placement)
    placement.save()
    return placement


def _give_code(body: Body, scheme: str, value: str, valid_from: date) -> Code:
    known = schemes().get(scheme)
    if known is None or not known.fits(value):
        raise OrganizationError(_("«%(code)s» không đúng dạng mã «%(scheme)s».") % {"code": value, "scheme": scheme})
    day = max(valid_from, body.valid_from or date.min)
    other = Body.objects.as_of(day).coded(day, scheme).filter(code_on=value).exclude(pk=body.pk).first()
    if other:
        raise OrganizationError(_("Mã %(code)s đang là của %(body)s.") % {"code": value, "body": other})
    code = Code(body=body, scheme=scheme, value=value, valid_from=valid_from)
    validate(code)
    code.save()
    return code


def validate(row: Any) -> None:
    """OrganizationError with the words of every constraint and field that `row` breaks."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise OrganizationError(" ".join(error.messages)) from None


def _in_words(day: date) -> str:
    return f"{day:%d-%m-%Y}"
