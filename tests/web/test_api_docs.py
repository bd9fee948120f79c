"""docs/api.md: its examples are asked, its table of scopes is that of the code."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dondoc.web.accounts.tokens import SCOPES as KINDS
from dondoc.web.accounts.tokens import give_token
from dondoc.web.api.access import MOST_BYTES
from dondoc.web.api.routes import described
from dondoc.web.api.scopes import SCOPES
from dondoc.web.operations.problems import TITLES
from tests.web.reporting import Reporting, make_reporting

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")
ASKED = re.findall(r"^    GET (/api/v1/\S.*)$", PAGE, re.MULTILINE)
SENT = re.search(r"^    POST (\S+)\n((?:    .*\n)+)", PAGE, re.MULTILINE)


@pytest.fixture
def program(administrator: Any) -> tuple[Reporting, Client]:
    reporting = make_reporting(administrator)
    secret = give_token(by=reporting.people["editor"], name="docs", scopes=KINDS, days=1)[1]
    return reporting, Client(headers={"Authorization": f"Bearer {secret}"})


def _here(path: str, reporting: Reporting, figure: int = 0) -> str:
    """An address of the page with the keys that things have in this database."""
    for name, pk in (("plans", reporting.world.plan.pk), ("rounds", reporting.round.pk), ("figures", figure)):
        path = re.sub(rf"{name}/1\b", f"{name}/{pk}", path)
    return path


def test_every_example_of_the_page_is_answered(program: tuple[Reporting, Client]) -> None:
    """What is sent is taken, and what is asked is found."""
    reporting, client = program
    assert SENT is not None
    path, body = _here(SENT[1], reporting), SENT[2]
    tried = client.post(path, body, content_type="application/json").json()
    assert "new" in tried, (path, tried)
    assert (tried["new"], tried["refused"], tried["written"]) == (1, 0, False)
    path = path.removesuffix("?dry_run=true")
    assert client.post(path, body, content_type="application/json").json()["written"]
    figure = client.get("/api/v1/figures").json()["figures"][0]["id"]
    assert len(ASKED) == 7
    for asked in ASKED:
        answer = client.get(_here(asked, reporting, figure))
        assert answer.status_code == 200, asked
        assert answer.json().get("count", 1) == 1, asked
    refused = client.post(path, body.replace("940.5", "941"), content_type="application/json").json()
    shown = json.loads(re.search(r'^    (\{"type".*?\]\})$', PAGE, re.MULTILINE | re.DOTALL)[1])
    assert {name: refused[name] for name in ("type", "title", "status", "detail")} == {
        name: shown[name] for name in ("type", "title", "status", "detail")
    }
    assert [each["at"] for each in refused["errors"]] == [each["at"] for each in shown["errors"]]


def test_the_table_of_scopes_is_that_of_the_code() -> None:
    """Each operation stands beside the scope that its token needs."""
    rows = dict(re.findall(r"^\| `(\w+:\w+)` \| (.*) \|$", PAGE, re.MULTILINE))
    names = {each["operationId"]: path for path, methods in described()["paths"].items() for each in methods.values()}
    told = {f"{method} {path.removeprefix('/api/v1/')}" for path, each in described()["paths"].items() for method in
            (name.upper() for name in each)}  # fmt: skip
    assert {each for row in rows.values() for each in re.findall(r"`([^`]+)`", row)} == told and names
    needed = sorted(scope for methods in SCOPES.values() for scope in methods.values() if scope)
    assert sorted(scope for scope, row in rows.items() for _each in re.findall(r"`[^`]+`", row)) == needed
    assert rows.keys() == KINDS.keys()


def test_the_page_names_every_status_and_limit(settings: Any) -> None:
    """And those alone that are told."""
    named = {int(each) for row in re.findall(r"^\| ([\d, ]+) \|", PAGE, re.MULTILINE) for each in row.split(", ")}
    assert named == TITLES.keys() - {405, 410, 500}
    assert f"{settings.API_REQUESTS_A_MINUTE} times in a minute" in PAGE
    assert f"{MOST_BYTES / 1_000_000} MB" in PAGE
