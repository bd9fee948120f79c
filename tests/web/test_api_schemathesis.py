"""Schemathesis asks every operation of the API what its description allows, and what it does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from dondoc.web.accounts.tokens import SCOPES, give_token
from dondoc.web.figures.models import Figure
from tests.web.publishing_world import open_up, publish_codes, tell, text_published
from tests.web.reporting import make_reporting

EXAMPLES = int(
    os.environ.get("DONDOC_API_EXAMPLES", "15")
)  # of each operation and kind; the whole takes some ten seconds


@pytest.fixture
def site(db: Any, settings: Any) -> Any:
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    site = get_wsgi_application()
    # A server says who asks; the client of Schemathesis does not.
    return lambda environ, start: site({"REMOTE_ADDR": "127.0.0.1", **environ}, start)


@pytest.mark.parametrize("kind", GenerationMode)
def test_nothing_that_is_sent_breaks_the_api(site: Any, administrator: Any, kind: GenerationMode) -> None:
    """No answer is an error of the server or one that is not described; what is wrong is refused, the rest is not."""
    reporting = make_reporting(administrator)
    tell(reporting, "2777", source="Sở Tài chính")
    there = {"plan": reporting.world.plan.pk, "reporting_round": reporting.round.pk, "figure": Figure.objects.get().pk}
    editor = reporting.people["editor"]
    headers = {"Authorization": f"Bearer {give_token(by=editor, name='x', scopes=SCOPES, days=1)[1]}"}

    def put_there(case: Any) -> None:
        if kind is GenerationMode.POSITIVE or _is_wrong_in_its_body(case):
            case.path_parameters |= {name: pk for name, pk in there.items() if name in case.path_parameters}

    _asked(schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site), kind, headers, put_there)


@pytest.mark.parametrize("kind", GenerationMode)
def test_nothing_that_is_asked_breaks_the_public_api(site: Any, administrator: Any, kind: GenerationMode) -> None:
    """The same, without a token, of what was published."""
    reporting = make_reporting(administrator)
    tell(reporting, "2777", source="Sở Tài chính")
    open_up(reporting, "T01", "N02")
    page, task = (publish_codes(reporting, code).page for code in ("T01", "N02"))
    keys = {"targets": page.key, "plans": page.plan_key, "tasks": task.key, "documents": text_published(reporting).key}

    def put_there(case: Any) -> None:
        if kind is GenerationMode.POSITIVE and "key" in case.path_parameters:
            case.path_parameters["key"] = keys[case.operation.path.rpartition("/{key}")[0].rpartition("/")[2]]

    _asked(schemathesis.openapi.from_wsgi("/cong-khai/api/v1/openapi.json", site), kind, {}, put_there)


def _asked(described: Any, kind: GenerationMode, headers: dict[str, str], put_there: Callable[[Any], None]) -> None:
    asked = 0
    for operation in (each.ok() for each in described.get_all_operations()):

        @settings(
            max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=kind))
        def check(case: Any) -> None:
            nonlocal asked
            asked += 1
            put_there(case)
            case.call_and_validate(headers=headers)

        check()
    assert asked >= EXAMPLES


def _is_wrong_in_its_body(case: Any) -> bool:
    """So that it is refused for that, and not because there is no such plan."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and body.mode is GenerationMode.NEGATIVE
