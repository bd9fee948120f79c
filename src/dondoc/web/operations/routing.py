"""Operations of Ninja as flat named URLs, so that permissions.py and its test see each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from dondoc.web.operations.problems import MIME, problem
from dondoc.web.operations.wording import places

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
View = Callable[..., HttpResponse]


def refusing(api: NinjaAPI) -> None:
    """Lets `api` tell as problems what it does not find, and what it cannot read."""
    api.add_exception_handler(Http404, _not_there)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _unreadable)


def _not_there(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(404)


def _not_valid(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, errors=places(error.errors))


def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem(error.status_code)


def description(api: NinjaAPI, root: str) -> dict[str, Any]:
    """The operations under `root` in OpenAPI 3.1, with the kind in which problems are told."""
    told: dict[str, Any] = api.get_openapi_schema(path_prefix=f"/{root}")
    for each in (operation for methods in told["paths"].values() for operation in methods.values()):
        for status, answer in each["responses"].items():
            if int(status) >= 400:
                answer["content"] = {MIME: answer["content"].pop("application/json")}
    return told


def flat_urls(
    api: NinjaAPI, root: str, names: Collection[str], asked_by: Callable[[View, frozenset[str]], View]
) -> list[URLPattern]:  # fmt: skip
    """Those operations of `api` that are `names`, each called by way of `asked_by` with the filters that it knows."""
    made = {each.name: each for each in api.urls[0] if each.name in names}
    known = {
        path_: frozenset(each["name"] for each in operation.get("parameters", ()) if each["in"] == "query")
        for path_, methods in description(api, root)["paths"].items()
        for operation in methods.values()
    }
    routes = {name: f"{root}{each.pattern._route}" for name, each in made.items()}
    written = {name: "/" + _PARAMETER.sub(r"{\1}", route) for name, route in routes.items()}
    return [path(routes[name], asked_by(each.callback, known[written[name]]), name=name) for name, each in made.items()]


def known_alone(view: View, known: frozenset[str]) -> View:
    """`view`, with a filter that is not known refused: left out in silence it would let more through than was meant."""

    @wraps(view)
    def asked(request: HttpRequest, **parameters: Any) -> HttpResponse:
        unknown = sorted(set(request.GET) - known)
        if not unknown:
            return view(request, **parameters)
        return problem(422, errors=[{"at": each[:40], "problem": _("Không có trường này.")} for each in unknown[:20]])

    return asked
