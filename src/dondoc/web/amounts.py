"""Amounts as people write and read them: 1.234,5 on the Vietnamese pages, 1,234.5 on the English ones."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dondoc.findings import Language
from dondoc.notation import number
from dondoc.web.fields import AmountField

_WRITTEN = {
    "vi": re.compile(r"[+-]?(?:\d{1,3}(?:[. ]\d{3})+|\d+)(?:,\d+)?", re.ASCII),
    "en": re.compile(r"[+-]?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?", re.ASCII),
}
_BLANKS = str.maketrans({"\u2212": "-", "\u00a0": " ", "\u202f": " "})


def language() -> Language:
    """The language of the page."""
    return "en" if get_language() == "en" else "vi"


def shown(amount: Decimal | None) -> str:
    """`amount` as the page's language writes it, without zeros that say nothing; "" for none."""
    return "" if amount is None else number(trimmed(amount), language())


def trimmed(amount: Decimal) -> Decimal:
    """`amount` without zeros behind its last decimal that tells something: 12.280000 is 12.28, 500 stays 500."""
    whole = amount.to_integral_value()
    return whole if whole == amount else amount.normalize()


def plain(amount: Decimal | None) -> str | None:
    """`amount` in plain notation, as JSON keeps it."""
    return None if amount is None else format(trimmed(amount), "f")


def amount_of(written: str) -> Decimal:
    """The amount that `written` is on a page of this language. ValidationError where it is none: nothing is guessed."""
    bare = written.strip().translate(_BLANKS)
    if not _WRITTEN[language()].fullmatch(bare):
        example = number(Decimal("1234.5"), language())
        raise ValidationError(
            _("«%(written)s» không phải là số. Viết như %(example)s."),
            code="amount",
            params={"written": written[:40], "example": example},
        )
    digits = bare.replace(" ", "")
    text = digits.replace(".", "").replace(",", ".") if language() == "vi" else digits.replace(",", "")
    amount = AmountField().to_python(text)
    if amount is None:
        raise AssertionError(written)
    return amount


class LocalAmountField(forms.CharField):
    """An amount, written as the language of the page writes it. Given back as it was written where it is wrong."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return shown(value)
        return value

    def to_python(self, value: Any) -> Any:
        written = super().to_python(value)
        return amount_of(written) if written else None

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """None beside those of to_python: the value is no text any more."""
