"""What changes the registry. Each action is one transaction with one audit entry, or nothing at all.

Who changes an indicator names the version he saw: ConflictError where another change came first. Once plans or figures
stand on it, what it counts stays: a new indicator follows the old one. Nothing is deleted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.audit.actions import record
from dondoc.web.indicators.models import Definition, Indicator, OtherName
from dondoc.web.indicators.writing import (
    IndicatorError,
    add_name,
    as_plain,
    differences,
    free_key,
    keep_name,
    put_definition,
    refuse_what_is_fixed,
    save,
    touch,
)
from dondoc.web.monitoring.actions import indicator_changed
from dondoc.web.organizations.models import Body


class ConflictError(IndicatorError):
    """Another change of `indicator`, which is as it is now, came first."""

    def __init__(self, indicator: Indicator) -> None:
        super().__init__(_("«%(name)s» vừa được người khác sửa; hãy xem lại rồi ghi.") % {"name": indicator})
        self.indicator = indicator


@transaction.atomic
def create(*, by: Any, fields: Mapping[str, Any], key: str = "") -> Indicator:
    """A new indicator; without `key` one is made of its name."""
    indicator = Indicator(key=key or free_key(fields.get("name", "")), **fields)
    save(indicator)
    details = {"key": indicator.key, **{name: as_plain(value) for name, value in fields.items()}}
    record(by=by, action="indicators.create", subject=indicator, details=details)
    return indicator


@transaction.atomic
def follow(*, by: Any, old: Indicator, fields: Mapping[str, Any], on: date) -> Indicator:
    """A new indicator in place of `old`, which ends with the day before `on` where it has not ended yet."""
    locked = Indicator.objects.select_for_update().get(pk=old.pk)
    if locked.ended_on is None:
        locked.ended_on = on
        save(locked)
    indicator = Indicator(key=free_key(fields.get("name", "")), follows=locked, **fields)
    save(indicator)
    details = {"key": indicator.key, "name": indicator.name, "follows": locked.key}
    details["ended_on"] = as_plain(locked.ended_on)
    record(by=by, action="indicators.follow", subject=indicator, details=details)
    return indicator


@transaction.atomic
def change(*, by: Any, indicator: Indicator, seen: int, fields: Mapping[str, Any]) -> Indicator:
    """Sets `fields` as they are told. A name that is given up stays one under which the indicator is found."""
    locked = _seen(indicator, seen)
    refuse_what_is_fixed(locked, fields)
    changed = differences(locked, fields)
    if not changed:
        return locked
    if "name" in changed:
        keep_name(locked, fields["name"])
    for name in changed:
        setattr(locked, name, fields[name])
    save(locked)
    record(by=by, action="indicators.change", subject=locked, details={"changed": changed})
    indicator_changed(by=by, indicator=locked)
    return locked


@transaction.atomic
def assign_custodian(*, by: Any, indicator: Indicator, seen: int, custodian: Body | None, on: date) -> Indicator:
    """Says which body accepts the figures of an indicator, or that none does for now."""
    locked = _seen(indicator, seen)
    if custodian and not custodian.exists_on(on):
        raise IndicatorError(_("%(body)s không tồn tại ngày %(day)s.") % {"body": custodian, "day": f"{on:%d-%m-%Y}"})
    changed = differences(locked, {"custodian": custodian})
    if changed:
        locked.custodian = custodian
        save(locked)
        record(by=by, action="indicators.assign_custodian", subject=locked, details={"changed": changed})
    return locked


@transaction.atomic
def define(*, by: Any, indicator: Indicator, text: str, valid_from: date | None, source: str = "") -> Definition:
    """Says how an indicator is defined from a day on, or since nobody knows when; what held before stays as it was.

    A definition of the same day is put right while nothing stands on the indicator, later a new day is needed.
    """
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    definition = put_definition(locked, text, valid_from, source)
    touch(locked)
    details = {"text": text, "valid_from": as_plain(valid_from), "source": source}
    record(by=by, action="indicators.define", subject=locked, details=details)
    return definition


@transaction.atomic
def name_also(*, by: Any, indicator: Indicator, name: str) -> OtherName:
    """Another name under which documents speak of the indicator."""
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    other = add_name(locked, name)
    touch(locked)
    record(by=by, action="indicators.name_also", subject=locked, details={"name": name})
    return other


@transaction.atomic
def forget_name(*, by: Any, other: OtherName) -> None:
    """The indicator is not found by this name any more; that it once was stays."""
    if other.forgotten_at is not None:
        return
    locked = Indicator.objects.select_for_update().get(pk=other.indicator_id)
    other.forgotten_at = timezone.now()
    other.save()
    touch(locked)
    record(by=by, action="indicators.forget_name", subject=locked, details={"name": other.name})


@transaction.atomic
def end(*, by: Any, indicator: Indicator, seen: int, on: date) -> Indicator:
    """The indicator is not used from `on` on; what stands on it stays."""
    locked = _seen(indicator, seen)
    if locked.ended_on is not None:
        raise IndicatorError(_("Chỉ tiêu này đã kết thúc."))
    locked.ended_on = on
    save(locked)
    record(by=by, action="indicators.end", subject=locked, details={"ended_on": on.isoformat()})
    return locked


@transaction.atomic
def resume(*, by: Any, indicator: Indicator, seen: int) -> Indicator:
    """Takes an end back. Refused where another indicator has followed."""
    locked = _seen(indicator, seen)
    if locked.ended_on is None:
        raise IndicatorError(_("Chỉ tiêu này đang dùng."))
    if locked.followed_by.exists():
        raise IndicatorError(_("Đã có chỉ tiêu nối tiếp; chỉ tiêu này không dùng lại được."))
    locked.ended_on = None
    save(locked)
    record(by=by, action="indicators.resume", subject=locked)
    return locked


def _seen(indicator: Indicator, seen: int) -> Indicator:
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if locked.version != seen:
        raise ConflictError(locked)
    return locked
