"""The client of the public API: what it gives back, in pages, again, and refused; its example runs."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
import threading
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dondoc import client, client_rows
from dondoc.client import Answer, PublicSite, RefusedError, fetched
from dondoc.evaluating.working_days import VIETNAM
from dondoc.web.public.api.routes import described
from dondoc.web.publishing.publications import withdraw
from tests.web.publishing_world import TODAY, open_up, publish_codes, tell, text_published
from tests.web.reporting import Reporting, make_reporting

DOCS = (Path(__file__).parents[2] / "docs/public-api.md").read_text(encoding="utf-8")
SITE = "https://dondoc.example"
ROWS = {
    "PlanRow": client_rows.Plan, "TargetWhole": client_rows.Target, "TaskRow": client_rows.Task,
    "TaskState": client_rows.TaskState, "FigureRow": client_rows.Figure, "VerdictRow": client_rows.Verdict,
    "DocumentWhole": client_rows.Document, "FileRow": client_rows.DocumentFile, "ChangeRow": client_rows.Change,
}  # fmt: skip


@pytest.fixture
def reporting(administrator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Reporting:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.combine(TODAY, time(8), VIETNAM))
    made = make_reporting(administrator)
    tell(made, "2777", source="Sở Tài chính")
    open_up(made, "T01", "T02", "N02")
    publish_codes(made, "T01", "T02", "N02")
    text_published(made)
    return made


class _Site:
    """The site of the tests, asked without a socket; how each answer came is kept."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def __call__(self, address: str, headers: Mapping[str, str]) -> Answer:
        response = Client().get(address.removeprefix(SITE), headers=dict(headers))
        self.statuses.append(response.status_code)
        return Answer(response.status_code, response.headers.get("ETag", ""), response.content)


def test_all_that_is_public_as_values(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Amounts, days and words of both languages; lists in pages, however small these are."""
    monkeypatch.setattr(client, "PAGE_SIZE", 1)
    asked = _Site()
    site = PublicSite(SITE, fetch=asked)
    plan = next(each for each in site.plans() if each.tasks)
    assert (plan.targets, plan.tasks, site.plan(plan.key)) == (2, 1, plan)
    first, _second = site.targets(plan=plan.key)
    whole = site.target(first.key)
    assert (first.amount, first.first, whole.figures[0].value) == (Decimal(2670), date(2023, 7, 1), Decimal(2777))
    assert whole.verdict and whole.verdict.label.en == "exceeded (estimate)"
    assert [*site.verdicts(status="exceeded")] == [whole.verdict] and [*site.figures(plan.key)] == [*whole.figures]
    (task,) = site.tasks(status="overdue")
    assert task.state and (task.deadline, site.task(task.key)) == (date(2023, 11, 30), task)
    (document,) = site.documents()
    assert "lao động" in site.document(document.key).text
    assert [each.form for each in document.files] == ["akn.xml", "docx"]
    assert {each.kind for each in site.changes(happened="published")} == {"plan", "target", "task", "document"}
    assert set(asked.statuses) == {200}
    assert not [*site.targets(illustrative=True, changed_since=None)]


def test_what_has_not_changed_is_not_sent_again(reporting: Reporting) -> None:
    """It is asked for with its ETag; what was withdrawn since is refused, with the words of the site."""
    asked = _Site()
    site = PublicSite(SITE + "/", language="en", fetch=asked)
    (task,) = site.tasks()
    assert [*site.tasks()] == [task] and asked.statuses == [200, 304]
    assert site.task(task.key) == task
    plan = reporting.world.plan
    keys = [plan.commitments.get(code="N02").pk]
    withdraw(by=reporting.people["publisher"], plan=plan, items=keys, because="nhầm")
    with pytest.raises(RefusedError) as gone:
        site.task(task.key)
    assert (gone.value.status, bool(gone.value.title)) == (410, True)
    with pytest.raises(RefusedError, match="422"):
        next(site.targets(sensitivity="internal"))


def test_its_values_are_those_of_the_api() -> None:
    """A field that the API has and the client has not, or the other way round, fails here."""
    schemas = described()["components"]["schemas"]
    for name, kind in ROWS.items():
        own = {"from" if each.name == "first" else each.name for each in dataclasses.fields(kind)}
        assert own == set(schemas[name]["properties"]), name


def test_the_example_of_the_page_runs(reporting: Reporting, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it stands in docs/public-api.md, against the site of the tests."""
    monkeypatch.setattr(client, "fetched", _Site())
    (example,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(example, {})  # noqa: S102
    assert "Thu ngân sách nhà nước trên địa bàn | trên 2.670 tỷ đồng | ước vượt" in told.getvalue()
    assert "kinh tế tập thể" in told.getvalue() and "2023-11-30" in told.getvalue()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b'{"title": "gone"}' if self.path.endswith("gone") else self.headers["Accept-Language"].encode()
        self.send_response(410 if self.path.endswith("gone") else 200)
        self.send_header("ETag", '"a"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is said on the terminal of the tests."""


def test_a_site_is_asked_over_the_network() -> None:
    """By the standard library alone: what it answers and what it refuses."""
    with HTTPServer(("127.0.0.1", 0), _Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        assert fetched(address, {"Accept-Language": "en"}) == Answer(200, '"a"', b"en")
        assert fetched(address + "gone", {}) == Answer(410, "", b'{"title": "gone"}')
        with pytest.raises(RefusedError, match="410 gone"):
            PublicSite(address).plan("gone")
        server.shutdown()
    with pytest.raises(ValueError, match="https://"):
        PublicSite("file:///etc/hosts")


def test_what_is_no_answer_of_the_api_is_told() -> None:
    """A page of something else, a row without a field, a word where a number should be."""
    for body in (b"<html>", b'{"count": 1, "plans": [{"key": "a"}]}'):
        with pytest.raises(ValueError):
            next(PublicSite(SITE, fetch=lambda _address, _headers, body=body: Answer(200, "", body)).plans())
    with pytest.raises(ValueError, match="DocumentFile"):
        client_rows.row_of(client_rows.DocumentFile, {"form": "a", "url": "b", "media_type": "c", "size": "d"})
    with pytest.raises(RefusedError, match="502"):
        PublicSite(SITE, fetch=lambda _address, _headers: Answer(502, "", b"Bad Gateway")).plan("a")
