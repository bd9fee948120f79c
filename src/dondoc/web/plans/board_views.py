"""The tasks of a plan as a board and as a list."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dondoc.web.plans.board import WORDS, cards_of, column_of, columns_of


@require_safe
def board(request: HttpRequest, plan: int) -> HttpResponse:
    """Columns by where the work is; with `?cot` the list of one of them, or of all where it names none."""
    shown = request.about.readable_plan(request.held)
    cards = cards_of(shown, request.held)
    columns = columns_of(cards)
    named = request.GET.get("cot")
    context = {"plan": shown, "columns": columns, "named": named, "count": len(cards)}
    if named is None:
        return render(request, "plans/board.html", context)
    listed = [card for card in cards if named not in WORDS or column_of(card) == named]
    return render(request, "plans/board_list.html", {**context, "cards": listed})
