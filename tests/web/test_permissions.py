"""Every URL has a rule, and the matrix of who may enter which is this one."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver, reverse

from dondoc.web.accounts.models import User
from dondoc.web.permissions import RULES, allowed

VISITOR = AnonymousUser()
READER = User(username="r", name="R")
ADMINISTRATOR = User(username="a", name="A", is_administrator=True)
# URL name: visitor, account without a role, administrator.
MATRIX = {
    "healthz": (True, True, True),
    "readyz": (True, True, True),
    "sign_in": (True, True, True),
    "set_language": (True, True, True),
    "first_administrator": (True, True, True),
    "sign_out": (False, True, True),
    "today": (False, True, True),
    "design_system": (False, True, True),
    "organizations": (False, True, True),
    "body": (False, True, True),
    "import_bodies": (False, False, True),
    "import_national": (False, False, True),
}


def _url_names() -> set[str]:
    return {pattern.name for pattern in get_resolver().url_patterns}


def test_every_url_has_a_rule_and_every_rule_a_url() -> None:
    """A new page without a rule in permissions.py fails here, and is shut to everyone until it has one."""
    assert set(RULES) == _url_names()
    assert not allowed("a_page_without_a_rule", ADMINISTRATOR)


def test_no_url_is_without_a_name_or_included() -> None:
    """The rules go by name: a pattern without one, or a list of patterns of another package, would escape them."""
    assert all(getattr(pattern, "name", None) for pattern in get_resolver().url_patterns)


@pytest.mark.parametrize("name", sorted(RULES))
def test_who_may_enter(name: str) -> None:
    """The matrix above, asked of the rules."""
    assert tuple(allowed(name, account) for account in (VISITOR, READER, ADMINISTRATOR)) == MATRIX[name]


SHUT_TO_VISITORS = sorted(name for name, (visitor, *_rest) in MATRIX.items() if not visitor)


def _address(name: str) -> str:
    return reverse(name, kwargs={"key": "kt"} if name == "body" else None)


@pytest.mark.parametrize("name", SHUT_TO_VISITORS)
def test_a_visitor_is_led_to_sign_in(client: Client, db: None, name: str) -> None:
    """And comes back to where he wanted to go."""
    response = client.get(_address(name))
    assert response.status_code == 302
    assert response["Location"] == f"/dang-nhap?next={_address(name)}"


def test_an_account_without_the_right_gets_403_in_vietnamese(visiting: Client) -> None:
    """The page says what is missing and whom to ask."""
    for response in (visiting.get("/co-quan/nap"), visiting.post("/co-quan/nap")):
        assert response.status_code == 403
        assert "Bạn không có quyền mở trang này" in response.content.decode()


def test_an_account_that_was_closed_is_out_at_once(visiting: Client, reader: User) -> None:
    """Also with a session that has not ended."""
    reader.is_active = False
    reader.save()
    assert visiting.get("/").status_code == 302
