"""The JSON API: tokens and their scopes, what goes out and comes in, what is refused and how it is told."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dondoc.web.accounts.actions import AccountError, close_account
from dondoc.web.accounts.models import Token
from dondoc.web.accounts.tokens import MOST, SCOPES, give_token, revoke_token, token_of
from dondoc.web.audit.models import Entry
from dondoc.web.figures.models import Version
from dondoc.web.indicators.models import Indicator
from tests.web.reporting import Reporting, make_reporting

FIGURE = {
    "indicator": "thu", "body": "xa1", "unit": "tỷ đồng", "basis": "cumulative", "from": "2023-07-01",
    "to": "2023-12-31", "value": "940.5", "known_on": "2023-12-20",
}  # fmt: skip


@pytest.fixture
def reporting(administrator: Any) -> Reporting:
    return make_reporting(administrator)


class Program:
    """A program that asks with a token of an account."""

    def __init__(self, account: Any, *scopes: str) -> None:
        _token, secret = give_token(by=account, name="thử", scopes=scopes or tuple(SCOPES), days=1)
        self.client = Client(headers={"Authorization": f"Bearer {secret}"})

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", **more)

    def post(self, path: str, *figures: Any, **more: Any) -> Any:
        body = json.dumps({"figures": figures})
        return self.client.post(f"/api/v1/{path}", body, content_type="application/json", **more)


def test_a_token_is_kept_as_a_hash_and_told_once(reporting: Reporting) -> None:
    """It is good until it runs out or is revoked, or its account is closed; giving and revoking have their entries."""
    editor = reporting.people["editor"]
    token, secret = give_token(by=editor, name="kho dữ liệu", scopes=["plans:read"], days=30)
    assert secret not in json.dumps(list(Token.objects.values()), default=str)
    assert token_of(secret) == token and token_of("ddt_khác") is None
    Token.objects.update(made_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1))
    assert token_of(secret) is None
    token, secret = give_token(by=editor, name="kho dữ liệu", scopes=["plans:read"], days=30)
    revoke_token(by=editor, token=token)
    assert token_of(secret) is None
    with pytest.raises(AccountError, match="đã được thu hồi"):
        revoke_token(by=editor, token=token)
    _token, secret = give_token(by=editor, name="kho dữ liệu", scopes=["plans:read"], days=30)
    close_account(by=reporting.world.administrator, account=editor)
    assert token_of(secret) is None and not Token.objects.filter(revoked_at=None, account=editor)[1:]
    told = [entry.details for entry in Entry.objects.filter(action="accounts.give_token")]
    assert len(told) == 3 and all(secret not in json.dumps(each) for each in told)
    assert Entry.objects.filter(action="accounts.revoke_token").count() == 1


@pytest.mark.parametrize(("scopes", "days"), [([], 1), (["everything"], 1), (["plans:read"], 0), (["plans:read"], 999)])
def test_no_token_without_scope_or_end(reporting: Reporting, scopes: list[str], days: int) -> None:
    """Nor more of them than an account can keep in view."""
    editor = reporting.people["editor"]
    with pytest.raises(AccountError):
        give_token(by=editor, name="x", scopes=scopes, days=days)
    for _number in range(MOST):
        give_token(by=editor, name="x", scopes=["plans:read"], days=1)
    with pytest.raises(AccountError, match="thu hồi"):
        give_token(by=editor, name="x", scopes=["plans:read"], days=1)


def test_the_page_of_the_account_gives_and_revokes(reporting: Reporting) -> None:
    """The secret stands in one answer; nobody revokes the token of another."""
    client, other = Client(), Client()
    client.force_login(reporting.people["editor"])
    other.force_login(reporting.people["assigner"])
    sent = {"name": "kho dữ liệu", "scopes": ["figures:read"], "days": 30}
    page = client.post("/tai-khoan/ma-truy-cap", sent)
    token = Token.objects.get()
    assert "ddt_" in page.content.decode() and "no-store" in page["Cache-Control"]
    listed = client.get("/tai-khoan").content.decode()
    assert token.begins in listed and "figures:read" in listed
    places = re.findall(r'\bid="([^"]+)"', listed)
    assert len(places) == len(set(places)), "a label of one form would lead into another"
    assert other.post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi").status_code == 403
    client.post(f"/tai-khoan/ma-truy-cap/{token.pk}/thu-hoi")
    assert token.begins not in client.get("/tai-khoan").content.decode()
    client.post("/tai-khoan/ma-truy-cap", {**sent, "scopes": []})
    assert Token.objects.count() == 1


def test_who_shows_no_token_is_nobody(reporting: Reporting, client: Client) -> None:
    """Also with the session of a page: what a browser sends by itself opens nothing here, and no cookie is set."""
    client.force_login(reporting.people["editor"])
    for headers in ({}, {"Authorization": "Bearer ddt_no"}, {"Authorization": "Basic eDp5"}):
        answer = client.get("/api/v1/plans", headers=headers)
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
        assert answer["WWW-Authenticate"] == "Bearer" and not answer.cookies


def test_a_token_is_for_its_scopes_alone(reporting: Reporting) -> None:
    """And its account may what it may on the pages, no more."""
    reading = Program(reporting.people["editor"], "plans:read")
    assert reading.get("plans").status_code == 200
    refused = reading.get("figures", headers={"Accept-Language": "en"})
    assert refused.status_code == 403 and "figures:read" in refused.json()["detail"]
    elsewhere = Program(reporting.people["elsewhere"])
    assert elsewhere.get(f"plans/{reporting.world.plan.pk}").status_code == 403
    assert elsewhere.post(f"plans/{reporting.world.plan.pk}/figures", FIGURE).status_code == 403
    assert elsewhere.get("plans").json()["plans"] == []


def test_plans_rounds_and_reports(reporting: Reporting) -> None:
    """Filtered and in pages; what is restricted is seen by whom the plan names."""
    office, plan = Program(reporting.people["editor"]), reporting.world.plan.pk
    listed = office.get("plans?q=nghi quyet&page_size=1").json()
    assert (listed["count"], [each["id"] for each in listed["plans"]]) == (1, [plan])
    assert office.get("plans?q=khong-co").json()["plans"] == []
    assert office.get("plans?page=2").json() == {"count": 1, "page": 2, "page_size": 100, "plans": []}
    shown = office.get(f"plans/{plan}").json()
    target = next(each for each in shown["commitments"] if each["code"] == "T01")
    assert (target["indicator"], target["amount"], target["unit"]) == ("thu", "2670", "tỷ đồng")
    lead = Program(reporting.people["reporter"]).get(f"plans/{plan}").json()
    assert {each["code"] for each in lead["commitments"]} < {each["code"] for each in shown["commitments"]}
    rounds = office.get("rounds?period=2023-H2").json()["rounds"]
    assert [each["due_on"] for each in rounds] == ["2023-12-25"]
    reports = office.get(f"rounds/{rounds[0]['id']}").json()["reports"]
    assert {(each["body"]["key"], each["state"]) for each in reports} == {
        (key, "draft") for key in ("stc", "xa1", "xa2")
    }
    assert Program(reporting.people["xa1-reporter"]).get("rounds").json()["count"] == 1
    assert Program(reporting.people["elsewhere"]).get("rounds").json()["count"] == 0


def test_figures_go_in_as_a_file_does(reporting: Reporting) -> None:
    """Tried, taken in, the same again changes nothing, a correction needs a reason; one entry each."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    tried = office.post(f"{path}?dry_run=true", FIGURE).json()
    assert (tried["new"], tried["written"], tried["changes"][0]["after"]) == (1, False, "940.5")
    assert not Version.objects.exists()
    assert office.post(path, FIGURE).json()["written"] is True
    assert Version.objects.get().by == reporting.people["editor"]
    again = office.post(path, FIGURE).json()
    assert (again["same"], again["written"]) == (1, False)
    changed = {**FIGURE, "value": "941"}
    refused = office.post(path, changed)
    assert refused.status_code == 409 and refused["Content-Type"] == "application/problem+json"
    assert refused.json()["errors"][0]["at"] == "figures/0/reason"
    assert office.post(f"{path}?reason=đối chiếu kho bạc", changed).json()["changed"] == 1
    assert Entry.objects.filter(action="figures.import").count() == 2


def test_all_or_nothing_or_the_good_ones(reporting: Reporting) -> None:
    """Rows that a rule refuses keep the rest out unless the rest is asked for; the same rules as everywhere."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    good, closed = FIGURE, {**FIGURE, "body": "xa2", "value": None}
    stage = {**FIGURE, "body": "stc", "known_on": "2023-11-01", "stage": "official"}
    refused = office.post(path, good, closed, stage)
    assert refused.status_code == 409 and len(refused.json()["errors"]) == 2 and not Version.objects.exists()
    done = office.post(f"{path}?partial=true", good, closed, stage).json()
    assert (done["new"], done["refused"], done["written"]) == (1, 2, True)
    assert [each["row"] for each in done["refusals"]] == [2, 3]


HOSTILE: dict[str, Any] = {
    "no text": {"value": 940.5}, "Vietnamese": {"value": "1.234,5"}, "infinite": {"value": "1e400"},
    "not a number": {"value": "NaN"}, "a day of no year": {"known_on": "31-12-2023"},
    "a sign that is none": {"note": "a\u0000b"}, "half a sign": {"note": "\ud800"}, "unknown": {"extra": "1"},
    "seconds": {"to": "1703980800"}, "long": {"reason": "x" * 2000}, "no unit": {"unit": ""}, "basis": {"basis": "x"},
    "seven decimals": {"value": "0.1234567"}, "list": {"source": ["x"]},
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_no_figure_is_made_of_is_a_place_and_a_reason(reporting: Reporting, what: str) -> None:
    """422 with where and what, in the language asked for; nothing is written."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    answer = office.post(path, FIGURE, {**FIGURE, **HOSTILE[what]}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422, answer.content
    told = answer.json()
    assert told["title"].isascii()
    assert told["errors"][0]["at"].startswith("body/figures/1/")
    assert not Version.objects.exists()


@pytest.mark.parametrize("value", ["-940", "100000000000000"])
def test_the_rules_of_the_form_hold_here(reporting: Reporting, value: str) -> None:
    """A doubt without a reason and a number that cannot be kept."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    assert office.post(path, {**FIGURE, "value": value}).status_code in (409, 422)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b" ", "application/json", 400), (b"{", "application/json", 400), (b"\xff\xfe{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400), (b"[]", "application/json", 422), (b"null", "application/json", 422),
        (b'{"figures": [], "figure": 1}', "application/json", 422), (b"x", "text/csv", 415),
        (b" " * 2_600_000, "application/json", 413),
    ],
)  # fmt: skip
def test_bodies_that_are_none(reporting: Reporting, body: bytes, kind: str, status: int) -> None:
    """Each a problem that says what it is."""
    office = Program(reporting.people["editor"])
    answer = office.client.post(f"/api/v1/plans/{reporting.world.plan.pk}/figures", body, content_type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_mark_of_secrecy_keeps_everything_out(reporting: Reporting) -> None:
    """As in a file: nothing of it is kept."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    answer = office.post(path, FIGURE, {**FIGURE, "body": "xa2", "note": "TỐI MẬT"})
    assert answer.status_code == 422 and "mật" in answer.json()["detail"]
    assert not Version.objects.exists()


def test_figures_come_out_as_they_count_or_were_known(reporting: Reporting) -> None:
    """By indicator, body and day; all versions of one at its own address; restricted indicators are not there."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    office.post(path, FIGURE, {**FIGURE, "body": "xa2", "value": "1500"})
    office.post(f"{path}?reason=đối chiếu", {**FIGURE, "value": "941", "known_on": "2024-01-10"})
    listed = office.get("figures?indicator=thu&body=xa1").json()["figures"]
    assert [each["version"]["value"] for each in listed] == ["941"]
    before = office.get("figures?body=xa1&known_on=2023-12-31").json()["figures"]
    assert [each["version"]["value"] for each in before] == ["940.5"]
    assert office.get("figures?since=2024-01-01").json()["count"] == 0
    assert office.get("figures?page_size=1&page=2").json()["count"] == 2
    own = office.get(f"figures/{listed[0]['id']}").json()
    assert [(each["number"], each["value"], each["reason"]) for each in own["versions"]] == [
        (2, "941", "đối chiếu"), (1, "940.5", ""),
    ]  # fmt: skip
    assert Program(reporting.people["elsewhere"]).get("figures").json()["count"] == 0
    assert Program(reporting.people["elsewhere"]).get(f"figures/{listed[0]['id']}").status_code == 404


def test_what_has_not_changed_is_not_sent_again(reporting: Reporting) -> None:
    """By its ETag; what has changed has another. Nobody else keeps an answer."""
    office = Program(reporting.people["editor"])
    first = office.get("figures")
    assert first["Cache-Control"] == "private, no-cache" and "Authorization" in first["Vary"]
    assert office.get("figures", headers={"If-None-Match": first["ETag"]}).status_code == 304
    office.post(f"plans/{reporting.world.plan.pk}/figures", FIGURE)
    assert office.get("figures", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_who_asks_too_often_waits(reporting: Reporting, settings: Any) -> None:
    """Counted for each token; and without one for the address, so that secrets are not tried out."""
    settings.API_REQUESTS_A_MINUTE = 2
    office, other = Program(reporting.people["editor"]), Program(reporting.people["assigner"])
    assert [office.get("plans").status_code for _time in range(3)] == [200, 200, 429]
    assert office.get("plans")["Retry-After"] == "60"
    assert other.get("plans").status_code == 200
    trying = Client(headers={"Authorization": "Bearer ddt_x"})
    assert [trying.get("/api/v1/plans").status_code for _time in range(3)] == [401, 401, 429]


@pytest.mark.usefixtures("second_step_asked")
def test_a_role_that_needs_a_second_step_needs_it_here_too(reporting: Reporting) -> None:
    """A token that was given before the role was is no way around it."""
    assert Program(reporting.people["editor"]).get("plans").status_code == 200
    refused = Program(reporting.people["assigner"]).get("plans")
    assert refused.status_code == 403 and "hai bước" in refused.json()["detail"]


def test_problems_are_told_in_both_languages(reporting: Reporting) -> None:
    """Addresses that are none and methods that none is for included."""
    office = Program(reporting.people["editor"])
    for language, words in (("vi", "Không có, hoặc không được đọc."), ("en", "It is not there, or may not be read.")):
        for path in ("nothing", "plans/999999", "figures/999999", f"plans/{10**30}", "rounds/999999"):
            answer = office.get(path, headers={"Accept-Language": language})
            assert (answer.status_code, answer.json()["title"]) == (404, words)
    unknown = office.get("figures?indikator=thu")
    assert (unknown.status_code, unknown.json()["errors"][0]["at"]) == (422, "indikator")
    put = office.client.put("/api/v1/plans")
    assert (put.status_code, put["Allow"]) == (405, "GET")


def test_lists_ask_the_database_no_more_for_more_rows(reporting: Reporting) -> None:
    """Twelve times at most, beside the count of how often one asks."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    office.post(path, FIGURE, {**FIGURE, "body": "xa2", "value": "1500"})
    for asked in ("plans", f"plans/{reporting.world.plan.pk}", "rounds", f"rounds/{reporting.round.pk}", "figures"):
        with CaptureQueriesContext(connection) as queries:
            assert office.get(asked).status_code == 200
        told = [sql for each in queries if "SAVEPOINT" not in (sql := each["sql"]) and "dondoc_cache" not in sql]
        assert len(told) <= 12, (asked, told)


def test_restricted_figures_do_not_come_out(reporting: Reporting) -> None:
    """An indicator that only a restricted target counts with is not there for who may not read that."""
    office, path = Program(reporting.people["editor"]), f"plans/{reporting.world.plan.pk}/figures"
    office.post(path, FIGURE)
    reporting.world.plan.commitments.filter(code="T01").update(sensitivity="restricted")
    reporting.world.plan.readers.exclude(role="assigner").delete()
    assert Indicator.objects.filter(targets__code="T01").exists()
    assert Program(reporting.people["editor"]).get("figures").json()["count"] == 0
    assert Program(reporting.people["assigner"]).get("figures").json()["count"] == 1
