"""Accounts as administrators keep them and holders use them: links, states, roles, deputies, hand-over."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from dondoc.web.accounts.actions import (
    AccountError,
    close_account,
    invite,
    offer_first_administrator,
    offer_password,
    set_administrator,
)
from dondoc.web.accounts.links import LINK_LASTS
from dondoc.web.accounts.models import OneTimeLink, User
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.models import Body, Grant
from dondoc.web.organizations.roles import appoint_deputy, grant, may

PASSWORD = "một câu dài khó đoán"
GOOD = {"username": "quantri", "name": "Văn phòng", "password": PASSWORD, "again": PASSWORD}
TODAY = timezone.localdate()


def _text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def held(administrator: User, reader: User, kon_tum: Body) -> Grant:
    """The reader is editor of Kon Tum from a month ago on."""
    return grant(by=administrator, account=reader, role="editor", body=kon_tum, valid_from=TODAY - timedelta(days=30))


@pytest.fixture
def deputy(db: Any) -> User:
    return User.objects.create(username="thay", name="Người thay")


def test_the_first_administrator_is_made_once(client: Client, db: None, second_step_asked: None) -> None:
    """The link works once; then there is an administrator, led to the second step, and no further link."""
    link = f"/bat-dau/{offer_first_administrator()}"
    assert "Quản trị viên đầu tiên" in _text(client.get(link))
    assert client.post(link, GOOD).status_code == 302
    assert client.get("/co-quan/nap")["Location"] == "/tai-khoan/hai-buoc/bat"
    assert client.get(link).status_code == 404
    assert client.post(link, {**GOOD, "username": "other"}).status_code == 404
    assert offer_first_administrator() is None
    assert User.objects.get().is_administrator


@pytest.mark.parametrize("password", ["ngắn", "password1234", "123456789012", "quantri-quantri"])
def test_a_weak_password_is_refused(client: Client, db: None, password: str) -> None:
    """At least twelve characters, not a common one, not digits only, not the name; the link stays good."""
    link = f"/bat-dau/{offer_first_administrator()}"
    given = {**GOOD, "username": "quantri-quantri", "password": password, "again": password}
    assert client.post(link, given).status_code == 422
    assert client.get(link).status_code == 200


def test_a_link_ends_with_its_time_and_with_the_next(client: Client, db: None) -> None:
    """After 24 hours, or when another one is made."""
    first = offer_first_administrator()
    second = offer_first_administrator()
    assert client.get(f"/bat-dau/{first}").status_code == 404
    OneTimeLink.objects.update(expires_at=timezone.now() - LINK_LASTS)
    assert client.get(f"/bat-dau/{second}").status_code == 404


def _link(response: Any) -> str:
    found = re.search(r"<code>http://testserver(/mat-khau/\S+)</code>", _text(response))
    assert found
    return found[1]


def test_an_invited_account_sets_its_own_password(managing: Client, client: Client) -> None:
    """By a link that is shown once and good once; until then nobody signs in with it."""
    link = _link(managing.post("/quan-tri/tai-khoan/moi", {"username": "moi", "name": "Phòng Mới"}))
    account = User.objects.get(username="moi")
    assert not account.has_usable_password()
    assert link not in _text(managing.get(f"/quan-tri/tai-khoan/{account.pk}"))
    browser = Client()
    assert "Phòng Mới" in _text(browser.get(link))
    assert browser.post(link, {"password": PASSWORD, "again": "khác"}).status_code == 422
    assert browser.post(link, {"password": PASSWORD, "again": PASSWORD})["Location"] == "/dang-nhap"
    assert browser.get("/").status_code == 302, "the link alone signs nobody in"
    assert browser.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert browser.post("/dang-nhap", {"login": "moi", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("name", ["chuyenvien", "CHUYENVIEN"])
def test_a_user_name_is_given_once(managing: Client, reader: User, name: str) -> None:
    """In any case."""
    response = managing.post("/quan-tri/tai-khoan/moi", {"username": name, "name": "X"})
    assert (response.status_code, "Tên đăng nhập này đã có" in _text(response)) == (422, True)


def test_a_link_for_an_account_does_not_make_an_administrator(client: Client, administrator: User, db: None) -> None:
    """Nor the other way round: each kind of link opens its own page only."""
    _account, secret = invite(by=administrator, username="moi", name="Mới")
    assert client.get(f"/bat-dau/{secret}").status_code == 404
    User.objects.filter(is_administrator=True).update(is_active=False)
    assert client.get(f"/mat-khau/{offer_first_administrator()}").status_code == 404


def test_a_new_password_by_link_ends_the_sessions_and_the_older_links(managing: Client, reader: User) -> None:
    """The old password holds until the link is used."""
    browser = Client()
    browser.force_login(reader)
    first = _link(managing.post(f"/quan-tri/tai-khoan/{reader.pk}/mat-khau"))
    second = _link(managing.post(f"/quan-tri/tai-khoan/{reader.pk}/mat-khau"))
    assert browser.get("/").status_code == 200
    assert Client().get(first).status_code == 404
    Client().post(second, {"password": PASSWORD, "again": PASSWORD})
    assert browser.get("/").status_code == 302


@pytest.mark.parametrize("asked", [True, False])
def test_a_link_takes_the_second_step_away_only_when_asked(
    administrator: User, reader: User, client: Client, asked: bool
) -> None:
    """For a lost telephone; otherwise the second step is still asked for."""
    Authenticator.objects.create(user=reader, type="totp", data={"secret": "x"})
    secret = offer_password(by=administrator, account=reader, ends_second_step=asked)
    client.post(f"/mat-khau/{secret}", {"password": PASSWORD, "again": PASSWORD})
    assert Authenticator.objects.filter(user=reader).exists() is not asked


def test_the_database_refuses_a_link_that_ends_the_step_of_nobody(db: None) -> None:
    """Also from a program that goes around the actions."""
    with pytest.raises(IntegrityError), transaction.atomic():
        OneTimeLink.objects.create(ends_second_step=True, expires_at=timezone.now())


def test_closing_and_reopening(managing: Client, reader: User) -> None:
    """Out at once, its link too; on record; in again as it was."""
    browser = Client()
    browser.force_login(reader)
    link = _link(managing.post(f"/quan-tri/tai-khoan/{reader.pk}/mat-khau"))
    managing.post(f"/quan-tri/tai-khoan/{reader.pk}/trang-thai", {"do": "close"})
    assert (browser.get("/").status_code, Client().get(link).status_code) == (302, 404)
    assert "Đã đóng" in _text(managing.get(f"/quan-tri/tai-khoan/{reader.pk}"))
    managing.post(f"/quan-tri/tai-khoan/{reader.pk}/trang-thai", {"do": "reopen"})
    reader.refresh_from_db()
    assert reader.is_active
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == [
        "accounts.offer_password",
        "accounts.close",
        "accounts.reopen",
    ]


def test_what_was_closed_comes_back_signed_out(managing: Client, reader: User) -> None:
    """A session from before is not good again when the account is reopened."""
    browser = Client()
    browser.force_login(reader)
    for state in ("close", "reopen"):
        managing.post(f"/quan-tri/tai-khoan/{reader.pk}/trang-thai", {"do": state})
    assert browser.get("/").status_code == 302


def test_an_administrator_signs_an_account_out_everywhere(managing: Client, reader: User) -> None:
    """Every browser at once, on record; the account itself stays open, with its password."""
    reader.set_password(PASSWORD)
    reader.save()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(reader)
    managing.post(f"/quan-tri/tai-khoan/{reader.pk}/trang-thai", {"do": "end_sessions"})
    assert [browser.get("/").status_code for browser in browsers] == [302, 302]
    assert Entry.objects.get().action == "accounts.end_sessions"
    assert browsers[0].post("/dang-nhap", {"login": reader.username, "password": PASSWORD}).status_code == 302
    assert browsers[0].get("/").status_code == 200


def test_somebody_stays_administrator(administrator: User, reader: User) -> None:
    """The last one is neither closed nor made less; and nobody closes the own account."""
    with pytest.raises(AccountError, match="tự đóng"):
        close_account(by=administrator, account=administrator)
    for action in (
        lambda: close_account(by=reader, account=administrator),
        lambda: set_administrator(by=reader, account=administrator, is_administrator=False),
    ):
        with pytest.raises(AccountError, match="cuối cùng"):
            action()
    set_administrator(by=administrator, account=reader, is_administrator=True)
    set_administrator(by=reader, account=administrator, is_administrator=False)
    administrator.refresh_from_db()
    assert not administrator.is_administrator


def test_what_is_refused_is_said_on_the_page(managing: Client, administrator: User, reader: User) -> None:
    """422, with the reason and what to do; a button that does not exist changes nothing."""
    mine = f"/quan-tri/tai-khoan/{administrator.pk}"
    for button, said in (("close", "tự đóng"), ("no_administrator", "cuối cùng")):
        response = managing.post(f"{mine}/trang-thai", {"do": button})
        assert (response.status_code, said in _text(response)) == (422, True)
    assert managing.post(f"{mine}/trang-thai", {"do": "delete"}).status_code == 422
    close_account(by=administrator, account=reader)
    closed = managing.post(f"/quan-tri/tai-khoan/{reader.pk}/mat-khau")
    assert (closed.status_code, "mở lại trước" in _text(closed)) == (422, True)


def test_the_list_is_searched_without_accents(managing: Client, held: Grant) -> None:
    """By the name shown or the user name; each with its role and body, and htmx gets the list alone."""
    page = _text(managing.get("/quan-tri/tai-khoan?q=phong+tong"))
    assert "Phòng Tổng hợp" in page
    assert "Chuyên viên · Tỉnh Kon Tum" in page
    assert "Phòng Tổng hợp" in _text(managing.get("/quan-tri/tai-khoan?q=CHUYENVIEN"))
    assert "Không có tài khoản nào" in _text(managing.get("/quan-tri/tai-khoan?q=khong-ai"))
    assert "<html" not in _text(managing.get("/quan-tri/tai-khoan?q=phong", headers={"HX-Request": "true"}))


def test_the_list_asks_the_database_as_often_for_many(
    managing: Client, kon_tum: Body, django_assert_max_num_queries: Any
) -> None:
    """At most twelve queries, and no more with a hundred roles on the page."""
    with django_assert_max_num_queries(12) as few:
        managing.get("/quan-tri/tai-khoan")
    made = User.objects.bulk_create(User(username=f"u{n}", name=f"Phòng {n}", folded=f"phong {n}") for n in range(1000))
    Grant.objects.bulk_create(Grant(account=each, role="editor", body=kon_tum, valid_from=TODAY) for each in made)
    with django_assert_max_num_queries(len(few) + 1):  # the roles themselves
        managing.get("/quan-tri/tai-khoan")


GIVEN = {"role": "editor", "body": "kt", "valid_from": str(TODAY), "valid_to": ""}
WRONG = {
    "a body nobody knows": ({"body": "không có"}, "Không có cơ quan"),
    "a name that several have": ({"body": "quang ngai"}, "Có nhiều nơi khớp"),
    "a last day before the first": ({"valid_to": str(TODAY - timedelta(days=1))}, "đứng trước"),
    "a role that does not exist": ({"role": "boss"}, 'role="alert"'),
    "no first day": ({"valid_from": ""}, 'role="alert"'),
}


@pytest.mark.parametrize("written", ["kt", "62", "Tỉnh Kon Tum", "kon tum"])
def test_a_role_is_given_over_a_body_named_in_any_way(
    managing: Client, reader: User, kon_tum: Body, written: str
) -> None:
    """By key, code, name, or the name without accents."""
    response = managing.post(f"/quan-tri/tai-khoan/{reader.pk}/vai-tro", {**GIVEN, "body": written})
    assert response.status_code == 302
    assert may(reader, "editor", kon_tum, TODAY)


@pytest.mark.parametrize("what", WRONG)
def test_a_role_that_cannot_be_given_is_told(
    managing: Client, administrator: User, reader: User, kon_tum: Body, what: str
) -> None:
    """422, with the reason at its field, and nothing is given."""
    for key in ("q1", "q2"):
        Body.objects.create(key=key, kind="commune", name="Xã Quảng Ngãi")
    changed, said = WRONG[what]
    response = managing.post(f"/quan-tri/tai-khoan/{reader.pk}/vai-tro", {**GIVEN, **changed})
    assert (response.status_code, said in _text(response)) == (422, True)
    assert not Grant.objects.exists()


def test_nobody_gives_a_role_to_oneself(managing: Client, administrator: User, kon_tum: Body) -> None:
    """Content is not an administrator's by any way of his own."""
    response = managing.post(f"/quan-tri/tai-khoan/{administrator.pk}/vai-tro", GIVEN)
    assert (response.status_code, "tự giao" in _text(response)) == (422, True)


def test_the_same_role_twice_is_refused(managing: Client, held: Grant) -> None:
    """With the words of the action."""
    response = managing.post(f"/quan-tri/tai-khoan/{held.account.pk}/vai-tro", GIVEN)
    assert (response.status_code, "đã có vai trò này" in _text(response)) == (422, True)


def test_a_holder_appoints_and_dismisses_a_deputy(visiting: Client, held: Grant, deputy: User) -> None:
    """For a time; shown on the own page, and over on the day that is said."""
    asked = {"account": "THAY", "valid_from": str(TODAY), "valid_to": str(TODAY + timedelta(days=9))}
    assert visiting.post(f"/vai-tro/{held.pk}/uy-quyen", asked)["Location"] == "/tai-khoan"
    assert "Người thay" in _text(visiting.get("/tai-khoan"))
    assert may(deputy, "editor", held.body, TODAY)
    stands_in = Grant.objects.get(deputy_for=held)
    assert visiting.post(f"/vai-tro/{stands_in.pk}/ket-thuc", {"valid_to": str(TODAY)})["Location"] == "/tai-khoan"
    assert not may(deputy, "editor", held.body, TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account": "khong-ai"}, "Không có tài khoản đang mở"),
        ({"valid_to": ""}, 'role="alert"'),
        ({"account": "chuyenvien"}, "tài khoản khác"),
    ],
)
def test_a_deputy_that_cannot_be_is_told(
    visiting: Client, held: Grant, deputy: User, changed: dict[str, str], said: str
) -> None:
    """Nobody known, without an end, or the holder himself."""
    asked = {"account": "thay", "valid_from": str(TODAY), "valid_to": str(TODAY), **changed}
    response = visiting.post(f"/vai-tro/{held.pk}/uy-quyen", asked)
    assert (response.status_code, said in _text(response)) == (422, True)


def test_roles_of_others_are_not_touched(client: Client, administrator: User, held: Grant, deputy: User) -> None:
    """403: neither a deputy for them, nor their end; a deputy does not end the own standing-in either."""
    stands_in = appoint_deputy(by=administrator, held=held, account=deputy, valid_from=TODAY, valid_to=TODAY)
    client.force_login(deputy)
    for address in (
        f"/vai-tro/{held.pk}/uy-quyen",
        f"/vai-tro/{held.pk}/ket-thuc",
        f"/vai-tro/{stands_in.pk}/ket-thuc",
    ):
        assert (client.get(address).status_code, client.post(address).status_code) == (403, 403)
    client.force_login(held.account)
    assert client.get(f"/vai-tro/{held.pk}/ket-thuc").status_code == 403


def test_a_role_does_not_end_before_it_began(managing: Client, held: Grant) -> None:
    """The field says from when it can."""
    response = managing.post(f"/vai-tro/{held.pk}/ket-thuc", {"valid_to": str(held.valid_from - timedelta(days=1))})
    assert (response.status_code, "không thể sớm hơn" in _text(response)) == (422, True)


def test_my_page_keeps_name_and_language(visiting: Client, reader: User) -> None:
    """The language of the account goes with it to another browser."""
    response = visiting.post("/tai-khoan", {"name": "Phòng Nội dung", "language": "en"})
    assert response.status_code == 302
    assert "My account" in _text(visiting.get("/tai-khoan"))
    reader.refresh_from_db()
    reader.set_password(PASSWORD)
    reader.save()
    elsewhere = Client()
    elsewhere.post("/dang-nhap", {"login": reader.username, "password": PASSWORD})
    assert (reader.name, "Today" in _text(elsewhere.get("/"))) == ("Phòng Nội dung", True)


def test_a_role_that_ended_is_not_mine_any_more(visiting: Client, held: Grant, administrator: User) -> None:
    """The own page shows what holds or will hold; the administrator's page shows what was, too."""
    held.valid_to = date(2020, 1, 1)
    held.valid_from = date(2020, 1, 1)
    held.save()
    assert "Chưa có vai trò nào" in _text(visiting.get("/tai-khoan"))
    visiting.force_login(administrator)
    assert "đã hết" in _text(visiting.get(f"/quan-tri/tai-khoan/{held.account.pk}"))
