"""The public pages. Nobody signs in; whoever is signed in sees the same. Nothing here reads but the public record.

    address, language -> revision of the record -> the page as this process made it for that revision, or made now

The language is part of the address (?ngon-ngu=en), so that one address is one page for everybody and every cache. An
answer may be kept by any cache, which asks each time whether it still holds: what was withdrawn is gone at once.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.translation import override

from dondoc.web.amounts import language
from dondoc.web.public import catalogue, reading
from dondoc.web.public.models import Kind, Page, current_revision
from dondoc.web.public.open_data import DOCUMENT_FORMS, FORMS, file_of

KEPT_PAGES, KEPT_FILES = 512, 8  # by each process, of the revision that is current
LANGUAGE = "ngon-ngu"
HTML, SVG, ATOM = "text/html; charset=utf-8", "image/svg+xml", "application/atom+xml; charset=utf-8"
JSON_LD = "application/ld+json"
XML, TEXT = "application/xml; charset=utf-8", "text/plain; charset=utf-8"
GONE = 410
Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An address of the public site: its page, what it names, the language, the site's own address, what is sought."""

    page: str
    key: str = ""
    language: str = "vi"
    base: str = ""
    sought: str = ""
    number: int = 1
    form: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it goes out. `etag` is made of the page itself: nothing that is not in it changes it."""

    body: bytes
    kind: str = HTML
    status: int = 200
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", f'"{hashlib.sha256(self.body).hexdigest()[:32]}"')


def answered(request: HttpRequest, page: str, key: str = "", form: str = "") -> HttpResponse:
    """The answer to a request for `page`."""
    asked = Asked(
        page, key, "en" if request.GET.get(LANGUAGE) == "en" else "vi", _base(request),
        request.GET.get("q", "").replace("\0", "")[:100] if page == "search" else "",
        _number(request) if page in ("plan", "document") else 1, form,
    )  # fmt: skip
    revision = current_revision()
    make = _made if asked.sought else _kept_files if asked.form else _kept
    answer = make(asked, *revision)
    response = HttpResponse(answer.body, content_type=answer.kind, status=answer.status)
    response["ETag"] = answer.etag
    response["Cache-Control"] = "public, no-cache"
    response["Content-Language"] = asked.language
    response["Content-Length"] = str(len(answer.body))
    if revision[1]:
        response["X-Robots-Tag"] = "noindex, nofollow"
    if answer.kind == SVG:
        response["Cross-Origin-Resource-Policy"] = "cross-origin"  # to be shown on the pages of others
    if answer.status != 200:
        return response
    conditional: HttpResponse = get_conditional_response(request, etag=answer.etag, response=response)
    return conditional


def _in(asked: str) -> dict[str, str]:
    """The language of a page, and what its links to others end in."""
    return {"language": asked, "suffix": f"?{LANGUAGE}=en" if asked == "en" else ""}


def _base(request: HttpRequest) -> str:
    """The address of the site, which its host says, checked against those that it may answer to."""
    return f"{request.scheme}://{request.get_host()}"


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _made(asked: Asked, revision: str, is_demo: bool) -> Answer:
    with override(asked.language):
        context = {"asked": asked, "is_demo": is_demo, **_in(asked.language)}
        return _PAGES[asked.page](asked, context)


_kept = lru_cache(KEPT_PAGES)(_made)
_kept_files = lru_cache(KEPT_FILES)(_made)


def _rendered(template: str, context: Context, kind: str = HTML, status: int = 200) -> Answer:
    return Answer(render_to_string(f"public/{template}", dict(context)).encode(), kind, status)


def _plans(asked: Asked, context: Context) -> Answer:
    found, illustrative = reading.plans(), reading.illustrative_plans()
    more = {"plans": found, "illustrative": any(each.key in illustrative for each in found)}
    more |= {"register": reading.register(), "data": catalogue.of_site(found, asked.base)}
    return _rendered("plans.html", {**context, **more})


def _catalogue(asked: Asked, context: Context) -> Answer:
    """All public plans, for catalogues of data."""
    registered = reading.register()
    plans = reading.plans() if registered else []
    as_of = registered.checked_on if registered else date.min
    return Answer(catalogue.dcat_of_site(plans, reading.illustrative_plans(), asked.base, as_of), JSON_LD)


def _plan(asked: Asked, context: Context) -> Answer:
    """The head of a plan with its public targets and tasks, and how many of those stand how."""
    page = _page(asked.key, Kind.PLAN)
    if page.gone_at:
        return _gone(context)
    targets, tasks = reading.items_of(page.key)
    first = (asked.number - 1) * reading.PAGE
    shown = [*targets, *tasks][first : first + reading.PAGE]
    if asked.number < 1 or (not shown and asked.number > 1):
        raise Http404
    more = {
        "plan": page, "said": reading.in_language(page.told), "all": len(targets), "all_tasks": len(tasks),
        "targets": [each for each in shown if each.kind == Kind.TARGET.value],
        "tasks": [each for each in shown if each.kind == Kind.TASK.value],
        "totals": reading.totals_of(targets), "task_totals": reading.task_totals_of(tasks),
        "illustrative": any(each.is_illustrative for each in targets), "forms": list(FORMS),
        "before": asked.number - 1,
        "after": asked.number + 1 if len(targets) + len(tasks) > first + reading.PAGE else 0,
        "register": (registered := reading.register()), "document": reading.document_of(page.key),
    }  # fmt: skip
    if registered:
        more["data"] = catalogue.of_plan(page, targets, asked.base, registered.checked_on)
    return _rendered("plan.html", {**context, **more})


def _data(asked: Asked, context: Context) -> Answer:
    """What is public of a plan, as a file for other programs."""
    page = _page(asked.key, Kind.PLAN)
    if page.gone_at:
        return _gone(context)
    registered, address = reading.register(), asked.base + page.path
    if asked.form not in (*FORMS, catalogue.DCAT) or registered is None:
        raise Http404
    items, as_of = [*itertools.chain(*reading.items_of(page.key))], registered.checked_on
    if asked.form == catalogue.DCAT:
        return Answer(catalogue.dcat_of_plan(page, items, asked.base, as_of), JSON_LD)
    return Answer(*file_of(page, items, address, as_of, asked.form))


def _target(asked: Asked, context: Context) -> Answer:
    page = _page(asked.key, Kind.TARGET)
    if page.gone_at:
        return _gone(context)
    plan = Page.objects.there().filter(key=page.plan_key).first()
    said = reading.in_language(page.told)
    more = {"target": page, "said": said, "plan": plan, "illustrative": page.is_illustrative}
    chart = page.chart_en if language() == "en" else page.chart_vi
    address = asked.base + page.path
    more |= {"has_chart": bool(chart), "register": (registered := reading.register()), "address": address}
    if plan and registered:
        more["data"] = catalogue.of_target(plan, page, asked.base, registered.checked_on)
    return _rendered("target.html", {**context, **more})


def _task(asked: Asked, context: Context) -> Answer:
    page = _page(asked.key, Kind.TASK)
    if page.gone_at:
        return _gone(context)
    plan = Page.objects.there().filter(key=page.plan_key).first()
    more = {"task": page, "said": reading.in_language(page.told), "plan": plan, "address": asked.base + page.path}
    return _rendered("task.html", {**context, **more, "register": reading.register()})


def _document(asked: Asked, context: Context) -> Answer:
    """The text of a document. While it is not public there is no such page, and none is told to have been."""
    page = _text_of(asked.key)
    shown, count = reading.passages_of(page, asked.number)
    if not shown:
        raise Http404
    plan = Page.objects.there().filter(key=page.plan_key).first()
    more = {
        "document": page, "said": reading.in_language({**page.told, "lines": []}), "passages": shown, "plan": plan,
        "forms": list(DOCUMENT_FORMS), "before": asked.number - 1, "register": reading.register(),
        "after": asked.number + 1 if asked.number < count else 0, "address": asked.base + page.path,
    }  # fmt: skip
    return _rendered("document.html", {**context, **more})


def _document_file(asked: Asked, context: Context) -> Answer:
    file = _text_of(asked.key).files.filter(form=asked.form).first()
    if file is None:
        raise Http404
    return Answer(bytes(file.content), DOCUMENT_FORMS[asked.form])


def _text_of(key: str) -> Page:
    page = _page(key, Kind.DOCUMENT)
    if page.gone_at:
        raise Http404
    return page


def _chart(asked: Asked, context: Context) -> Answer:
    """The picture of a target, for its page and for those of others. 404 until it is drawn."""
    page = _page(asked.key, Kind.TARGET)
    if page.gone_at:
        return _gone(context)
    chart = page.chart_en if language() == "en" else page.chart_vi
    if not chart:
        raise Http404
    return Answer(chart.encode(), SVG)


def _search(asked: Asked, context: Context) -> Answer:
    found = reading.found(asked.sought)
    illustrative = any(each.is_illustrative for each in found)
    return _rendered("search.html", {**context, "found": found, "illustrative": illustrative})


def _feed(asked: Asked, context: Context) -> Answer:
    return _rendered("feed.html", {**context, "changes": reading.changes()}, ATOM)


def _sitemap(asked: Asked, context: Context) -> Answer:
    pages = [] if context["is_demo"] else reading.addresses()
    return _rendered("sitemap.xml", {**context, "pages": pages}, XML)


def _robots(asked: Asked, context: Context) -> Answer:
    return _rendered("robots.txt", context, TEXT)


def _page(key: str, kind: Kind) -> Page:
    page = Page.objects.filter(key=key, kind=kind.value).first()
    if page is None:
        raise Http404
    return page


def _gone(context: Context) -> Answer:
    """One and the same answer for whatever was withdrawn, with no reason."""
    return _rendered("gone.html", context, status=GONE)


def not_found(request: HttpRequest) -> HttpResponse:
    """No such address; what was never published looks the same as what never was."""
    asked = "en" if request.GET.get(LANGUAGE) == "en" else "vi"
    with override(asked):
        context = {"asked": Asked("plans", base=_base(request)), "is_demo": True, **_in(asked)}
        return HttpResponse(render_to_string("public/not_found.html", context), status=404)


_PAGES: Mapping[str, Callable[[Asked, Context], Answer]] = {
    "plans": _plans, "plan": _plan, "target": _target, "task": _task, "chart": _chart, "search": _search,
    "feed": _feed, "data": _data, "document": _document, "file": _document_file,
    "sitemap": _sitemap, "robots": _robots, "catalogue": _catalogue,
}  # fmt: skip


def plans(request: HttpRequest) -> HttpResponse:
    """All plans of which something is public."""
    return answered(request, "plans")


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """A plan with its public targets and tasks."""
    return answered(request, "plan", key)


def data(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """What is public of a plan, as open data."""
    return answered(request, "data", key, form)


def target(request: HttpRequest, key: str) -> HttpResponse:
    """A target, its figures and how it stands."""
    return answered(request, "target", key)


def task(request: HttpRequest, key: str) -> HttpResponse:
    """A task: what is to be done, by whom, by when, and how it stands."""
    return answered(request, "task", key)


def document(request: HttpRequest, key: str) -> HttpResponse:
    """The text of a document of which everything is public."""
    return answered(request, "document", key)


def document_file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The same as a file."""
    return answered(request, "file", key, form)


def chart(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a target."""
    return answered(request, "chart", key)


def search(request: HttpRequest) -> HttpResponse:
    """Public plans, targets and tasks by words of their titles."""
    return answered(request, "search")


def feed(request: HttpRequest) -> HttpResponse:
    """What was published, changed and withdrawn, as Atom."""
    return answered(request, "feed")


def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all public pages."""
    return answered(request, "sitemap")


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at: public pages alone, and nothing of a demo."""
    return answered(request, "robots")


def catalogue_of_data(request: HttpRequest) -> HttpResponse:
    """The catalogue of all public plans, as DCAT."""
    return answered(request, "catalogue")
