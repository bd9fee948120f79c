"""The page that compares what plans say: one indicator over issuers and periods, changes, citations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dondoc.web.comparing import columns, showing
from dondoc.web.comparing.forms import CompareForm, Comparison
from dondoc.web.comparing.reading import MOST_PLANS, Shelf, shelf_of, targets_of
from dondoc.web.comparing.words import VIEWS, View
from dondoc.web.listing import List, exported
from dondoc.web.organizations.held import Held

PAGE = 100


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """What was asked, of the plans chosen (of all, where none are) and as far as the account may read them."""
    shelf = shelf_of(request.held)
    form = CompareForm(request.GET, shelf)
    asked = form.asked
    listed = _listed(asked, shelf.chosen(asked.plans), request.held)
    file = exported(request, listed)
    if file:
        return file
    page = Paginator(listed.rows, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "title": listed.title,
        "page": page,
        "total": len(listed.rows),
    }
    context |= {"table": listed.table(page), "needs_name": asked.view is View.TARGETS and not asked.name}
    context |= {"is_cut": len(shelf.plans) == MOST_PLANS, "most": MOST_PLANS, "views": _views(asked)}
    return render(request, "comparing/_list.html" if request.htmx else "comparing/compare.html", context)


def _listed(asked: Comparison, shelf: Shelf, held: Held) -> List:
    found, shown = _found(asked, shelf, held)
    return List(f"so-sanh-{asked.view}", VIEWS[asked.view], shown, showing.Ready(found), asked.in_words(shelf))


def _found(asked: Comparison, shelf: Shelf, held: Held) -> tuple[list[Any], tuple[Any, ...]]:
    if asked.view is View.CITATIONS:
        return list(showing.cited(shelf, held)), columns.CITATION_COLUMNS
    targets = targets_of(shelf, held)
    if asked.view is View.TARGETS:
        return list(showing.promised(shelf, targets, asked.name)), columns.TARGET_COLUMNS
    if asked.view is View.CHANGES:
        return list(showing.changed(shelf, targets, asked.share, asked.what)), columns.CHANGE_COLUMNS
    return list(showing.indicators(shelf, targets)), columns.indicator_columns(asked.plans)


def _views(asked: Comparison) -> list[tuple[str, Any, bool]]:
    """Of each view its address, with the same plans and indicator; its title; whether it is the one shown."""
    kept = {"indicator": [asked.name] if asked.name else [], "plan": asked.plans}
    return [
        (f"?{urlencode({'show': view, **kept}, doseq=True)}", title, view == asked.view)
        for view, title in VIEWS.items()
    ]
