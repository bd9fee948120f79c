"""Fields of our own: amounts that are exact on every database, and names as they are searched without accents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import DecimalField
from django.utils.translation import gettext_lazy as _

from dondoc.collation import sort_key
from dondoc.text import fold

DIGITS = 6
QUANTUM = Decimal(1).scaleb(-DIGITS)
LARGEST = 2**63 - 1  # millionths; a BIGINT holds no more


def choices(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """The choices of a field that keeps one of an enumeration, with its words."""
    return [(each.value, word) for each, word in words.items()]


def among(field: str, kinds: type[StrEnum]) -> models.Q:
    """That `field` keeps one of `kinds`; by their values, which a migration can hold without this code."""
    return models.Q(**{f"{field}__in": [each.value for each in kinds]})


class AmountField(models.Field):
    """A Decimal with at most six decimals, up to ±9 223 372 036 854.775807, kept as a BIGINT of millionths.

    Six decimals of triệu đồng are exact to the đồng. An amount with more decimals is a ValidationError, never rounded.
    Comparison, order, Sum, Min and Max are exact. Django refuses arithmetic of two amounts with F(), and so it should:
    a product of scaled numbers would be wrong by a million without a word. Amounts are computed in Python.
    """

    description = _("Số đến sáu chữ số thập phân")
    default_error_messages = {  # noqa: RUF012
        "amount": _("«%(value)s» không phải là số có nhiều nhất sáu chữ số thập phân trong phạm vi cho phép."),
    }

    def db_type(self, connection: Any) -> str:
        return "bigint"

    def rel_db_type(self, connection: Any) -> str:
        return "bigint"

    def get_internal_type(self) -> str:
        return "AmountField"

    def to_python(self, value: Any) -> Decimal | None:
        """The exact Decimal of a Decimal, int or text; a float is refused: it is rarely the number that was meant."""
        if value is None:
            return None
        if isinstance(value, float | bool):
            raise self._wrong(value)
        try:
            amount = Decimal(value)
        except (InvalidOperation, TypeError, ValueError):
            raise self._wrong(value) from None
        self._scaled(amount)
        return amount

    def get_prep_value(self, value: Any) -> int | None:
        value = super().get_prep_value(value)
        amount = self.to_python(value)
        return None if amount is None else self._scaled(amount)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        if value is None:
            return None
        return Decimal(int(value)).scaleb(-DIGITS)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else format(value, "f")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DecimalField, "decimal_places": DIGITS, **kwargs})

    def _scaled(self, amount: Decimal) -> int:
        if not amount.is_finite() or amount.adjusted() > 12:
            raise self._wrong(amount)
        exact = amount.quantize(QUANTUM)
        scaled = int(exact.scaleb(DIGITS))
        if exact != amount or abs(scaled) > LARGEST:
            raise self._wrong(amount)
        return scaled

    def _wrong(self, value: object) -> ValidationError:
        return ValidationError(self.error_messages["amount"], code="amount", params={"value": value})


class DerivedField(models.CharField):
    """What `derived` makes of the field `of`, written whenever the row is."""

    derived: Callable[[str], str]

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        made = type(self).derived(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, made)
        return made


class FoldedField(DerivedField):
    """fold() of a name: what a search without accents looks at."""

    derived = staticmethod(fold)


def words_in(field: str, written: str) -> models.Q:
    """That the FoldedField `field` has every word of `written`, with or without accents."""
    wanted = models.Q()
    for word in fold(written).split():
        wanted &= models.Q(**{f"{field}__contains": word})
    return wanted


class SortedField(DerivedField):
    """sort_key() of a name: what a list in Vietnamese order is ordered by."""

    derived = staticmethod(sort_key)
