"""Sign-in by the office's provider, against one that runs: only what is verified counts, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.sign_in_settings import Oidc, social_providers
from tests.web.oidc_provider import BROKEN, CLIENT_ID, CLIENT_SECRET, FAULTS, MISDESCRIBED, SUBJECT, provider_running

PASSWORD = "đúng mật khẩu này"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider_running() as address:
        yield address


@pytest.fixture
def oidc(issuer: str, settings: Any) -> Oidc:
    """The site knows the provider."""
    known = Oidc(issuer, CLIENT_ID, CLIENT_SECRET, "Tài khoản tỉnh")
    _set(settings, known)
    return known


def _set(settings: Any, known: Oidc | None) -> None:
    here = settings.ENVIRONMENT
    settings.ENVIRONMENT = replace(here, sign_in=replace(here.sign_in, oidc=known))
    settings.SOCIALACCOUNT_PROVIDERS = social_providers(known)


@pytest.fixture
def holder(reader: User) -> User:
    cache.clear()
    reader.set_password(PASSWORD)
    reader.save()
    return reader


class _AsItIs(HTTPErrorProcessor):
    """A redirect is an answer, not a way to go."""

    def http_response(self, _request: Any, response: Any) -> Any:
        return response


def _back(location: str, **more: str) -> str:
    """Where the provider sends the browser that comes to `location`, with `more` asked of it."""
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    with build_opener(_AsItIs).open(location + asked) as answer:  # a provider on loopback
        parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def _through(client: Client, address: str = "/dang-nhap/co-quan", **more: str) -> Any:
    """To the provider and back; the page one ends on."""
    return client.get(_back(client.post(address)["Location"], **more), follow=True)


def _join(client: Client, **more: str) -> Any:
    client.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
    return _through(client, "/tai-khoan/co-quan/noi", **more)


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def _text(response: Any) -> str:
    return response.content.decode()


def test_joined_once_it_signs_in(client: Client, holder: User, oidc: Oidc) -> None:
    """Joined by the holder after the password; from then on the provider lets in, to the page one wanted."""
    client.force_login(holder)
    assert "Đã nối" in _text(_join(client))
    browser = Client()
    assert "Tài khoản tỉnh" in _text(browser.get("/dang-nhap"))
    to = browser.post("/dang-nhap/co-quan", {"next": "/co-quan"})["Location"]
    assert browser.get(_back(to))["Location"] == "/co-quan"
    assert _is_in(browser)
    assert Entry.objects.get().action == "accounts.join_identity"


def test_nothing_but_the_subject_is_kept(client: Client, holder: User, oidc: Oidc) -> None:
    """No name, no mail address, no token, and not when it was used last."""
    client.force_login(holder)
    _join(client)
    _through(Client())
    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data, kept.last_login) == (SUBJECT, {}, kept.date_joined)
    assert not SocialToken.objects.exists()


def test_a_name_that_the_provider_tells_opens_no_account(client: Client, administrator: User, oidc: Oidc) -> None:
    """Its token says preferred_username "quantri", an administrator's here: nobody is let in, nobody is made."""
    response = _through(client)
    assert "Chưa có tài khoản nào nối" in _text(response) and "thử lại" not in _text(response)
    assert not _is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("fault", [*FAULTS, *BROKEN])
def test_an_answer_that_is_not_good_lets_nobody_in(client: Client, holder: User, oidc: Oidc, fault: str) -> None:
    """Of another sign-in, issuer or client, run out, signed by nobody or by another; said with what to do."""
    client.force_login(holder)
    _join(client)
    browser = Client()
    response = _through(browser, fault=fault)
    assert "đăng nhập bằng mật khẩu" in _text(response)
    assert not _is_in(browser)


@pytest.mark.parametrize("fault", [*FAULTS, *BROKEN])
def test_an_answer_that_is_not_good_joins_nothing(client: Client, holder: User, oidc: Oidc, fault: str) -> None:
    """The same of joining; the holder stays signed in."""
    client.force_login(holder)
    response = _join(client, fault=fault)
    assert "Hãy thử lại" in _text(response)
    assert not SocialAccount.objects.exists()
    assert _is_in(client)


def test_an_answer_is_good_once_and_for_the_browser_that_asked(client: Client, holder: User, oidc: Oidc) -> None:
    """Sent again, or brought by another browser, it lets nobody in."""
    client.force_login(holder)
    _join(client)
    browser, stranger = Client(), Client()
    back = _back(browser.post("/dang-nhap/co-quan")["Location"])
    stranger.get(back)
    assert not _is_in(stranger)
    browser.get(back)
    assert _is_in(browser)
    browser.post("/dang-xuat")
    browser.get(back)
    assert not _is_in(browser)


def test_an_identity_is_of_one_account_and_an_account_of_one_identity(
    client: Client, holder: User, administrator: User, oidc: Oidc
) -> None:
    """The second is refused with what to do first; parted, it is free again."""
    client.force_login(holder)
    _join(client)
    assert "đã nối với một danh tính" in _text(_join(client, subject="nv-02"))
    other = Client()
    administrator.set_password(PASSWORD)
    administrator.save()
    other.force_login(administrator)
    assert "nối với tài khoản khác" in _text(_join(other))
    assert client.post("/tai-khoan/co-quan/bo-noi")["Location"] == "/tai-khoan"
    assert "Đã nối" in _text(_join(other))


@pytest.mark.parametrize("address", ["/tai-khoan/co-quan/noi", "/tai-khoan/co-quan/bo-noi"])
def test_joining_and_parting_ask_for_the_password_again(client: Client, holder: User, oidc: Oidc, address: str) -> None:
    """A page that was left open joins nobody else's identity."""
    client.force_login(holder)
    assert client.post(address)["Location"].startswith("/tai-khoan/xac-nhan?")


@pytest.mark.parametrize("address", ["/dang-nhap/co-quan", "/tai-khoan/co-quan/noi"])
def test_a_link_starts_nothing(client: Client, holder: User, oidc: Oidc, address: str) -> None:
    """Only a form of the site leads to the provider."""
    client.force_login(holder)
    assert client.get(address).status_code == 405


def test_the_second_step_is_asked_for_all_the_same(client: Client, holder: User, oidc: Oidc) -> None:
    """The provider stands in for the password, not for the telephone."""
    client.force_login(holder)
    _join(client)
    Authenticator.objects.create(user=holder, type="totp", data={"secret": "x"})
    browser = Client()
    _through(browser)
    assert not _is_in(browser)
    assert browser.get("/dang-nhap")["Location"] == "/dang-nhap/buoc-hai"


def test_a_closed_account_stays_out(client: Client, holder: User, oidc: Oidc) -> None:
    """Whatever the provider says."""
    client.force_login(holder)
    _join(client)
    holder.is_active = False
    holder.save()
    browser = Client()
    assert "Tài khoản đã đóng" in _text(_through(browser))
    assert not _is_in(browser)


@pytest.mark.parametrize("name", MISDESCRIBED)
def test_a_provider_that_describes_itself_wrongly_is_not_gone_to(
    client: Client, holder: User, oidc: Oidc, settings: Any, name: str
) -> None:
    """Of another name, leading where the policy of our pages does not, less safely than itself, or without keys."""
    _set(settings, replace(oidc, issuer=f"{oidc.issuer}/{name}"))
    assert client.post("/dang-nhap/co-quan")["Location"] == "/dang-nhap"
    assert "Hãy thử lại" in _text(client.get("/dang-nhap"))


def test_a_provider_that_is_away_is_said(client: Client, holder: User, oidc: Oidc, settings: Any) -> None:
    """No error of the server, and what to do instead."""
    _set(settings, replace(oidc, issuer="http://127.0.0.1:1"))
    assert client.post("/dang-nhap/co-quan")["Location"] == "/dang-nhap"
    assert "đăng nhập bằng mật khẩu" in _text(client.get("/dang-nhap"))


def test_a_provider_that_knows_another_secret_is_said(client: Client, holder: User, oidc: Oidc, settings: Any) -> None:
    """The code of the answer cannot be turned into a token."""
    _set(settings, replace(oidc, client_secret=PASSWORD))
    assert "đăng nhập bằng mật khẩu" in _text(_through(client))
    assert not _is_in(client)


def test_the_provider_is_not_asked_without_end(client: Client, holder: User, oidc: Oidc, settings: Any) -> None:
    """Who has not signed in makes the site ask it a number of times in a minute and no more."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    answers = [client.post("/dang-nhap/co-quan").status_code for _try in range(4)]
    assert answers == [302, 302, 302, 429]


def test_without_a_provider_there_is_no_such_page(client: Client, holder: User) -> None:
    """404, and no button."""
    assert settings.ENVIRONMENT.sign_in.oidc is None
    assert client.post("/dang-nhap/co-quan").status_code == 404
    assert client.get("/dang-nhap/co-quan/ve").status_code == 404
    assert "/dang-nhap/co-quan" not in _text(client.get("/dang-nhap"))
