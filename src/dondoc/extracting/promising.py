"""Promising: which numbers are promised; not every number printed is (words/promises.toml)."""

from __future__ import annotations

from typing import NamedTuple

from dondoc.extracting.clauses import Clause
from dondoc.extracting.measuring import told_kinds
from dondoc.extracting.ranks import GROUP
from dondoc.extracting.sections import Role
from dondoc.extracting.vocabulary import phrase

_PROMISES, _DOES = phrase("promises", "promises"), phrase("promises", "does")
_LOOKS_BACK, _ACHIEVED = phrase("promises", "looks_back"), phrase("promises", "achieved")
_HAPPENED, _RULE = phrase("promises", "happened"), phrase("promises", "rule")
_RULE_OF_MONEY = phrase("promises", "rule_of_money")
_TIMED, _REVENUE = phrase("promises", "timed"), phrase("promises", "revenue")
_STRONG, _REACHES = phrase("promises", "strong"), phrase("promises", "reaches")
_SHARE, _PRODUCED = phrase("promises", "share"), phrase("promises", "produced")
_AIMS, _WITH_SIZE = phrase("promises", "aims"), phrase("promises", "with_size")
_COST, _STATED = phrase("promises", "cost"), phrase("promises", "stated")
_LINKED, _DEFINES = phrase("promises", "linked"), phrase("promises", "defines")
_HAS, _OBLIGES, _RELIEF = phrase("promises", "has"), phrase("promises", "obliges"), phrase("promises", "relief")
_EACH, _OFTEN = phrase("promises", "each"), phrase("promises", "often")
_OF_THOSE = phrase("promises", "of_those")
_HURRIED = phrase("promises", "hurried")
COMPARES = frozenset({"rise", "fall", "reach_up", "reach_down", "more_than", "at_least", "less_than", "at_most"})
_DURATION = phrase("promises", "duration")
_DEED_REACH = 40  # characters before a number in which its deed stands


class Around(NamedTuple):
    """A clause with the words that decide, in lower case.

    `before`: from its beginning to the number; `words`: the comparison words; `sentence`: all of the sentence before
    the number; `after`: what follows number and unit; `listed`: an earlier number of the sentence was promised;
    `further`: that number has the same unit and nothing stands between it and this one but "và" or a comma.
    """

    clause: Clause
    before: str
    words: str
    sentence: str
    after: str
    listed: bool
    further: bool = False


def does(before: str) -> bool:
    """Whether a deed stands directly before a number: "trồng mới 20.000 ha"."""
    near = before[-_DEED_REACH:]
    return _DOES.search(near) is not None and not ("tiến độ" in near and _HURRIED.search(near))


def is_promised(around: Around, role: Role) -> bool:
    """Whether a number in a part with this role is promised. Parts of a promised whole are not asked."""
    quantity = around.clause.quantity
    if (
        _HAPPENED.search(around.before)
        or _LOOKS_BACK.match(around.sentence)
        or _DEFINES.search(around.sentence.rpartition(";")[2])
    ):
        return False
    if _ACHIEVED.search(around.sentence.rpartition(";")[2]):
        return False
    if quantity.group == GROUP:
        return role is Role.TARGETS or _AIMS.search(around.sentence) is not None
    if quantity.group == "time" and not (_TIMED.search(around.before) or _is_for_each(around)):
        return False
    return _among_targets(around) if role is Role.TARGETS else _among_tasks(around, role)


def _among_targets(around: Around) -> bool:
    quantity = around.clause.quantity
    if quantity.group == "noun":
        return bool(told_kinds(around.words) & COMPARES) or bool(_DOES.search(around.before))
    if quantity.group is None:
        year = quantity.amount == int(quantity.amount) and 1900 <= quantity.amount <= 2100
        return bool(_LINKED.search(around.words) or _is_from(around)) and not year
    return not (quantity.group == "money" and (_is_rule(around) or _COST.match(around.sentence)))


def _is_from(around: Around) -> bool:
    """ "Số xã đạt chuẩn từ 120 trở lên": the words around the bare number say that it is a least."""
    return around.words.rstrip().endswith("từ") and around.after.lstrip().startswith("trở lên")


def _is_condition(around: Around) -> bool:
    """ "Xã có tỷ lệ hộ nghèo trên 30% được ưu tiên đầu tư" says for whom; "Miễn 100% học phí" what one is given."""
    compared = bool(told_kinds(around.words) & COMPARES)
    obliges = compared and _HAS.search(around.before) is not None and _OBLIGES.match(around.after) is not None
    return obliges or _RELIEF.match(around.after) is not None or _OF_THOSE.search(around.before) is not None


def _is_rule(around: Around) -> bool:
    """Support, prices and rules, unless what is counted is itself a target."""
    ruled = _RULE_OF_MONEY if around.clause.quantity.group == "count" else _RULE
    return bool(ruled.search(around.before)) and not _REVENUE.search(around.before)


def _among_tasks(around: Around, role: Role) -> bool:
    quantity = around.clause.quantity
    compared = bool(told_kinds(around.words) & COMPARES)
    if quantity.group in ("noun", "count", "time", "points") and compared and _is_for_each(around):
        return role is not Role.VIEWPOINT
    if quantity.group == "noun":
        return does(around.before) or (compared and _AIMS.search(around.before) is not None)
    if quantity.group == "time" and compared and _DURATION.search(around.before):
        return role is not Role.VIEWPOINT
    if quantity.group in (None, "time") or _is_rule(around) or _is_condition(around):
        return False
    if role is Role.VIEWPOINT and not _AIMS.search(around.sentence):
        return False
    if does(around.before):
        return True
    return _share_among_tasks(around) if quantity.group in ("rate", "points") else _amount_among_tasks(around)


def _is_for_each(around: Around) -> bool:
    """ "mỗi chi bộ tổ chức ít nhất 04 buổi", "tối đa 01 lần/năm": what each has to reach or how often it is done."""
    return _OFTEN.search(around.clause.quantity.unit or "") is not None or _EACH.match(around.before) is not None


def _share_among_tasks(around: Around) -> bool:
    quantity, before = around.clause.quantity, around.before
    opens = quantity.start - around.clause.start <= 2
    return opens or quantity.amount == 100 or bool(_PROMISES.search(before) or _SHARE.match(before))


def _amount_among_tasks(around: Around) -> bool:
    group, before = around.clause.quantity.group, around.before
    if around.further and group in ("area", "mass", "power", "length"):
        return True
    if around.listed and _PRODUCED.match(before) and (group != "money" or _REVENUE.search(before)):
        return True
    if _WITH_SIZE.search(before) or _STATED.match(around.sentence):
        return True
    if group != "money" and "là" in around.words.split() and _PRODUCED.match(before):
        return True
    if group == "count" and not around.words.strip():
        return False
    return bool(_STRONG.search(before)) and (group != "money" or bool(_REACHES.search(before)))
