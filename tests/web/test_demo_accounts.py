"""Accounts of the demo, whose passwords are printed: good on this machine's loopback, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client

from dondoc.web.accounts.actions import AccountError, create_demo_account
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from tests.web.running import PASSWORD, running

ELSEWHERE = {
    "served under a name": {"hosts": ("dondoc.tinh.vn",)},
    "served under a name too": {"hosts": ("localhost", "dondoc.tinh.vn")},
    "behind another server": {"behind_proxy": True},
    "behind another server under a name": {"hosts": ("dondoc.tinh.vn",), "behind_proxy": True},
}
OTHER_MACHINES = ("10.0.0.5", "192.168.1.7", "2001:db8::1", "::ffff:10.0.0.5", "", "unix:")


@pytest.fixture
def demo(db: Any) -> User:
    cache.clear()
    return create_demo_account(username="demo", name="Bản trình diễn", password=PASSWORD, is_administrator=True)


def _sign_in(client: Client, **more: str) -> Any:
    return client.post("/dang-nhap", {"login": "demo", "password": PASSWORD}, **more)


def _move(settings: Any, changed: dict[str, Any]) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, **changed)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
def test_on_this_machine_it_signs_in(client: Client, demo: User, second_step_asked: None, address: str) -> None:
    """At once: an administrator of the demo is not asked for a second step."""
    assert _sign_in(client, REMOTE_ADDR=address).status_code == 302
    assert client.get("/quan-tri/tai-khoan", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("where", ELSEWHERE)
def test_elsewhere_it_is_refused(client: Client, demo: User, settings: Any, where: str) -> None:
    """With the right password, and told why; with a wrong one nothing is told."""
    _move(settings, ELSEWHERE[where])
    refused = _sign_in(client)
    assert (refused.status_code, "Tài khoản trình diễn" in refused.content.decode()) == (403, True)
    assert client.get("/").status_code == 302
    wrong = client.post("/dang-nhap", {"login": "demo", "password": "sai"}).content.decode()
    assert "trình diễn" not in wrong


@pytest.mark.parametrize("address", OTHER_MACHINES)
def test_another_machine_is_refused_whatever_the_settings_say(client: Client, demo: User, address: str) -> None:
    """A site that was bound past its settings, with a host name that anybody can write."""
    assert _sign_in(client, REMOTE_ADDR=address, HTTP_HOST="localhost").status_code == 403
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_session_is_not_carried_elsewhere(client: Client, demo: User, settings: Any, where: str) -> None:
    """The folder is served elsewhere with its key: who was signed in is signed out."""
    _sign_in(client)
    _move(settings, ELSEWHERE[where])
    assert client.get("/")["Location"] == "/dang-nhap?next=/"


def test_a_session_is_not_used_from_another_machine(client: Client, demo: User) -> None:
    """It has ended with the first try."""
    _sign_in(client)
    assert client.get("/", REMOTE_ADDR="10.0.0.5").status_code == 302
    assert client.get("/").status_code == 302


def test_other_accounts_are_let_in_elsewhere(
    client: Client, demo: User, second_step_asked: None, settings: Any
) -> None:
    """Only what is marked is refused."""
    User.objects.update(is_demo=False)
    _move(settings, ELSEWHERE["served under a name"])
    assert _sign_in(client, REMOTE_ADDR="10.0.0.5").status_code == 302
    assert client.get("/", REMOTE_ADDR="10.0.0.5")["Location"] == "/tai-khoan/hai-buoc/bat"


@pytest.mark.parametrize("where", ELSEWHERE)
def test_none_is_made_elsewhere(db: None, settings: Any, where: str) -> None:
    """Refused with the reason, and nothing is kept."""
    _move(settings, ELSEWHERE[where])
    with pytest.raises(AccountError, match="riêng trên máy này"):
        create_demo_account(username="demo", name="Bản trình diễn", password=PASSWORD)
    assert not User.objects.exists()


def test_it_is_made_once_and_on_record(demo: User) -> None:
    """One entry, without the password; a name that is taken is refused whole."""
    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.details) == ("accounts.create_demo", None, {"administrator": True})
    assert (demo.is_demo, demo.is_administrator, demo.check_password(PASSWORD)) == (True, True, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        create_demo_account(username="DEMO", name="Khác", password=PASSWORD)
    assert Entry.objects.count() == 1


def test_an_administrator_sees_what_it_is(client: Client, demo: User) -> None:
    """On the page of the account."""
    _sign_in(client)
    assert "Tài khoản trình diễn" in client.get(f"/quan-tri/tai-khoan/{demo.pk}").content.decode()


_MAKE = """
from dondoc.web.accounts.actions import create_demo_account
create_demo_account(username="demo", name="Bản trình diễn", password={password!r}, is_administrator=True)
"""


def test_the_folder_of_a_demo_served_to_others(tmp_path: Path) -> None:
    """The same folder by two processes: on loopback it signs in, behind another server it does not."""
    given = {"login": "demo", "password": PASSWORD}
    with running(tmp_path / "data") as site:
        site.run(_MAKE.format(password=PASSWORD))
        assert site.post("/dang-nhap", given)[0] == 200
        assert site.get("/quan-tri/tai-khoan")[0] == 200
    with running(tmp_path / "data", DONDOC_BEHIND_PROXY="1") as site:
        assert site.post("/dang-nhap", given)[0] == 403
        assert 'name="password"' in site.get("/")[1], "led to sign in"
