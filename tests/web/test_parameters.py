"""Numbers in forms and addresses: whatever is sent in their place is no page, and never an error of the program."""

from __future__ import annotations

import pytest
from django.http import Http404

from dondoc.web.parameters import number, number_in


def test_numbers_are_read() -> None:
    """From their digits, or from the parameter that bears them."""
    assert (number("0"), number("123456789"), number_in({"seen": "7"}, "seen")) == (0, 123456789, 7)


@pytest.mark.parametrize("written", ["", "-1", "1.5", "x", "½", "1234567890", "9" * 5000], ids=len)
def test_anything_else_is_no_page(written: str) -> None:
    """Also what Python would not turn into a number at all."""
    with pytest.raises(Http404):
        number(written)
    with pytest.raises(Http404):
        number_in({"seen": written}, "seen")
