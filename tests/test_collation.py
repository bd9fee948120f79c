"""Vietnamese names in the order of a Vietnamese list, whatever sorts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.collation import sort_key

ORDERED = (
    ["anh", "ánh", "áo", "ăn", "âm", "ba", "cả", "cá", "cắt"],
    ["da", "dân", "đá", "đường", "em", "ếch"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "me"],
    ["o", "oa", "ô", "ơ", "p"],
    ["Sở Công Thương", "Sở Giáo dục và Đào tạo", "Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Thanh tra tỉnh"],
    ["Xã Đăk Hà", "Xã Đăk Pék", "Xã Đăk Tô", "Xã Ia Đal", "Xã Kon Braih", "Xã Măng Bút", "Xã Măng Đen"],
    ["Huyện 1", "Huyện 2", "Huyện An", "Huyện Ân"],
    ["Ban", "Bàn", "Ban Dân tộc", "Ban Tổ chức"],
)  # fmt: skip


@pytest.mark.parametrize("names", ORDERED, ids=lambda names: names[0])
def test_names_in_their_order(names: list[str]) -> None:
    """As an official would list them; of the same letters ngang, huyền, hỏi, ngã, sắc, nặng."""
    assert sorted(names, key=sort_key) == names


def test_the_form_of_the_letters_does_not_matter() -> None:
    """Composed or not, a name has one key."""
    assert sort_key("Đăk Tô") == sort_key("Đa\u0306k To\u0302")


@given(st.text(max_size=30))
def test_a_key_is_made_of_small_letters(text: str) -> None:
    """Nothing that a database might fold, skip or order by its own rules."""
    key = sort_key(text)
    assert key.isascii()
    assert key.isalpha()
    assert key == key.lower()


@given(st.text(alphabet="aăâbcdđeê ", max_size=8), st.text(alphabet="aăâbcdđeê ", max_size=8))
def test_a_name_comes_before_those_that_begin_with_it(name: str, rest: str) -> None:
    """Shorter first."""
    assert sort_key(name) <= sort_key(name + rest)
