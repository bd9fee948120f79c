"""A list of choices that is written without templates."""

from __future__ import annotations

import pytest
from django import forms
from django.test import SimpleTestCase

from dondoc.web.selecting import PlainSelect


@pytest.mark.parametrize("chosen", ["", "b", 'a"', "x"])
def test_it_is_written_as_django_writes_it(chosen: str) -> None:
    """The same element with the same choices, chosen and escaped alike; only the blanks between them differ."""
    choices = [("", "tất cả"), ('a"', "<A>"), ("b", "B & C")]
    attributes = {"id": "id_x", "required": True, "aria-label": "«x»"}
    plain, usual = (kind(choices=choices).render("x", chosen, attributes) for kind in (PlainSelect, forms.Select))
    SimpleTestCase().assertHTMLEqual(plain, usual)
    assert "<A>" not in plain
