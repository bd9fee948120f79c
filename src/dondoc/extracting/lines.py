"""Lines: a sentence with its brackets apart, its numbers, and the comparison words before each."""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.numbers import Quantity, find_quantities
from dondoc.extracting.patterns import alternatives
from dondoc.extracting.vocabulary import table

_COMPARING = (
    "at_least", "more_than", "at_most", "less_than", "rise", "fall", "reach_up", "reach_down", "keep", "link",
    "neutral",
)  # fmt: skip


@cache
def _words_before() -> re.Pattern[str]:
    rows = {row["name"]: row["terms"] for row in table("comparisons")["group"]}
    every = {term for name in _COMPARING for term in rows[name]}
    word = alternatives(every, whole=True)
    # The first word stands by itself, for a search is quick only where its pattern opens with letters.
    return re.compile(rf"{word}[\s,]*+(?:{word}[\s,]*+)*+\Z")


@cache
def _decoys() -> tuple[tuple[re.Pattern[str], ...], tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]]:
    """Patterns of what stands before a decoy, and pairs: what stands behind one, unless the other stands before it."""
    rows = table("decoys")["decoy"]
    left = tuple(re.compile(row["left"]) for row in rows if "left" in row)
    right = tuple((re.compile(row["right"]), re.compile(row["unless"])) for row in rows if "right" in row)
    return left, right


_NOUN = re.compile(
    r"\s+(?!(?:và|hoặc|đến|tới|của|so|theo|năm|là|trở|thì|tại|ở|trong|cho|để|với|từ|do|được|có|đã|nên|nhằm|bằng|về|phải|gồm|như|nói|giai|vào|đạt|tăng|giảm|trên|dưới|còn|này|khác|lần)(?!\w))"
    r"(?P<noun>[^\W\d_]{2,})(?!\w)"
)
_RANKED = re.compile(r"(?:thứ\s+hạng|thứ\s+bậc)\s*\Z")
# "Thu nhập bình quân đạt": an average before a linking word belongs to the name, as "quy mô" does.
_AVERAGED = re.compile(
    r"(?:bình\s+quân|trung\s+bình|quy\s+mô|đủ)\s+(?=(?:đạt|là|ở\s+mức|lên|còn|khoảng|duy\s+trì)(?!\w))"
)
_PARENTHESIS = re.compile(r"[()]")
_LEFT = 80  # characters before a number in which its name may show that it is no decoy
_REACH = 70  # characters before a number in which its comparison words stand


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Outermost (…) of `text[start:end]`, bounds with the brackets."""
    if text.find("(", start, end) < 0:
        return []
    found, depth, opened = [], 0, 0
    for match in _PARENTHESIS.finditer(text, start, end):
        if match.group() == "(":
            depth += 1
            opened = match.start() if depth == 1 else opened
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, match.end()))
    return found


def is_decoy(lower: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether the words around a number show that it counts nothing promised (words/decoys.toml)."""
    if _is_measure_of_area(lower, quantity, start):
        return True
    lefts, rights = _decoys()
    left = lower[max(start, quantity.start - 40) : quantity.start]
    if quantity.group is None or quantity.group in ("count", "time"):
        grouped = "." in lower[quantity.start : quantity.number_end] and quantity.unit is not None
        if not grouped and any(pattern.search(left) for pattern in lefts):
            return True
        behind = lower[quantity.number_end : min(end, quantity.number_end + 30)]
        named = max(start, quantity.start - _LEFT), quantity.start
        return any(pattern.search(behind) and not unless.search(lower, *named) for pattern, unless in rights)
    return False


def _is_measure_of_area(lower: str, quantity: Quantity, start: int) -> bool:
    """ "Giá trị sản phẩm trên 1 ha đất trồng trọt": what something is reckoned for, as in "trên một vạn dân"."""
    if quantity.amount != 1 or quantity.upper is not None or quantity.group not in ("area", "length", "mass"):
        return False
    return lower[max(start, quantity.start - 8) : quantity.start].rstrip().endswith(("trên", "mỗi", "cho", "của"))


class Line:
    """One sentence, or what a bracket holds, with its brackets blanked; offsets are the matching layer's."""

    def __init__(self, text: str, lower: str, start: int, end: int) -> None:
        self.text, self.lower, self.start, self.end = text, lower, start, end
        self.brackets = _brackets(lower, start, end)
        flat = lower[start:end]
        for a, b in self.brackets:
            flat = flat[: a - start] + " " * (b - a) + flat[b - start :]
        self.flat = flat
        self.begun: dict[tuple[int, int], int] = {}

    def outside(self, start: int, end: int) -> str:
        return self.flat[start - self.start : end - self.start]

    def quantities(self, start: int, end: int, lower: str, shift: int) -> list[Quantity]:
        """The numbers of `start` to `end` that count something; `lower` is the text from `shift` on."""
        printed = self.text[shift : shift + len(lower)]
        found = find_quantities(printed, lower, start - shift, end - shift, shift)
        return [self._with_noun(q) for q in found if not is_decoy(self.lower, q, start, end)]

    def _with_noun(self, quantity: Quantity) -> Quantity:
        """A number without a known unit takes the noun behind it: "ít nhất 03 phòng trưng bày"."""
        if quantity.unit is not None:
            return quantity
        ranked = _RANKED.search(self.lower, max(self.start, quantity.start - 12), quantity.start)
        if ranked is not None:
            return quantity._replace(unit=ranked.group().strip(), group="count")
        match = _NOUN.match(self.lower, quantity.end)
        if match is None:
            return quantity
        return quantity._replace(end=match.end(), unit=self.text[match.start("noun") : match.end()], group="noun")

    def words_before(self, quantity: Quantity, floor: int) -> int:
        """Where the comparison words that end at the number begin; asked more than once, and looked for once."""
        low = max(floor, quantity.start - _REACH)
        begin = self.begun.get((low, quantity.start))
        if begin is None:
            begin = self.begun[low, quantity.start] = self._words_from(low, quantity.start)
        return begin

    def _words_from(self, low: int, end: int) -> int:
        match = _words_before().search(self.outside(low, end))
        if match is None:
            return end
        averaged = _AVERAGED.match(match.string, match.start())
        return low + (averaged.end() if averaged else match.start())
