"""Assigning: standing duties of the closing part, told from tasks.

In the closing part a sentence is a task only if it asks for one product or act with an end; every other duty of a named
body is an assignment. Where a part says which body does what ("Trách nhiệm thực hiện"), only duties towards the
document itself are.
"""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.acting import IMPLEMENTS, what_is_done
from dondoc.extracting.bodies import after_supporting
from dondoc.extracting.orders import Order
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.sections import Role
from dondoc.extracting.vocabulary import phrase, terms
from dondoc.reading.outline import Mark

_PLANS_THIS, _RUNS = phrase("orders", "plans_this"), phrase("orders", "runs")
_LEADS_TO_ACT = phrase("orders", "leads_to_act")
_DIFFICULTIES = phrase("orders", "difficulties")
_THIS_ONE, _FORMULA = phrase("orders", "this_one"), phrase("orders", "closing_formula")


@cache
def _product() -> re.Pattern[str]:
    with_body = r"(?:phối hợp[^,;]{0,200}?|tham mưu[^,;]{0,60}?|chủ trì[^;]{0,220}?|chỉ đạo[^,;]{0,80}?)?"
    return re.compile(rf"\W*(?:{with_body}\s*){alternatives(terms('acts', 'product'))}(?!\w)")


def is_assignment(order: Order, text: str, lower: str, title: str, *, dated: bool) -> bool:
    """Whether the order is a standing duty; `text` is its sentence as printed, `lower` in lower case.

    `title` is the document's in lower case; `dated`: a day is named by which it is done.
    """
    if order.role is Role.PROVISIONS or _DIFFICULTIES.match(lower):
        return True
    named = order.named or "chịu trách nhiệm" in lower
    if named and order.role in (Role.MIXED, Role.EXECUTION) and _carries_out(order, text, lower, title):
        return True
    if order.role not in (Role.EXECUTION, Role.DUTIES):
        return False
    if order.lead is None:
        return order.role is Role.EXECUTION and bool(_PLANS_THIS.search(lower) or _RUNS.match(lower))
    return _is_standing(order, text, what_is_done(lower), title, dated=dated)


def _carries_out(order: Order, text: str, lower: str, title: str) -> bool:
    runs = _RUNS.match(after_supporting(what_is_done(lower))) is not None
    charged = order.item.mark is Mark.ARTICLE or runs or _PLANS_THIS.search(lower) is not None
    return bool(IMPLEMENTS.search(lower) or _FORMULA.search(lower)) or (charged and _names_this_one(text, title))


def _is_standing(order: Order, text: str, done: str, title: str, *, dated: bool) -> bool:
    made = _LEADS_TO_ACT.sub("", after_supporting(done))
    if _PLANS_THIS.search(done) and not (dated and _product().match(made)):
        return True
    if order.role is Role.DUTIES:
        return _names_this_one(text, title)
    done = after_supporting(done)
    if dated and not IMPLEMENTS.search(done):
        return False
    runs, makes = _RUNS.match(done), _product().match(done)
    return makes is None or (runs is not None and runs.end() < makes.end())


def _names_this_one(text: str, title: str) -> bool:
    """ "triển khai thực hiện Kế hoạch": the document at hand, unless the name goes on and is not that of the title."""
    found = _THIS_ONE.search(text)
    return found is not None and (not found["named"] or f"{found['kind']}{found['named']}".lower() in title)
