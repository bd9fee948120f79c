"""Acting: whether a sentence orders an act, told from how it opens (words/acts.toml, words/orders.toml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dondoc.extracting.bodies import subject
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.sections import Role
from dondoc.extracting.vocabulary import phrase, terms
from dondoc.text import has_words

_SETS_SCENE = phrase("orders", "sets_scene")
_SMALL_OPENING = phrase("orders", "small_opening")
_NOT_AN_ORDER = phrase("orders", "not_an_order")
_ONLY_DATES = phrase("orders", "only_dates")
_PASSIVE, _RIGHT, _REFUSES = phrase("orders", "passive"), phrase("orders", "right"), phrase("orders", "refuses")
_MUST, _ONLY_AMOUNT = phrase("orders", "must"), phrase("orders", "only_amount")
_DEED, _MOTTO, _TELLS = phrase("orders", "deed"), phrase("orders", "motto"), phrase("orders", "tells")
IMPLEMENTS = phrase("orders", "implements")
_LABEL = re.compile(r"\W*[^:;.\d]{2,50}:\s+(?=\w)")  # "Quặng sắt: đầu tư thăm dò …": what the act is about
_STOP = re.compile(r"[,:]\s*")
_SUM = re.compile(r"\d\s*(?:triệu|tỷ|đồng)")
_LONGEST_SCENE = 400  # characters in which the act must begin


_NOUNS = r"(?!\s+(?:độ|nhập|phí)(?!\w))"  # "trình độ", "thu nhập", "chi phí" are no acts


@cache
def _verb() -> re.Pattern[str]:
    adverb = phrase("orders", "adverb").pattern
    return re.compile(rf"\W*(?:{adverb}\s+)*{alternatives(terms('acts', 'verb'))}(?!\w){_NOUNS}")


@cache
def _private() -> re.Pattern[str]:
    public = r"(?! (?:nhà nước|chính trị|đảng|đoàn|công đoàn))"
    return re.compile(rf"\W*{alternatives(terms('acts', 'private'))}(?!\w){public}")


@lru_cache(maxsize=4096)
def opening(lower: str) -> int:
    """Where the words end that set the scene of a sentence: "trên cơ sở chức năng, nhiệm vụ được giao, …"."""
    small = _SMALL_OPENING.match(lower)
    if small is not None and _begins_act(lower[small.end() :]):
        return small.end()
    at = 0
    if _SETS_SCENE.match(lower):
        stops = [match.end() for match in _STOP.finditer(lower, 0, _LONGEST_SCENE)]
        at = next((stop for stop in stops if _begins_act(lower[stop:])), stops[0] if stops else 0)
        small = _SMALL_OPENING.match(lower, at)
    at = small.end() if small else at
    return at if at < len(lower) else 0


def _begins_act(lower: str) -> bool:
    return _verb().match(lower) is not None or subject(lower) is not None


def acts(lower: str) -> bool:
    """Whether a sentence orders an act: it opens with a verb, or with a body and what that body shall do."""
    return _verb().match(lower) is not None or acts_behind_opening(lower)


def acts_at(layer: str, start: int, end: int) -> bool:
    """`acts` of a part of the layer in lower case."""
    return _verb().match(layer, start, end) is not None or acts_behind_opening(layer[start:end])


@lru_cache(maxsize=4096)
def acts_behind_opening(lower: str) -> bool:
    """`acts` of a sentence that does not open with a verb."""
    at = opening(lower)
    if _begins_act(lower[at:]) if at else subject(lower) is not None:
        return True
    label = _LABEL.match(lower)
    return label is not None and bool(_verb().match(lower, label.end()))


_NO_DEEDS = ("đối với", "định kỳ", "hàng năm", "hằng năm", "hàng tháng", "hàng quý", "đối tượng", "được ")


def opens_with_deed(lower: str) -> bool:
    """Whether a verb of doing comes first in a sentence, its opening, its label and the body that acts left out.

    Stricter than `acts`, which takes what only names a case ("Đối với …") or a turn ("Hằng năm …") for a beginning.
    """
    if _verb().match(lower) and not lower.startswith(_NO_DEEDS):
        return True
    opened = lower[opening(lower) :]
    found = subject(opened)
    rest = _behind_duty(opened[found[1] :] if found else opened).lstrip(" ,:")
    label = _LABEL.match(rest)
    deeds = (rest, rest[label.end() :]) if label else (rest,)
    return any(_verb().match(deed) and not deed.startswith(_NO_DEEDS) for deed in deeds)


_HAS_DUTY = re.compile(r"\W*(?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ)\s*:?\s*")


def _behind_duty(lower: str) -> str:
    duty = _HAS_DUTY.match(lower)
    return lower[duty.end() :] if duty else lower


def what_is_done(lower: str) -> str:
    """A sentence (lower case) without the body that acts and "có trách nhiệm"."""
    at = opening(lower)
    found = subject(lower[at:])
    return _behind_duty(lower[at + found[1] :] if found else lower)


def is_dismissed(sentence: str) -> bool:
    """Whether a sentence (lower case) is no order by its very form: a formula, a date, a motto, two words."""
    return bool(
        not has_words(sentence, 4)
        or (_ONLY_DATES.match(sentence) and not has_words(sentence, 8))
        or _NOT_AN_ORDER.match(sentence)
        or (": " in sentence and _ONLY_AMOUNT.match(sentence))
        or (("độc lập" in sentence or "cộng hòa" in sentence) and _MOTTO.search(sentence))
        or _TELLS.search(sentence)
    )


def orders_something(sentence: str, role: Role) -> bool:
    """Whether a sentence (lower case) in a part with this role orders something."""
    private = bool(_private().match(sentence))
    if is_dismissed(sentence):
        return False
    if private and "có trách nhiệm" not in sentence and not _verb().match(sentence):
        return False
    if role is Role.PROVISIONS:
        return bool(IMPLEMENTS.search(sentence)) and acts(sentence)
    if role is Role.FUNDING:
        return acts(sentence) and not _SUM.search(sentence) and subject(sentence) is not None
    if acts(sentence):
        return not (private and _RIGHT.search(sentence)) and not _REFUSES.search(sentence)
    passive = bool(_PASSIVE.search(sentence)) and not _REFUSES.search(sentence)
    trivial = not has_words(sentence, 8) or sentence.rstrip().endswith(":")
    if role is Role.MIXED:
        return bool(_MUST.search(sentence)) and passive and not trivial
    return role is Role.TASKS and (bool(_DEED.search(sentence)) or passive) and not trivial


def has_deed(lower: str) -> bool:
    """Whether a deed stands before a number: "trồng mới 6.000 ha"."""
    return bool(_DEED.search(lower))
