"""How the registry is written: the steps that actions and imports share. The action around them leaves the entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.text import fold
from dondoc.web.amounts import plain
from dondoc.web.indicators.models import Definition, Indicator, OtherName
from dondoc.web.indicators.uses import fixed, in_use
from dondoc.web.organizations.models import ALWAYS, Body

# What a person fills in of an indicator, in the order of the form.
FIELDS = (
    "name", "unit", "decimals", "measure", "better", "over_time", "over_bodies", "numerator", "denominator", "per",
    "rolled_up", "counts_persons", "frequency", "release_lag", "tolerance", "origin", "stat_code", "source",
)  # fmt: skip
FIXED_WORDS = {
    "measure": gettext_lazy("tính chất"),
    "over_bodies": gettext_lazy("cách gộp các đơn vị"),
    "unit": gettext_lazy("loại đơn vị tính"),
}
_KEY_LENGTH = 50  # leaves room for a number behind it


class IndicatorError(Exception):
    """What an action refuses, in words for the person who asked for it."""


def differences(indicator: Indicator, fields: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Of each of `fields` that would change, what it is and what it would be, in plain values."""
    told = {name: [as_plain(getattr(indicator, name)), as_plain(value)] for name, value in fields.items()}
    return {name: both for name, both in told.items() if both[0] != both[1]}


def refuse_what_is_fixed(indicator: Indicator, fields: Mapping[str, Any]) -> None:
    """IndicatorError where `fields` would make another indicator of one that plans or figures stand on."""
    wrong = fixed(indicator, fields)
    if wrong and in_use(indicator):
        named = {"name": indicator, "what": ", ".join(str(FIXED_WORDS[name]) for name in wrong)}
        raise IndicatorError(
            _(
                "«%(name)s» đã được kế hoạch hoặc số liệu dùng: %(what)s không đổi được nữa. "
                "Hãy lập chỉ tiêu mới nối tiếp chỉ tiêu này."
            )
            % named
        )


def save(indicator: Indicator) -> None:
    """Writes one more version. IndicatorError with the words of every constraint and field that it breaks."""
    _validate(indicator)
    indicator.version += 1
    indicator.save()


def touch(indicator: Indicator) -> None:
    """One more version of an indicator of which a name or a definition has changed."""
    indicator.version += 1
    indicator.save(update_fields=["version"])


def put_definition(indicator: Indicator, text: str, valid_from: date | None, source: str) -> Definition:
    """Writes how an indicator is defined from a day on. IndicatorError where that day's is another and stood upon."""
    day = valid_from or ALWAYS
    there = indicator.definitions.filter(valid_from=day).first()
    if there and (there.text, there.source) != (text, source) and in_use(indicator):
        raise IndicatorError(_("Định nghĩa từ ngày này đã được dùng; hãy ghi định nghĩa mới từ một ngày khác."))
    definition = there or Definition(indicator=indicator, valid_from=day)
    definition.text, definition.source = text, source
    _validate(definition)
    definition.save()
    return definition


def add_name(indicator: Indicator, name: str) -> OtherName:
    other = OtherName(indicator=indicator, name=name, folded=fold(name))
    _validate(other)
    other.save()
    return other


def free_key(name: str) -> str:
    """A key made of `name`, without accents; with a number behind it where that one is taken."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-") or "chi-tieu"
    start = words[:_KEY_LENGTH].rstrip("-")
    taken = set(Indicator.objects.filter(key__startswith=start).values_list("key", flat=True))
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (start, *numbered) if key not in taken)


def as_plain(value: Any) -> Any:
    """`value` as JSON keeps it."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.key if isinstance(value, Body | Indicator) else value


def keep_name(indicator: Indicator, new: str) -> None:
    """What an indicator was called until now stays one of its names."""
    kept = indicator.other_names.filter(forgotten_at=None, folded=fold(indicator.name)).exists()
    if not kept and fold(new) != fold(indicator.name):
        add_name(indicator, indicator.name)


def _validate(row: Any) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise IndicatorError(" ".join(error.messages)) from None
