"""The public API: what it tells, filtered and in part; how it is kept; what it refuses; docs/public-api.md."""

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.operations.problems import TITLES
from dondoc.web.public.api.limiting import MINUTE, Minutes
from dondoc.web.public.api.routes import described
from dondoc.web.public.models import Page, Register
from dondoc.web.publishing.models import Publication
from dondoc.web.publishing.publications import withdraw
from tests.web.publishing_world import TODAY, open_up, publish_codes, tell, text_published
from tests.web.reporting import Reporting, make_reporting

ROOT = "/cong-khai/api/v1/"
DOCS = (Path(__file__).parents[2] / "docs/public-api.md").read_text(encoding="utf-8")
ASKED = re.findall(r"^ +GET (/cong-khai/api/v1/\S.*)$", DOCS, re.MULTILINE)


@pytest.fixture
def reporting(administrator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    return make_reporting(administrator)


@pytest.fixture
def published(reporting: Reporting) -> Publication:
    tell(reporting, "2777", source="Sở Tài chính")
    open_up(reporting, "T01", "T02")
    publish_codes(reporting, "T02")
    return publish_codes(reporting, "T01")


def _get(path: str, **more: Any) -> Any:
    return Client().get(ROOT + path, **more)


def test_from_the_plan_to_a_figure(published: Publication) -> None:
    """The head, its targets in its order, one with its figures and how it stands, in both languages."""
    (plan,) = _get("plans").json()["plans"]
    assert (plan["key"], plan["targets"], plan["published_on"]) == (published.page.plan_key, 2, "2024-02-01")
    assert plan["url"].endswith(f"/cong-khai/ke-hoach/{plan['key']}")
    assert _get(f"plans/{plan['key']}").json() == plan
    found = _get(f"targets?plan={plan['key']}").json()
    assert [each["status"] for each in found["targets"]] == ["exceeded", "no_data"]
    target = _get(f"targets/{published.page.key}").json()
    assert target["promise"] == {"vi": "trên 2.670 tỷ đồng", "en": "more than 2,670 tỷ đồng"}
    assert target["verdict"]["label"] == {"vi": "ước vượt", "en": "exceeded (estimate)"}
    (figure,) = target["figures"]
    assert (figure["value"], figure["from"], figure["source"]) == ("2777", "2023-07-01", "Sở Tài chính")
    assert _get(f"figures?plan={plan['key']}").json()["figures"] == [figure]
    assert _get("verdicts?status=exceeded").json()["verdicts"] == [target["verdict"]]


def test_tasks_are_listed_and_each_is_told(published: Publication, reporting: Reporting) -> None:
    """With who answers for it, by when and how it stands; by plan, status, words and day; none that is withdrawn."""
    open_up(reporting, "N01", "N02")
    task = publish_codes(reporting, "N01", "N02")
    key = published.page.plan_key
    counts = {f"tasks?plan={key}": 2, "tasks?status=overdue": 1, "tasks?q=kinh te tap the": 1, "targets": 2,
              "tasks?status=late": 0, "tasks?changed_since=2024-02-02": 0, "tasks?plan=0000000000": 0}  # fmt: skip
    assert {path: _get(path).json()["count"] for path in counts} == counts
    assert (_get(f"plans/{key}").json()["tasks"], _get(f"targets/{task.page.key}").status_code) == (2, 404)
    told = _get(f"tasks/{task.page.key}")
    row = told.json()
    assert (row["deadline"], row["status"], row["state"]["label"]["vi"]) == ("2023-11-30", "overdue", "quá hạn")
    assert _get("tasks?status=overdue").json()["tasks"] == [row]
    assert _get(f"tasks/{task.page.key}", headers={"if-none-match": told["ETag"]}).status_code == 304
    withdraw(by=reporting.people["publisher"], plan=task.plan, items=[task.commitment_id], because="nhầm")
    assert (_get(f"tasks/{task.page.key}").status_code, _get("tasks").json()["count"]) == (410, 1)


def test_filters_pages_and_fields(published: Publication) -> None:
    """Each narrows; the count is that of all pages; of a row the chosen fields alone."""
    key = published.page.plan_key
    counts = {
        "targets": 2, "targets?status=exceeded": 1, "targets?status=met": 0, "targets?q=che phu": 1,
        "targets?illustrative=true": 0, "targets?plan=0000000000": 0, "targets?changed_since=2024-02-02": 0,
        f"figures?plan={key}&stage=official": 0, f"figures?plan={key}&until=2023-12-30": 0,
        f"figures?plan={key}&since=2023-12-31": 1, f"figures?plan={key}&known_since=2024-01-06": 0,
        f"figures?plan={key}&target={published.page.key}": 1, "verdicts": 2, "plans?q=khong co": 0,
        "changes": 3, "changes?happened=withdrawn": 0, "changes?since=2024-02-02": 0,
    }  # fmt: skip
    assert {path: _get(path).json()["count"] for path in counts} == counts
    second = _get("targets?page=2&page_size=1&fields=key,from").json()
    assert (second["count"], second["page"], second["checked_on"]) == (2, 2, "2024-02-01")
    assert [each.keys() for each in second["targets"]] == [{"key", "from"}]


def test_an_answer_is_for_everybody_and_is_asked_for_again(published: Publication) -> None:
    """Without a cookie, from any site, in few queries of the public record; a 304 where nothing has changed."""
    with CaptureQueriesContext(connection) as asked:
        first = _get("targets")
    assert len(asked) == 4
    assert all("public_" in each["sql"] for each in asked)
    assert (first["Cache-Control"], first["Access-Control-Allow-Origin"]) == ("public, no-cache", "*")
    assert not first.cookies and "Vary" not in first.headers and "Content-Security-Policy" in first.headers
    assert _get("targets", headers={"accept-language": "en"}).content == first.content
    again = _get("targets", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().head(ROOT + "targets")["ETag"] == first["ETag"]


def test_what_was_withdrawn_is_a_problem_and_has_no_title(published: Publication, reporting: Reporting) -> None:
    """In no list; in that of changes with its address alone."""
    key = published.page.key
    assert "Thu ngân sách" in _get("targets").content.decode()
    withdraw(by=reporting.people["publisher"], plan=published.plan, items=[published.commitment_id], because="nhầm")
    gone = _get(f"targets/{key}")
    assert (gone.status_code, gone.json()["title"]) == (410, str(TITLES[410]))
    assert _get("targets").json()["count"] == 1
    latest = _get("changes?page_size=1").json()["changes"][0]
    assert (latest["key"], latest["happened"], latest["title"]) == (key, "withdrawn", None)


@pytest.mark.parametrize(
    ("path", "status", "at"),
    [
        ("targets?sensitivity=internal", 422, "sensitivity"), ("targets?fields=code", 422, "fields"),
        ("targets?status=good", 422, "status"), ("figures", 422, "plan"), ("plans?page_size=1001", 422, "page_size"),
        ("targets/0000000000", 404, None), ("nothing", 404, None),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_both_languages(
    db: None, settings: Any, path: str, status: int, at: str | None
) -> None:
    """As a problem that no cache keeps, with the place."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000  # tests before this one have asked in the same minute
    for language, title in (("vi", TITLES[status]), ("en-GB,en;q=0.9,vi;q=0.5", None)):
        answer = _get(path, headers={"accept-language": language})
        told = answer.json()
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert (answer["Cache-Control"], answer["Vary"]) == ("no-store", "Accept-Language")
        assert (told["title"] == str(TITLES[status])) is (title is not None)
        assert [each["at"] for each in told.get("errors", ())] == ([at] if at else [])
    assert Client().post(ROOT + "targets").json()["status"] == 405


def test_who_asks_too_often_waits(db: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told as a problem with how long; another address is not held up by it, and the next minute begins anew."""
    settings.API_REQUESTS_A_MINUTE = 2
    monkeypatch.setattr("dondoc.web.public.api.asking._minutes", Minutes())
    answers = [_get("plans", REMOTE_ADDR="10.0.0.1") for _ in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert (answers[2]["Retry-After"], answers[2].json()["title"]) == ("60", str(TITLES[429]))
    assert _get("plans", REMOTE_ADDR="10.0.0.2").status_code == 200
    now, minutes = 1000 * MINUTE, Minutes()
    for later, often in ((0, False), (59, True), (60, False)):
        monkeypatch.setattr("time.monotonic", lambda later=later: now + later)
        assert minutes.is_too_often("x", 1) is often


def test_a_demo_is_kept_from_search_engines(published: Publication) -> None:
    """As its pages are."""
    assert "X-Robots-Tag" not in _get("plans").headers
    Register.objects.update(is_demo=True)
    assert "noindex" in _get("plans")["X-Robots-Tag"]


def test_every_example_of_the_page_is_answered(published: Publication, reporting: Reporting) -> None:
    """With what is there; and the page names every operation and every status that is described."""
    open_up(reporting, "N02")
    task, text = publish_codes(reporting, "N02").page, text_published(reporting)
    keys = {"0123456789": published.page.plan_key, "abcdefabcd": published.page.key, "fedcbafedc": task.key,
            "0a1b2c3d4e": text.key}  # fmt: skip
    for asked in ASKED:
        for shown, real in keys.items():
            asked = asked.replace(shown, real)
        answer = Client().get(asked)
        assert answer.status_code == 200, asked
        assert answer.json().get("count", 1) >= 1, asked
    named = {re.sub("0123456789|abcdefabcd|fedcbafedc|0a1b2c3d4e", "{key}", each.partition("?")[0]) for each in ASKED}
    assert named == set(described()["paths"])
    told = {int(status) for each in described()["paths"].values() for status in each["get"]["responses"]}
    rows = {int(each) for each in re.findall(r"^\| (\d+) \|", DOCS, re.MULTILINE)}
    assert rows == told - {200, 400} | {405}


def test_the_status_of_a_page_is_that_of_its_content(published: Publication) -> None:
    """What is filtered by says what is shown."""
    for page in Page.objects.targets():
        assert page.status == page.told["verdict"]["status"]
