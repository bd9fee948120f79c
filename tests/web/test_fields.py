"""Amounts in the database are exact, on every database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection, models
from django.db.models import F, Max, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.web.fields import AmountField

LARGEST = Decimal("9223372036854.775807")


class Sample(models.Model):
    amount = AmountField(null=True)

    class Meta:
        app_label = "tests"


@pytest.fixture
def samples(transactional_db: None):
    with connection.schema_editor() as editor:
        editor.create_model(Sample)
    yield Sample.objects
    with connection.schema_editor() as editor:
        editor.delete_model(Sample)


@pytest.mark.parametrize(
    "written", ["0", "-0.000001", "123456789012.345678", "12.280000", "0.1", "1E+3", str(LARGEST), str(-LARGEST)]
)
def test_an_amount_comes_back_as_it_went_in(samples, written: str) -> None:
    """Also those that Django's DecimalField rounds on SQLite."""
    row = samples.create(amount=Decimal(written))
    row.refresh_from_db()
    assert row.amount == Decimal(written)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.decimals(min_value=-LARGEST, max_value=LARGEST, places=6))
def test_any_amount_in_range_comes_back(samples, amount: Decimal) -> None:
    """Six decimals, thirteen digits before them."""
    row = samples.create(amount=amount)
    assert samples.get(pk=row.pk).amount == amount


@pytest.mark.parametrize(
    "wrong",
    [
        Decimal("0.0000001"),
        Decimal("NaN"),
        Decimal("Infinity"),
        LARGEST + Decimal("0.000001"),
        0.1,
        True,
        "một",
        "1E+30",
    ],
)
def test_what_cannot_be_held_exactly_is_refused(samples, wrong: object) -> None:
    """Never rounded, never wrapped; a float is refused because it is rarely the number that was meant."""
    with pytest.raises(ValidationError):
        samples.create(amount=wrong)


def test_comparing_ordering_and_adding_up_are_exact(samples) -> None:
    """The database compares and sums the scaled whole numbers."""
    for written in ("0.1", "0.2", "123456789012.345678"):
        samples.create(amount=Decimal(written))
    samples.create(amount=None)
    totals = samples.aggregate(total=Sum("amount"), largest=Max("amount"))
    assert totals == {"total": Decimal("123456789012.645678"), "largest": Decimal("123456789012.345678")}
    assert samples.filter(amount__gt=Decimal("0.1"), amount__lte="0.2").count() == 1
    assert list(samples.exclude(amount=None).order_by("-amount").values_list("amount", flat=True)) == [
        Decimal("123456789012.345678"),
        Decimal("0.2"),
        Decimal("0.1"),
    ]


@pytest.mark.parametrize("expression", [F("amount") * F("amount"), F("amount") + F("amount"), F("amount") / 2])
def test_arithmetic_in_the_database_is_refused(samples, expression: object) -> None:
    """A product of scaled numbers would be a million times too large without a word."""
    with pytest.raises((FieldError, ValidationError, TypeError)):
        list(samples.annotate(result=expression).values_list("result"))


def test_a_form_takes_six_decimals() -> None:
    """The form field says so before the database does."""
    field = AmountField().formfield()
    assert field.clean("12.345678") == Decimal("12.345678")
    with pytest.raises(ValidationError):
        field.clean("0.1234567")
