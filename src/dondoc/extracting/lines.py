"""Lines: a sentence with its brackets apart, its numbers, and the comparison words before each."""

from __future__ import annotations

import re
from functools import cache

from dondoc.extracting.numbers import Quantity, find_quantities
from dondoc.extracting.patterns import alternatives, backwards
from dondoc.extracting.ranks import MAY_BE_RANKS, as_rank
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
def _run_before() -> re.Pattern[str]:
    """Words that stand in comparisons, whichever, read backwards from a number: a comparison begins among these."""
    every = {word[::-1] for row in table("comparisons")["group"] for term in row["terms"] for word in term.split()}
    return re.compile(rf"(?:[\s,]*+{alternatives(every, whole=True)})*+[\s,]*+")


@cache
def _before_decoys() -> re.Pattern[str]:
    """What stands before a decoy, read backwards from it: so that it is looked for in one place only."""
    rows = [row for row in table("decoys")["decoy"] if "before" in row]
    return re.compile(rf"\s*(?:{'|'.join(map(_before_decoy, rows))})")


def _before_decoy(row: dict[str, list[str]]) -> str:
    before = backwards(row["before"])
    if "behind" in row:
        return rf"{before}\s+{backwards(row['behind'])}"
    return rf"(?!{backwards(row['but_not'])}){before}(?!\w)"


@cache
def _behind_decoys() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Pairs: what stands behind a decoy, unless the other stands before it."""
    rows = [row for row in table("decoys")["decoy"] if "right" in row]
    return tuple((re.compile(row["right"]), re.compile(row["unless"])) for row in rows)


_NOUN = re.compile(
    r"\s+(?!(?:và|hoặc|đến|tới|của|so|theo|năm|là|trở|thì|tại|ở|trong|cho|để|với|từ|do|được|có|đã|nên|nhằm|bằng|về|phải|gồm|như|nói|giai|vào|đạt|tăng|giảm|trên|dưới|còn|này|khác|lần)(?!\w))"
    r"(?P<noun>[^\W\d_]{2,})(?!\w)"
)
_RANKED = re.compile(r"(?:thứ\s+hạng|thứ\s+bậc)\s*\Z")
# "Thu nhập bình quân đạt": an average before a linking word belongs to the name, as "quy mô" does.
_AVERAGED = re.compile(
    r"(?:bình\s+quân|trung\s+bình|quy\s+mô|đủ)\s+(?=(?:đạt|là|ở\s+mức|lên|còn|khoảng|duy\s+trì)(?!\w))"
)
_INTO_GROWTH = re.compile(r"(?:vào|cho)\s+tăng\s+trưởng\s*\Z")  # "đóng góp của TFP vào tăng trưởng đạt": no comparison
_NO_MEASURE = re.compile(r"(?<=mặt )bằng(?!\w)")  # "bàn giao mặt bằng 412 ha" is equal to nothing
_PARENTHESIS = re.compile(r"[()]")
_HAS_SIZE = re.compile(
    r"(?<!\w)có\s+(?:tổng\s+)?(?:chiều\s+dài|quy\s+mô|diện\s+tích|công\s+suất|trọng\s+tải|độ\s+cao)\s+từ\s+\Z"
)
_OR_MORE_THAT = re.compile(r"\s*trở\s+lên\s+[^\W\d_]")
_MEASURED = ("area", "length", "mass")
_MAY_BE_DECOYS = (None, "count", "time")
_NEAR, _BEHIND = 40, 30  # characters before and behind a number in which it may show that it is a decoy
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


def _is_qualified(lower: str, quantity: Quantity, start: int, end: int) -> bool:
    """ "100% tàu cá có chiều dài *từ 15 m trở lên* lắp thiết bị": which of the counted are meant, not how many."""
    behind = _OR_MORE_THAT.match(lower, quantity.end, end)
    return (
        behind is not None and _HAS_SIZE.search(lower, max(start, quantity.start - _NEAR), quantity.start) is not None
    )


def is_decoy(lower: str, quantity: Quantity, start: int, end: int) -> bool:
    """Whether the words around a number show that it counts nothing promised (words/decoys.toml)."""
    if _is_qualified(lower, quantity, start, end):
        return True
    if quantity.group in _MEASURED:
        return quantity.amount == 1 and quantity.upper is None and _is_reckoned_for(lower, quantity, start)
    if quantity.group not in _MAY_BE_DECOYS:
        return False
    at, number_end = quantity.start, quantity.number_end
    grouped = quantity.unit is not None and "." in lower[at:number_end]
    if not grouped and _before_decoys().match(lower[max(start, at - _NEAR) : at][::-1]):
        return True
    behind, named = lower[number_end : min(end, number_end + _BEHIND)], max(start, at - _LEFT)
    return any(pattern.match(behind) and not unless.search(lower, named, at) for pattern, unless in _behind_decoys())


def _is_reckoned_for(lower: str, quantity: Quantity, start: int) -> bool:
    """ "Giá trị sản phẩm trên 1 ha đất trồng trọt": what something is reckoned for, as in "trên một vạn dân"."""
    return lower[max(start, quantity.start - 8) : quantity.start].rstrip().endswith(("trên", "mỗi", "cho", "của"))


_OR_MORE = re.compile(r"(?:lên|xuống)\s*")  # "hoàn thành tốt nhiệm vụ trở lên đạt 90%": of the name, no comparison
_PER_HEAD = re.compile(
    r"\s+trên\s+(?:(?:1|một)\s+)?(?P<people>(?:vạn|nghìn|triệu|1\.000|10\.000|100\.000)\s+dân)(?!\w)"
)


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
        found = find_quantities(self.text, lower, start, end, shift)
        counting: list[Quantity] = []
        for quantity in found:
            rank = as_rank(self.lower, quantity, start) if quantity.group in MAY_BE_RANKS else None
            if rank is not None:
                counting.append(rank)
            elif not is_decoy(self.lower, quantity, start, end):
                counting.append(self._with_noun(quantity) if quantity.unit is None else self._per_head(quantity))
        return self._alike(counting)

    def _alike(self, counting: list[Quantity]) -> list[Quantity]:
        """ "33,5 giường bệnh và 10,5 bác sĩ trên vạn dân": both are told per head."""
        for number in range(len(counting) - 2, -1, -1):
            here, after = counting[number : number + 2]
            people = (after.unit or "").partition("/")[2]
            alone = here.group == "count" and "/" not in (here.unit or "/")
            if people and alone and self.lower[here.end : after.start].strip(" ,") in ("", "và"):
                counting[number] = here._replace(unit=f"{here.unit}/{people}")
        return counting

    def _per_head(self, quantity: Quantity) -> Quantity:
        """ "12 người trên một vạn dân" counts per ten thousand people, as "12 người/vạn dân" does."""
        match = _PER_HEAD.match(self.lower, quantity.end) if quantity.group == "count" else None
        if match is None:
            return quantity
        return quantity._replace(end=match.end(), unit=f"{quantity.unit}/{match['people']}")

    def _with_noun(self, quantity: Quantity) -> Quantity:
        """A number without a known unit takes the noun behind it: "ít nhất 03 phòng trưng bày"."""
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
        before = self.outside(low, end)
        run = _run_before().match(before[::-1])
        match = _words_before().search(before, end - low - run.end()) if run else None
        if match is None:
            return end
        averaged = _AVERAGED.match(match.string, match.start()) or _INTO_GROWTH.search(before, 0, match.start() + 11)
        or_more = _OR_MORE.match(before, match.start()) if before[: match.start()].rstrip().endswith("trở") else None
        kept = averaged or or_more or _NO_MEASURE.match(before, match.start())
        return low + (kept.end() if kept else match.start())
