"""Signing in: password, second step, how it ends; what is kept of it, which is nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from dondoc.web.accounts import sessions
from dondoc.web.accounts.actions import invite, set_password_by_link
from dondoc.web.accounts.models import OneTimeLink, User
from dondoc.web.accounts.required import needs_second_step
from dondoc.web.accounts.tasks import forget_sign_ins
from dondoc.web.audit.models import Entry
from dondoc.web.organizations.held import held_by
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.roles import grant
from tests.web.one_time_codes import code_now

PASSWORD = "đúng mật khẩu này"
NEXT = "một mật khẩu khác hẳn"


@pytest.fixture(autouse=True)
def _no_earlier_tries(db: Any) -> None:
    cache.clear()


@pytest.fixture
def holder(reader: User) -> User:
    reader.set_password(PASSWORD)
    reader.save()
    return reader


def _sign_in(client: Client, user: User, password: str = PASSWORD, address: str = "/dang-nhap") -> Any:
    return client.post(address, {"login": user.username, "password": password})


def _is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def _switch_on(client: Client) -> str:
    """Switches the second step on, as a person would; the secret."""
    client.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
    secret = re.search(r'<code class="secret">(\w+)<', client.get("/tai-khoan/hai-buoc/bat").content.decode())
    assert secret
    assert client.post("/tai-khoan/hai-buoc/bat", {"code": code_now(secret[1])}).status_code == 302
    return secret[1]


def _recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\d+)<", client.get("/tai-khoan/hai-buoc/ma-du-phong").content.decode())


def test_signing_in_and_out(client: Client, holder: User) -> None:
    """With the name, in any case, and the password; a wrong one is said, without saying which of the two."""
    for name, password in ((holder.username, "sai"), ("không ai", PASSWORD)):
        wrong = client.post("/dang-nhap", {"login": name, "password": password})
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in wrong.content.decode()
    assert client.post("/dang-nhap", {"login": holder.username.upper(), "password": PASSWORD}).status_code == 302
    assert _is_in(client)
    client.post("/dang-xuat")
    assert not _is_in(client)


def test_signing_in_leads_where_one_wanted_to_go_and_not_elsewhere(client: Client, holder: User) -> None:
    """A page of the site; never an address that somebody wrote into a link."""
    assert _sign_in(client, holder, address="/dang-nhap?next=/co-quan")["Location"] == "/co-quan"
    client.post("/dang-xuat")
    assert _sign_in(client, holder, address="/dang-nhap?next=https://xau.example/")["Location"] == "/"


def test_a_tried_account_is_left_alone_for_five_minutes(client: Client, holder: User) -> None:
    """After five wrong passwords not even the right one is looked at; another account is not touched by that."""
    for _try in range(5):
        _sign_in(client, holder, "sai")
    stopped = _sign_in(client, holder).content.decode()
    assert "Hãy đợi 5 phút" in stopped
    other = User.objects.create(username="khac", name="Khác")
    other.set_password(PASSWORD)
    other.save()
    assert _sign_in(client, other).status_code == 302


@pytest.mark.parametrize(
    "way",
    [
        lambda n: {"REMOTE_ADDR": f"10.0.0.{n}"},
        lambda n: {"HTTP_HOST": f"localhost:{8000 + n}"},
        lambda n: {"HTTP_HOST": ("localhost", "127.0.0.1")[n % 2]},
        lambda n: {"HTTP_X_FORWARDED_FOR": f"10.0.0.{n}"},
    ],
    ids=["addresses", "ports", "hosts", "a header that anybody can write"],
)
def test_an_account_is_tried_no_oftener_by_any_way(client: Client, holder: User, way: Callable[[int], Any]) -> None:
    """Five tries are five, from wherever and by whatever name of the site they come, in any writing of the name."""
    for number in range(5):
        name = holder.username.upper() if number % 2 else holder.username
        client.post("/dang-nhap", {"login": name, "password": "sai"}, **way(number))
    right = client.post("/dang-nhap", {"login": holder.username, "password": PASSWORD}, **way(5))
    assert "Hãy đợi 5 phút" in right.content.decode()


def test_an_account_is_free_again_after_five_minutes(
    client: Client, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is shut out for longer by tries of another."""
    for _try in range(5):
        _sign_in(client, holder, "sai")
    later = time.time() + 301
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert _sign_in(client, holder).status_code == 302


def test_many_accounts_are_not_tried_from_one_address(client: Client, db: None) -> None:
    """After thirty failures in a minute the address waits, whoever is tried next; another address does not."""
    for number in range(30):
        client.post("/dang-nhap", {"login": f"ai-do-{number}", "password": "sai"})
    for address, told in (("127.0.0.1", True), ("10.0.0.1", False)):
        answer = client.post("/dang-nhap", {"login": "mot-nguoi-nua", "password": "sai"}, REMOTE_ADDR=address)
        assert ("Hãy đợi 5 phút" in answer.content.decode()) is told


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_server_its_visitors_are_told_apart(client: Client, db: None) -> None:
    """By the last address that it has written itself; one that the visitor wrote before it counts for nothing."""
    for number in range(30):
        forwarded = f"10.9.9.{number}, 10.0.0.1"
        client.post("/dang-nhap", {"login": f"ai-{number}", "password": "sai"}, HTTP_X_FORWARDED_FOR=forwarded)
    for forwarded, told in (("10.8.8.8, 10.0.0.1", True), ("10.0.0.2", False)):
        given = {"login": "mot-nguoi-nua", "password": "sai"}
        answer = client.post("/dang-nhap", given, HTTP_X_FORWARDED_FOR=forwarded)
        assert ("Hãy đợi 5 phút" in answer.content.decode()) is told


@pytest.mark.parametrize(
    ("address", "given", "most"),
    [
        ("/tai-khoan/mat-khau", {"oldpassword": "sai", "password1": NEXT, "password2": NEXT}, 5),
        ("/tai-khoan/xac-nhan", {"password": "sai"}, 10),
    ],
)
def test_a_page_that_was_left_open_is_no_way_to_try_passwords(
    client: Client, holder: User, address: str, given: dict[str, str], most: int
) -> None:
    """Tries there are counted like those of signing in, and then the page itself says to wait."""
    _sign_in(client, holder)
    answers = [client.post(address, given) for _try in range(most + 1)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert "Quá nhiều lần thử" in answers[-1].content.decode()
    holder.refresh_from_db()
    assert holder.check_password(PASSWORD)


@override_settings(ACCOUNT_RATE_LIMITS={"login": "3/m/ip"})
def test_an_address_that_tries_too_often_is_told_to_wait(client: Client, db: None) -> None:
    """429 with how long, as a page of the site."""
    for _try in range(3):
        client.post("/dang-nhap", {"login": "a", "password": "b"})
    response = client.post("/dang-nhap", {"login": "a", "password": "b"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Quá nhiều lần thử" in response.content.decode()


def test_a_closed_account_is_told_so(client: Client, holder: User) -> None:
    """To whoever knows its password; and it is out at once, also of a session that goes on."""
    _sign_in(client, holder)
    holder.is_active = False
    holder.save()
    assert not _is_in(client)
    assert _sign_in(client, holder)["Location"] == "/dang-nhap/da-dong"
    assert "đề nghị quản trị viên mở lại" in client.get("/dang-nhap/da-dong").content.decode()


def test_a_new_password_ends_every_other_session(client: Client, holder: User) -> None:
    """The one in which it was changed goes on; the change is on record, without the password."""
    elsewhere = Client()
    _sign_in(client, holder)
    _sign_in(elsewhere, holder)
    given = {"oldpassword": PASSWORD, "password1": NEXT, "password2": NEXT}
    assert client.post("/tai-khoan/mat-khau", given).status_code == 302
    assert (_is_in(client), _is_in(elsewhere)) == (True, False)
    entry = Entry.objects.get(action="accounts.change_password")
    assert (entry.by, entry.details) == (holder, {})


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("sai", NEXT, NEXT, "Mật khẩu hiện tại chưa đúng"),
        (PASSWORD, "ngắn", "ngắn", "12"),
        (PASSWORD, NEXT, PASSWORD, 'role="alert"'),
    ],
)
def test_a_new_password_is_refused_with_the_reason(
    client: Client, holder: User, old: str, new: str, again: str, said: str
) -> None:
    """The old one wrong, the new one weak, or typed in two ways."""
    _sign_in(client, holder)
    response = client.post("/tai-khoan/mat-khau", {"oldpassword": old, "password1": new, "password2": again})
    assert said in response.content.decode()
    holder.refresh_from_db()
    assert holder.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("passed", "lasts"),
    [("a page every half hour", True), ("an hour without a page", False), ("half a day of pages", False)],
)
def test_a_session_ends_by_itself(
    client: Client, holder: User, monkeypatch: pytest.MonkeyPatch, passed: str, lasts: bool
) -> None:
    """After an hour without a page, and after twelve hours whatever was done; the page of sign-in says why."""
    _sign_in(client, holder)
    begun = time.time()
    now = [begun]
    monkeypatch.setattr(sessions.time, "time", lambda: now[0])
    minutes = {"a page every half hour": [30, 60, 90], "an hour without a page": [61]}
    for minute in minutes.get(passed, range(30, 750, 30)):
        now[0] = begun + minute * 60
        response = client.get("/", follow=True)
    assert ("Đăng xuất" in response.content.decode()) is lasts
    assert ("đã hết hạn" in response.content.decode()) is not lasts


def test_signing_out_everywhere(client: Client, holder: User) -> None:
    """This browser and the others, by the holder, on record; then one signs in again as before."""
    elsewhere = Client()
    _sign_in(client, holder)
    _sign_in(elsewhere, holder)
    assert client.post("/tai-khoan/dang-xuat-moi-noi")["Location"] == "/dang-nhap"
    assert (_is_in(client), _is_in(elsewhere)) == (False, False)
    assert Entry.objects.get().action == "accounts.end_sessions"
    _sign_in(client, holder)
    assert (_is_in(client), _is_in(elsewhere)) == (True, False)


def test_a_session_that_was_written_down_is_good_for_nobody_else(client: Client, holder: User) -> None:
    """Signing in gives a new key: one that a stranger has put into the browser before is not signed in."""
    client.get("/dang-nhap")
    client.session.save()
    planted = client.cookies["sessionid"].value if "sessionid" in client.cookies else client.session.session_key
    _sign_in(client, holder)
    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert (_is_in(client), _is_in(stranger)) == (True, False)


def test_what_has_run_out_is_forgotten_every_night(client: Client, holder: User, administrator: User) -> None:
    """Sessions, used and old links, counts of tries with their addresses; what still counts stays."""
    now = timezone.now()
    _sign_in(client, holder)
    _sign_in(Client(), holder, "sai")
    over = Client()
    over.force_login(administrator)
    Session.objects.filter(pk=over.session.session_key).update(expire_date=now - timedelta(hours=1))
    secrets = [invite(by=administrator, username=f"m{number}", name="Mới")[1] for number in range(3)]
    set_password_by_link(secret=secrets[0], password=PASSWORD)
    OneTimeLink.objects.filter(account__username="m1").update(expires_at=now - timedelta(seconds=1))
    forget_sign_ins.call(due=(timezone.now() + timedelta(seconds=2)).isoformat())
    assert [each.account.username for each in OneTimeLink.objects.all()] == ["m2"]
    assert (_is_in(client), Session.objects.count()) == (True, 1)
    assert _counts() > 0
    forget_sign_ins.call(due=(timezone.now() + timedelta(hours=1)).isoformat())
    assert _counts() == 0


def _counts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM dondoc_cache")
        return int(cursor.fetchone()[0])


def test_leaving_the_cookie_of_the_last_page_out_gains_nothing(
    client: Client, holder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it, or with one of another session, the time counts from the sign-in."""
    other = Client()
    _sign_in(other, holder)
    _is_in(other)
    _sign_in(client, holder)
    _is_in(client)
    begun = time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: begun + 61 * 60)
    client.cookies[sessions.COOKIE] = other.cookies[sessions.COOKIE].value
    assert not _is_in(client)


def test_nothing_is_kept_of_who_was_there(client: Client, holder: User) -> None:
    """No last sign-in, no use of a code, no entry in the record, no time in the session's row but its end."""
    _sign_in(client, holder)
    secret = _switch_on(client)
    client.post("/dang-xuat")
    entries = Entry.objects.count()
    _sign_in(client, holder)
    assert client.post("/dang-nhap/buoc-hai", {"code": code_now(secret, later=1)}).status_code == 302
    rows = Session.objects.values_list("session_data", "expire_date").get()
    _is_in(client)
    _is_in(client)
    assert Session.objects.values_list("session_data", "expire_date").get()[1] == rows[1]
    assert Entry.objects.count() == entries
    assert set(Authenticator.objects.values_list("last_used_at", flat=True)) == {None}
    assert not [field.name for field in User._meta.get_fields() if field.name in ("last_login", "date_joined")]


def test_a_second_step_is_switched_on_and_asked_for(client: Client, holder: User) -> None:
    """With the picture as a file of the site; from then on the password alone does not let in."""
    _sign_in(client, holder)
    secret = _switch_on(client)
    assert len(_recovery_codes(client)) == 10
    assert _recovery_codes(client) == [], "the codes are shown once"
    client.post("/dang-xuat")
    assert _sign_in(client, holder)["Location"] == "/dang-nhap/buoc-hai"
    assert not _is_in(client)
    assert "Mã chưa đúng" in client.post("/dang-nhap/buoc-hai", {"code": "000000"}).content.decode()
    assert client.post("/dang-nhap/buoc-hai", {"code": code_now(secret, later=1)}).status_code == 302
    assert _is_in(client)


def test_the_picture_is_a_file_of_its_own_and_only_while_it_is_needed(client: Client, holder: User) -> None:
    """404 before and after; never kept by a cache."""
    _sign_in(client, holder)
    assert client.get("/tai-khoan/hai-buoc/anh.svg").status_code == 404
    client.post("/tai-khoan/xac-nhan", {"password": PASSWORD})
    client.get("/tai-khoan/hai-buoc/bat")
    picture = client.get("/tai-khoan/hai-buoc/anh.svg")
    assert (picture["Content-Type"], b"<svg" in picture.content) == ("image/svg+xml", True)
    assert "no-store" in picture["Cache-Control"]
    assert "style" not in picture.content.decode(), "the policy would not let it be drawn"
    _switch_on(client)
    assert client.get("/tai-khoan/hai-buoc/anh.svg").status_code == 404


@pytest.mark.parametrize("which", ["a code of the app", "a recovery code"])
def test_a_code_is_good_once(client: Client, holder: User, which: str) -> None:
    """Whoever has looked over a shoulder comes too late."""
    _sign_in(client, holder)
    secret = _switch_on(client)
    codes = _recovery_codes(client)
    code = codes[0] if "recovery" in which else code_now(secret, later=1)
    for browser, status in ((Client(), 302), (Client(), 200)):
        _sign_in(browser, holder)
        assert browser.post("/dang-nhap/buoc-hai", {"code": code}).status_code == status


def test_codes_are_not_tried_out(client: Client, holder: User) -> None:
    """After five wrong ones the account waits."""
    _sign_in(client, holder)
    _switch_on(client)
    stranger = Client()
    _sign_in(stranger, holder)
    for _try in range(6):
        response = stranger.post("/dang-nhap/buoc-hai", {"code": "000000"})
    assert "Hãy đợi 5 phút" in response.content.decode()


@pytest.mark.parametrize("address", ["bat", "tat", "ma-du-phong", "ma-du-phong/moi"])
def test_the_second_step_is_changed_only_by_who_is_still_there(client: Client, holder: User, address: str) -> None:
    """A page that was left open is asked for the password again; what was asked for follows."""
    _sign_in(client, holder)
    if address != "bat":
        _switch_on(client)
        client.post("/dang-xuat")
        _sign_in(client, holder)
        codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
        client.post("/dang-nhap/buoc-hai", {"code": codes[0]})
    page = f"/tai-khoan/hai-buoc/{address}"
    asked = client.get(page)
    assert asked["Location"] == f"/tai-khoan/xac-nhan?next={page.replace('/', '%2F')}"
    assert "Mật khẩu chưa đúng" in client.post(asked["Location"], {"password": "sai"}).content.decode()
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == page
    assert client.get(page).status_code == 200


def test_switching_off_and_new_codes_are_on_record(client: Client, holder: User) -> None:
    """Each with its entry, in the transaction of the change."""
    _sign_in(client, holder)
    _switch_on(client)
    client.post("/tai-khoan/hai-buoc/ma-du-phong/moi")
    client.post("/tai-khoan/hai-buoc/tat")
    assert not Authenticator.objects.exists()
    actions = list(Entry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["accounts.second_step_on", "accounts.recovery_codes", "accounts.second_step_off"]


def test_secrets_lie_encrypted(client: Client, holder: User) -> None:
    """A copy of the database without the secret key opens nothing."""
    _sign_in(client, holder)
    secret = _switch_on(client)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()[0] not in stored


def test_who_needs_a_second_step_switches_it_on_first(
    client: Client, administrator: User, second_step_asked: None
) -> None:
    """Led there from every page; it is not switched off again while the role lasts."""
    administrator.set_password(PASSWORD)
    administrator.save()
    _sign_in(client, administrator)
    assert client.get("/quan-tri/tai-khoan")["Location"] == "/tai-khoan/hai-buoc/bat"
    _switch_on(client)
    assert client.get("/quan-tri/tai-khoan").status_code == 200
    assert "không tắt được" in client.post("/tai-khoan/hai-buoc/tat").content.decode()
    assert Authenticator.objects.filter(type="totp").exists()


@pytest.mark.parametrize(("role", "needed"), [("assigner", True), ("publisher", True), ("editor", False)])
def test_a_role_needs_a_second_step_while_it_lasts(
    administrator: User, holder: User, second_step_asked: None, kon_tum: Body, role: str, needed: bool
) -> None:
    """By the names in DONDOC_TOTP_ROLES; a deputy as much as the holder."""
    first, last = date(2025, 1, 1), date(2025, 12, 31)
    grant(by=administrator, account=holder, role=role, body=kon_tum, valid_from=first, valid_to=last)
    assert needs_second_step(holder, held_by(holder, first)) is needed
    assert not needs_second_step(holder, held_by(holder, date(2026, 1, 1)))


def test_a_role_given_meanwhile_asks_for_the_second_step_at_once(
    client: Client, administrator: User, holder: User, second_step_asked: None, kon_tum: Body
) -> None:
    """Who is signed in is led there with the next page; one who has it already, in another browser too, goes on."""
    elsewhere = Client()
    for browser in (client, elsewhere):
        _sign_in(browser, holder)
        assert _is_in(browser)
    grant(by=administrator, account=holder, role="assigner", body=kon_tum, valid_from=date(2025, 1, 1))
    assert client.get("/")["Location"] == "/tai-khoan/hai-buoc/bat"
    _switch_on(client)
    assert (_is_in(client), _is_in(elsewhere)) == (True, True)


def test_a_second_step_switched_off_is_asked_for_again_by_a_role(
    client: Client, administrator: User, holder: User, second_step_asked: None, kon_tum: Body
) -> None:
    """Having had one in this session is not having one."""
    _sign_in(client, holder)
    _switch_on(client)
    client.post("/tai-khoan/hai-buoc/tat")
    grant(by=administrator, account=holder, role="assigner", body=kon_tum, valid_from=date(2025, 1, 1))
    assert client.get("/")["Location"] == "/tai-khoan/hai-buoc/bat"


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/dang-ky",
     "/accounts/3rdparty/", "/accounts/2fa/webauthn/"],
)  # fmt: skip
def test_what_is_not_used_does_not_exist(client: Client, db: None, address: str) -> None:
    """No page of allauth is there but those that urls.py names."""
    assert client.get(address).status_code == 404


def test_a_form_without_its_token_is_refused_with_the_next_step(holder: User) -> None:
    """Another site cannot send it; a page that was open too long says what to do."""
    client = Client(enforce_csrf_checks=True)
    response = client.post("/dang-nhap", {"login": holder.username, "password": PASSWORD})
    assert response.status_code == 403
    assert "tải lại trang" in response.content.decode()


def test_a_part_of_a_page_leads_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    """After the session has ended a search shows no sign-in inside the list."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/co-quan?q=bo"}
    response = client.get("/co-quan?q=bo+y", headers=headers)
    assert response["HX-Redirect"] == "/dang-nhap?next=/co-quan%3Fq%3Dbo"
