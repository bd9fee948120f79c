"""Pages: what they show, in which language, with how many queries, under which policy."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import path
from django.utils import timezone

from dondoc.evaluating.lineage import Change
from dondoc.web import pages, urls
from dondoc.web.accounts.models import User
from dondoc.web.jobs.actions import register_worker
from dondoc.web.logs import JsonLines
from dondoc.web.organizations.actions import create_body, succeed
from dondoc.web.organizations.models import Body, Placement
from tests.web.processes import variables


def _text(response) -> str:
    return response.content.decode()


def _broken(request):
    raise RuntimeError("broken")


class WithABrokenPage:
    urlpatterns = (*urls.urlpatterns, path("hong", _broken, name="today"))
    handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


def test_the_site_is_safe_by_djangos_own_check(tmp_path: Path) -> None:
    """`check --deploy` finds nothing with the settings of an office, read from its environment."""
    office = {"DONDOC_HOSTS": "dondoc.tinh.gov.vn", "DONDOC_BEHIND_PROXY": "1", "DONDOC_TOTP_ROLES": ""}
    settings = variables(DONDOC_DATA=str(tmp_path), DJANGO_SETTINGS_MODULE="dondoc.web.settings", **office)
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "DEBUG"]
    done = subprocess.run(command, env=settings, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "no issues" in done.stdout


def test_the_models_and_the_migrations_agree(db: None) -> None:
    """Nothing is left to migrate."""
    said = StringIO()
    call_command("makemigrations", dry_run=True, stdout=said)
    assert "No changes detected" in said.getvalue()


def test_the_machine_can_ask_how_it_is(client: Client, db: None) -> None:
    """Without an account; ready means every migration is applied and a background worker lives."""
    register_worker(worker_id="one", now=timezone.now())
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_an_old_database_is_not_ready(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """503, and what is missing."""
    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: [1])
    response = client.get("/readyz")
    assert (response.status_code, response.json()["problem"]) == (503, "migrations")


@pytest.mark.parametrize("address", ["/", "/co-quan", "/giao-dien", "/viec-nen", "/lich-lam-viec", "/khong-co"])
def test_no_page_needs_inline_script_or_style(managing: Client, address: str) -> None:
    """The policy allows the site's own files only, and no page asks for more."""
    response = managing.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = _text(response)
    assert "<style" not in text
    assert " style=" not in text
    assert " on" + "click" not in text
    assert text.count("<script") == text.count("<script src=")


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), serial=(), usb=()",
}


@pytest.mark.parametrize("address", ["/", "/dang-nhap", "/khong-co", "/healthz", "/static/dondoc/tokens.css"])
def test_every_answer_bears_the_headers_that_shut_a_browser(managing: Client, address: str) -> None:
    """Pages, errors, what the machine asks, and files."""
    with closing(managing.get(address)) as response:
        assert {name: response.get(name) for name in HEADERS} == HEADERS


@pytest.mark.parametrize("address", ["/", "/co-quan", "/tai-khoan"])
def test_a_page_for_an_account_is_kept_by_no_cache(visiting: Client, address: str) -> None:
    """Nobody reads it with the back button after the one before has signed out."""
    assert "no-store" in visiting.get(address)["Cache-Control"]


def test_with_https_cookies_and_browsers_keep_to_it(client: Client, db: None) -> None:
    """Whoever comes without is led to it; a browser that came once comes with it for a year."""
    office = {"SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31_536_000, "CSRF_COOKIE_SECURE": True}
    with override_settings(**office):
        assert client.get("/dang-nhap")["Location"] == "https://testserver/dang-nhap"
        page = client.get("/dang-nhap", secure=True)
    assert page["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = page.cookies["csrftoken"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_vietnamese_first_english_on_request(client: Client, db: None) -> None:
    """The language of the browser, or the one chosen, which is kept."""
    assert "Đăng nhập" in _text(client.get("/dang-nhap"))
    assert "Sign in" in _text(client.get("/dang-nhap", headers={"Accept-Language": "en"}))
    client.post("/ngon-ngu", {"language": "en", "next": "/dang-nhap"})
    assert "Sign in" in _text(client.get("/dang-nhap"))


def test_a_page_that_is_not_there_says_so_in_vietnamese(visiting: Client) -> None:
    """Also one whose address is no page at all."""
    for address in ("/khong-co", "/co-quan/khong-co"):
        response = visiting.get(address)
        assert response.status_code == 404
        assert "Không có trang này" in _text(response)


@override_settings(ROOT_URLCONF=WithABrokenPage)
def test_an_error_gives_a_number_and_is_logged(visiting: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The page shows the number under which the log has the error, and nothing of the program."""
    visiting.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = visiting.get("/hong")
    assert response.status_code == 500
    assert "Có lỗi ở máy chủ" in _text(response)
    assert "RuntimeError" not in _text(response)
    assert response["X-Request-ID"] in _text(response)
    error = next(record for record in caplog.records if getattr(record, "event", "") == "error")
    line = json.loads(JsonLines().format(error))
    assert line["request_id"] == response["X-Request-ID"]
    assert "RuntimeError: broken" in line["traceback"]


def test_the_log_has_names_of_pages_and_no_addresses(
    client: Client, db: None, caplog: pytest.LogCaptureFixture
) -> None:
    """A one-time link, a word looked for, an account: none of it is in the log."""
    with caplog.at_level(logging.INFO):
        client.get("/bat-dau/very-secret?q=kontum")
    lines = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert '"url_name": "first_administrator"' in lines
    assert "very-secret" not in lines
    assert "kontum" not in lines


def _communes(administrator: User, count: int) -> None:
    province = create_body(by=administrator, key="p", kind="province", name="Tỉnh P")
    made = Body.objects.bulk_create(Body(key=f"c{n}", kind="commune", name=f"Xã {n}") for n in range(count))
    Placement.objects.bulk_create(Placement(body=each, parent=province) for each in made)


@pytest.mark.parametrize("address", ["/co-quan", "/co-quan?q=xa", "/co-quan?q=xa&day=2024-01-01", "/co-quan/p"])
def test_a_list_asks_the_database_as_often_for_ten_rows_as_for_a_thousand(
    managing: Client, administrator: User, address: str, django_assert_max_num_queries
) -> None:
    """At most twelve queries, and no more with more rows."""
    _communes(administrator, 10)
    with django_assert_max_num_queries(12) as few:
        managing.get(address)
    Body.objects.bulk_create(Body(key=f"d{n}", kind="commune", name=f"Xã {n}") for n in range(1000))
    with django_assert_max_num_queries(len(few)):
        managing.get(address)


def test_the_list_is_that_of_the_day(visiting: Client, administrator: User) -> None:
    """A province that ended is listed for its last day and not for the next; a day that is none is said."""
    create_body(by=administrator, key="old", kind="province", name="Tỉnh Cũ", valid_to=date(2025, 6, 30))
    assert "Tỉnh Cũ" in _text(visiting.get("/co-quan?day=2025-06-30"))
    assert "Tỉnh Cũ" not in _text(visiting.get("/co-quan?day=2025-07-01"))
    assert 'role="alert"' in _text(visiting.get("/co-quan?day=hom-qua"))


def test_a_body_shows_what_it_stood_under_and_what_under_it(visiting: Client, kon_tum: Body) -> None:
    """The way up as links, the units below as a list, the depth as a number."""
    district = _text(visiting.get("/co-quan/kt-nh?day=2025-06-30"))
    assert "/co-quan/kt?day=2025-06-30" in district
    assert "Xã Bờ Y" in district
    assert "Kể cả các cấp dưới: 2" in _text(visiting.get("/co-quan/kt?day=2025-06-30"))


def test_a_body_shows_what_became_of_it(
    visiting: Client, administrator: User, kon_tum: Body, quang_ngai: tuple[Body, Body]
) -> None:
    """With links to both sides; asked without a day, a body that ended shows its last one."""
    succeed(
        by=administrator, change=Change.MERGE, on=date(2025, 7, 1), predecessors=[kon_tum, quang_ngai[0]],
        successors=[quang_ngai[1]], decision="NQ 202/2025/QH15",
    )  # fmt: skip
    text = _text(visiting.get("/co-quan/kt"))
    assert 'value="2025-06-30"' in text
    assert "NQ 202/2025/QH15" in text
    assert '<a href="/co-quan/qn-old">Tỉnh Quảng Ngãi</a> → <a href="/co-quan/qn">Tỉnh Quảng Ngãi</a>' in text


def test_a_search_of_htmx_gets_the_list_alone(visiting: Client, kon_tum: Body) -> None:
    """Without the frame of the page; with the same words without accents."""
    response = visiting.get("/co-quan?q=bo+y", headers={"HX-Request": "true"})
    assert "Xã Bờ Y" in _text(response)
    assert "<html" not in _text(response)


def test_an_import_is_tried_and_then_written(managing: Client) -> None:
    """Two buttons of one form; wrong lines come back as a table and 422."""

    def send(text: str, **button: str):
        return managing.post(
            "/co-quan/nap", {"what": "bodies", "file": SimpleUploadedFile("b.csv", text.encode()), **button}
        )

    good = "key,kind,name\nqn,province,Tỉnh Quảng Ngãi\n"
    assert "Thử xong, chưa ghi" in _text(send(good))
    assert not Body.objects.exists()
    assert "Đã ghi" in _text(send(good, write="1"))
    assert Body.objects.count() == 1
    wrong = send("key,kind,name\nx,tỉnh,X\n", write="1")
    assert wrong.status_code == 422
    assert "Loại «tỉnh» không có" in _text(wrong)
    assert managing.post("/co-quan/nap", {"what": "bodies"}).status_code == 422


def test_the_design_system_shows_every_status(visiting: Client) -> None:
    """Each status of the style sheet is there with its word."""
    text = _text(visiting.get("/giao-dien"))
    for status in pages.STATUSES:
        assert f'class="st {status}"' in text


COMPONENTS = (
    *("card", "st", "field", "n", "serif", "mark", "notice", "empty", "stack", "group", "tag", "facts"),
    *("choice", "option", "propose", "row", "muted"),
)


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_design_system_shows_every_component(visiting: Client, component: str) -> None:
    """As it is used: an element of that class."""
    assert re.search(rf'class="([^"]* )?{component}[ "]', _text(visiting.get("/giao-dien")))
