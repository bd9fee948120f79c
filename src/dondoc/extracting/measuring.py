"""Measuring: how a number behaves in time, how it is tested and which way is better.

The definitions are those of the annotated cases: a share that "giảm 0,88%" changes by points, a number of cases that
"giảm 5%" shrinks by growth, "giảm còn 1,31%" is a level; "thêm" with an event is a flow, with members of a stock a
change.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from dondoc.extracting.numbers import Quantity
from dondoc.extracting.patterns import alternatives, word_first
from dondoc.extracting.ranks import GROUP
from dondoc.extracting.vocabulary import any_of, phrase, terms
from dondoc.values import Comparison, Direction, Measure

_GROUPS = ("at_least", "more_than", "at_most", "less_than", "reach_down", "reach_up", "rise", "fall", "keep")
_CASES = any_of("measures", "cases")
_EVENT = any_of("measures", "event")
_OCCURS = any_of("measures", "occurrence")
_EVENT_OR_PLANTING = any_of("measures", "event", "planting")
_FLOW = any_of("measures", "flow")
_GROWTH = any_of("measures", "growth")
_HIGHER_DESPITE = any_of("measures", "higher_despite")
_LEVEL = any_of("measures", "level")
_LOWER = any_of("measures", "lower")
_PLANTING = any_of("measures", "planting")
_RANK = any_of("measures", "rank")
_SHARE = any_of("measures", "share")
_COUNTED = any_of("measures", "counted")
_ADVERBS = re.compile(r"(?:bình\s+quân|trung\s+bình)?\s*(?:/|mỗi|hàng|hằng)\s*năm")


class Told(NamedTuple):
    """What is told around a number, in lower case: the indicator's words, the words before the number, those after.

    `opening` is how its clause begins, `kept` that it is to be kept, `reached` that a table says what is to stand at
    the end.
    """

    indicator: str
    words: str
    after: str = ""
    opening: str = ""
    kept: bool = False
    reached: bool = False


class Test(NamedTuple):
    """How a target is tested: see `commitments.Target`."""

    measure: Measure
    comparison: Comparison
    amount: Decimal
    upper: Decimal | None
    unit: str | None
    better: Direction


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {term: group for group in _GROUPS for term in terms("comparisons", group)}
    return re.compile(alternatives(kinds, whole=True)), {" ".join(k.split()): v for k, v in kinds.items()}


@lru_cache(maxsize=4096)
def told_kinds(words: str) -> frozenset[str]:
    """The kinds of comparison words in `words`: "giảm xuống còn dưới" → fall or reach_down, less_than."""
    pattern, kinds = _signs()
    return frozenset(kinds[" ".join(match.group().split())] for match in pattern.finditer(words))


_OPENING = re.compile(
    r"^\W*(?:(?:(?:kiềm|khống)\s+chế,?(?:\s+và)?(?=\s+(?:kéo\s+)?giảm)|phấn\s+đấu|tiếp\s+tục|từng\s+bước|tập\s+trung|góp\s+phần|và|đến\s+năm\s+\d+,?|bảo\s+đảm|đảm\s+bảo"
    r"|(?:bình\s+quân\s+)?(?:mỗi|hàng|hằng)\s+năm,?)\s+)*"
    r"(?P<verb>duy\s+trì|giữ\s+vững|ổn\s+định|giữ|giảm|cắt\s+giảm|rút\s+ngắn|tinh\s+giản|hạ|kéo\s+giảm|nâng|tăng|đưa|khống\s+chế|kiềm\s+chế)(?!\w)"
)
_OPENINGS = {
    "duy trì": "keep", "giữ vững": "keep", "ổn định": "keep", "giữ": "keep", "giảm": "fall", "cắt giảm": "fall",
    "hạ": "fall", "rút ngắn": "fall", "tinh giản": "fall", "kéo giảm": "fall", "khống chế": "cap", "kiềm chế": "cap",
}  # fmt: skip


@lru_cache(maxsize=4096)
def opening_kind(prefix: str) -> str | None:
    """What the verb that opens a clause does to its number: "Duy trì số giường bệnh đạt 39,3" keeps it."""
    match = _OPENING.match(prefix)
    return _OPENINGS.get(" ".join(match["verb"].split()), "rise") if match else None


def is_kept(prefix: str, words: str) -> bool:
    """Whether the number is to be kept rather than reached."""
    return "keep" in told_kinds(words) or opening_kind(prefix) == "keep"


def test(told: Told, quantity: Quantity) -> Test:
    """Measure, comparison, sign, unit and direction of a number from the words around it."""
    if quantity.group == GROUP:
        comparison = Comparison.MAINTAIN if told.kept else Comparison.AT_MOST
        return Test(Measure.LEVEL, comparison, quantity.amount, None, quantity.unit, Direction.LOWER)
    kinds = told_kinds(told.words)
    fallen, risen = _movement(told, kinds, quantity_of_rate=quantity.group == "rate")
    measure = _measure(told, quantity, kinds, fallen=fallen, risen=risen)
    negative = fallen and measure in (Measure.GROWTH, Measure.CHANGE)
    better = _direction(told, kinds, measure, fallen=fallen, risen=risen)
    amount, upper = quantity.amount, quantity.upper
    if upper is not None and _AT_LEAST.search(told.words):
        upper = None  # "ít nhất 2-3 tiến sĩ": the word decides, and the lower of the two is what is promised
    comparison = _comparison(told, upper, kinds, better, negative=negative)
    if negative:
        amount, upper = (-amount, None) if upper is None else (-upper, -amount)
    if upper is None and _NONE_OF.match(told.opening):
        comparison = _OF_NONE.get(comparison, comparison)
        better = Direction.LOWER if comparison in (Comparison.AT_MOST, Comparison.LESS_THAN) else Direction.HIGHER
    return Test(measure, comparison, amount, upper, _unit(quantity, measure, told), better)


_NONE_OF = phrase("comparisons", "none_of")
_OF_NONE = {
    Comparison.MORE_THAN: Comparison.AT_MOST, Comparison.LESS_THAN: Comparison.AT_LEAST,
    Comparison.AT_LEAST: Comparison.LESS_THAN, Comparison.AT_MOST: Comparison.MORE_THAN,
}  # fmt: skip


def _movement(told: Told, kinds: frozenset[str], *, quantity_of_rate: bool) -> tuple[bool, bool]:
    """(falls by the number, rises by the number); a level reached ("còn", "lên") does neither."""
    if kinds & {"reach_down", "reach_up"}:
        return False, False
    opening = opening_kind(told.opening) if told.opening else None
    named_by_verb = not kinds & {"fall", "rise"} and "đạt" not in told.words and "có" not in told.words.split()
    fallen = "fall" in kinds or (opening == "fall" and named_by_verb)
    beyond = quantity_of_rate and "vượt" in told.words and _PLANNED.match(told.after) is not None
    risen = not fallen and (beyond or "rise" in kinds or (opening == "rise" and named_by_verb and _grows(told)))
    return fallen, risen


_AGAINST = re.compile(
    r"\s*(?:so với |của )?(?:(?:thực hiện|ước thực hiện|mức|đầu|cuối) )*(?:năm|giai đoạn|nhiệm kỳ) \d{4}"
)
_PLANNED = re.compile(r"\s*(?:so với |tổng )?(?:dự toán|kế hoạch|chỉ tiêu)(?!\w)")


def _grows(told: Told) -> bool:
    """ "tăng thêm 5 xã", "tăng thu ngân sách tối thiểu 15% so với dự toán": by how much, not up to what."""
    return "thêm" in told.words or (told.after.lstrip().startswith("so với") and "đạt" not in told.words)


def _is_share(told: Told) -> bool:
    return bool(_SHARE.search(told.indicator)) and _COUNTED.match(told.indicator) is None


def _is_cases(told: Told) -> bool:
    return bool(_CASES.search(told.indicator))


def _measure(told: Told, quantity: Quantity, kinds: frozenset[str], *, fallen: bool, risen: bool) -> Measure:
    name = told.indicator.strip()
    if _GROWTH.match(name) or (quantity.group == "rate" and name.startswith("tăng trưởng")):
        return Measure.GROWTH
    if quantity.group == "points":
        return Measure.CHANGE if fallen or risen or "mức giảm" in told.indicator else Measure.LEVEL
    if quantity.group == "rate":
        return _measure_of_rate(told, quantity, fallen=fallen, risen=risen)
    if quantity.group == "times" and _OFTEN.search(f"{told.words} {quantity.unit}"):
        return Measure.FLOW
    if quantity.group == "times":
        against = "gấp" in told.words and _AGAINST.match(told.after) is not None
        return Measure.GROWTH if risen or fallen or against else Measure.LEVEL
    if fallen:
        return Measure.CHANGE
    return _measure_of_amount(told, quantity, risen=risen)


def _measure_of_rate(told: Told, quantity: Quantity, *, fallen: bool, risen: bool) -> Measure:
    if told.indicator.rstrip().endswith(("tăng trung bình", "tăng bình quân", "tăng bình quân hàng năm", "tăng")):
        return Measure.GROWTH
    if quantity.fraction:
        return Measure.GROWTH
    if not fallen and not risen:
        return Measure.LEVEL
    if _is_share(told) and not (_is_cases(told) and not told.indicator.startswith(("tỷ lệ hộ", "tỷ lệ nghèo"))):
        return Measure.CHANGE
    return Measure.GROWTH


def _measure_of_amount(told: Told, quantity: Quantity, *, risen: bool) -> Measure:
    words = f"{told.indicator} {quantity.unit or ''}".lower()
    if _CUMULATED.search(f"{told.opening} {told.words}"):
        return Measure.LEVEL
    if quantity.group == "money" and _RAISED.match(told.after):
        return Measure.FLOW
    if _OCCURS.fullmatch((quantity.unit or "").partition("/")[0].strip().lower()):
        return Measure.FLOW
    if told.reached and quantity.group == "count":
        return _measure_of_stock(words)
    if _is_level(told, quantity, words):
        return Measure.CHANGE if risen and "rise" in told_kinds(told.words) else Measure.LEVEL
    made_new = _MADE_NEW.search(told.indicator)
    if not risen and quantity.group == "count" and "có" in told.words.split() and not made_new:
        return Measure.LEVEL
    if risen and not _EVENT_OR_PLANTING.search(words):
        return Measure.CHANGE if quantity.group in ("count", "area", "power", "length") else Measure.FLOW
    if risen or _PLANTING.search(words):
        return Measure.FLOW
    return _first_said(words, quantity)


def _is_level(told: Told, quantity: Quantity, words: str) -> bool:
    """Averages, amounts per something other than a year, shares of a structure, and what a stock is brought up to."""
    if told.indicator.startswith(_BUILT_FOR) or told.indicator.endswith(_BUILT_FOR):
        return True
    per_head = "bình quân đầu người" in words or "/người" in words or _FOR_EACH.search(told.indicator)
    if per_head or _PER.search(quantity.unit or "") or told.indicator.startswith("cơ cấu"):
        return True
    raised = "reach_up" in told_kinds(told.words) and quantity.group in ("count", "area", "power", "length")
    return raised or (_STOCK.match(told.indicator) is not None and _MADE_NEW.search(told.indicator) is None)


_OFTEN = phrase("measures", "often")
_RAISED = re.compile(r"\s*vốn(?!\w)")  # "huy động 3.500 tỷ đồng vốn": what is raised, not what a bank holds
_BUILT_FOR = ("công suất", "công suất thiết kế", "quy mô")  # what a plant is built for, though told per year
_FOR_EACH = re.compile(word_first(r"(?<!\w)trên\s+(?:0?1|một)\s+(?:ha|héc\s?ta|m2|đơn\s+vị)(?!\w)"))
_PER = re.compile(r"/(?!\s*(?:1\s*)?(?:năm|tháng|quý)(?!\w))(?!.*/\s*năm)")


def _measure_of_stock(words: str) -> Measure:
    """A count in a table that says what stands at the end: only what is told as new or as an event adds up."""
    if "/" in words:
        return Measure.LEVEL
    if _IN_YEAR.search(words):
        return Measure.FLOW
    if re.search(r"(?<!\w)thêm(?!\w)", words):
        return Measure.CHANGE
    return Measure.FLOW if _EVENT.search(words) or _NEW.search(words) or _DONE.search(words) else Measure.LEVEL


_IN_YEAR, _CUMULATED = phrase("measures", "in_year"), phrase("measures", "cumulated")
_DONE = phrase("measures", "done")


_NEW = re.compile(r"(?<!đổi )(?<!nông thôn )(?<!đô thị )(?<!\w)mới(?!\w)(?! sáng tạo)")
_MADE_NEW = re.compile(
    word_first(r"(?<!\w)(?:xây|xây dựng|trồng|làm|thành lập|hình thành|cấp|kết nạp|khởi công)\s+mới(?!\w)")
)
_STOCK = re.compile(
    r"(?:nâng\s+)?(?:tổng\s+(?:diện\s+tích|số|đàn)|quy\s+mô)(?!\s+(?:trồng|làm)\s+mới)(?!\s+lượt)(?!\w)"
)


def _first_said(words: str, quantity: Quantity) -> Measure:
    """Flow or level by the word that comes first in the indicator's name; by the unit when none is known."""
    flow, level = _FLOW.search(words), _LEVEL.search(words)
    if flow and level:
        return Measure.LEVEL if level.start() <= flow.start() else Measure.FLOW
    if level:
        return Measure.LEVEL
    if flow or quantity.group in ("money", "mass"):
        return Measure.FLOW
    return Measure.LEVEL


def _direction(told: Told, kinds: frozenset[str], measure: Measure, *, fallen: bool, risen: bool) -> Direction:
    if fallen or kinds & {"at_most", "less_than", "reach_down"} or opening_kind(told.opening) == "cap":
        return Direction.LOWER
    if "trở xuống" in told.after:
        return Direction.LOWER
    if risen or kinds & {"at_least", "more_than"} or "trở lên" in told.after:
        return Direction.HIGHER
    if measure is Measure.GROWTH and not _LOWER.search(told.indicator):
        return Direction.HIGHER
    ranked = _RANK.match(told.indicator.strip()) or told.indicator.endswith(("thứ bậc", "thứ hạng"))
    if ranked:
        return Direction.LOWER
    lower = bool(_LOWER.search(told.indicator)) and not _HIGHER_DESPITE.search(told.indicator)
    return Direction.LOWER if lower else Direction.HIGHER


def _comparison(
    told: Told, upper: Decimal | None, kinds: frozenset[str], better: Direction, *, negative: bool
) -> Comparison:
    if upper is not None:
        return Comparison.BETWEEN
    if (told.kept or "keep" in kinds) and not kinds & {"at_most", "less_than", "more_than", "at_least"}:
        return Comparison.MAINTAIN
    if negative:
        return Comparison.LESS_THAN if "more_than" in kinds else Comparison.AT_MOST
    if kinds >= {"at_least", "more_than"} and _AT_LEAST.search(told.words):
        return Comparison.AT_LEAST  # "vượt tối thiểu 5% dự toán"
    for kind in ("at_most", "less_than", "more_than"):
        if kind in kinds:
            return Comparison(kind)
    if "at_least" in kinds or "trở lên" in told.after:
        return Comparison.AT_LEAST
    return Comparison.AT_LEAST if better is Direction.HIGHER else Comparison.AT_MOST


_AT_LEAST = re.compile(r"(?:tối\s+thiểu|ít\s+nhất)(?:\s+(?:là|từ|khoảng))?\s*$")


def _unit(quantity: Quantity, measure: Measure, told: Told) -> str | None:
    """The unit of the test: a change of a share is in points; a yearly average carries "/năm"."""
    unit = quantity.unit
    if unit and unit.startswith("%") and measure is Measure.CHANGE:
        unit = "điểm " + unit
    if unit not in ("%", "điểm %") or measure not in (Measure.CHANGE, Measure.GROWTH):
        return unit
    yearly = _ADVERBS.search(told.words) or _ADVERBS.match(told.after.strip())
    return unit + "/năm" if yearly else unit
