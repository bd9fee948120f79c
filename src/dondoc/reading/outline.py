"""Outline: the numbering grammar of Vietnamese administrative documents.

    PHẦN · CHƯƠNG · MỤC · TIỂU MỤC · ĐIỀU · A. · I. · 1. · 1.1. · 1.1.1. · (1) · a) · - · +

(NĐ 30/2020/NĐ-CP, phụ lục I; Party forms number alike.) The level of an item comes from its number alone: the
depth of Markdown's # and the look of a line are noise. A malformed outline is never refused: a number whose level
is open on the stack returns to it, any other opens below the last smaller one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

from dondoc.accents import restored
from dondoc.reading.document import Block, Document
from dondoc.text import Mended, mend


class Mark(IntEnum):
    """Levels of the grammar, outermost first. NONE is a paragraph without a number."""

    ANNEX = 1
    PART = 2
    CHAPTER = 3
    SECTION = 4
    SUBSECTION = 5
    ARTICLE = 6
    CAPITAL = 7
    ROMAN = 8
    NUMBER = 9
    NUMBER_2 = 10
    NUMBER_3 = 11
    BRACKET = 12
    LETTER = 13
    DASH = 14
    PLUS = 15
    NONE = 16


@dataclass(frozen=True, slots=True)
class Item:
    """One block of the outline; offsets count in the matching layer.

    `start` to `body` is its number, `body` to `head` its run-in heading ("1.3. Về quốc phòng, an ninh:"), empty when
    `head == body`; the rest up to `end` is what it says. `parent` is the index of the item above, -1 at the top.
    `children` tells whether items stand below it. `path` joins the numbers above and its own: "II.1.1".
    """

    index: int
    mark: Mark
    label: str
    start: int
    body: int
    head: int
    end: int
    parent: int
    path: str
    block: Block
    children: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The items of a document in the order of its text, and the layer their offsets count in.

    `chains` are the items above those of each parent, by its index, nearest first.
    """

    document: Document
    mended: Mended
    items: tuple[Item, ...]
    chains: Mapping[int, tuple[Item, ...]]

    def text(self, item: Item) -> str:
        """What the item says, run-in heading included, number left out."""
        return self.mended.text[item.body : item.end]

    def above(self, item: Item) -> tuple[Item, ...]:
        """The items above `item`, nearest first."""
        return self.chains[item.parent]


_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V)|X{1,3})"
_GRAMMAR = re.compile(
    rf"""
      (?P<annex>PHỤ\ LỤC|Phụ\ lục|BIỂU|Biểu|MẪU|Mẫu)\s*(?:SỐ|số)?\s*:?\s*
        (?P<annex_label>[IVX]+|\d+|[A-Z](?!\w))?[.:]?(?=\s|$)
    | (?:PHẦN|Phần)(?:\ (?:THỨ|thứ))?\ (?P<part>[IVX]+|\d+|[A-ZĐ](?!\w)|nhất|hai|ba|tư|năm|NHẤT|HAI|BA|TƯ|NĂM)\b[.:]?
    | (?:CHƯƠNG|Chương)\ (?P<chapter>[IVX]+|\d+)[.:]?
    | (?:MỤC|Mục)\ (?P<section>[IVX]+|\d+)[.:]?(?=\s|$)
    | (?:TIỂU\ MỤC|Tiểu\ mục)\ (?P<subsection>[IVX]+|\d+)[.:]?
    | (?:ĐIỀU|Điều)\ (?P<article>\d+[a-zđ]?)\ ?[.:/-]
    | (?P<roman>{_ROMAN}|I[Ii]{{1,2}}|I[Vv]|V[Ii]{{1,3}})(?:\ ?[./:)\-])(?=\s|[A-ZĐ]|$)
    | (?P<capital>[A-HĐ])(?:[./)]|\ ?-)(?=\s)
    | (?P<number_3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})*)(?:\.(?=\s|[^\W\d])|(?=\s+[^\W\d_])|\))
    | (?P<number_2>\d{{1,2}}\.\d{{1,2}})(?:[.)](?=\s|[^\W\d])|(?=\s+[A-ZĐÀ-Ỵ]))
    | (?P<number>\d{{1,3}}[a-zđ]?)(?:[.)](?=\s|[^\W\d_])|/(?=\s)|\ ?-(?=\s+[^\W\d]))
    | \((?P<bracket>\d{{1,3}})\)(?=\s|[^\W\d_])
    | \(?(?P<letter>[a-zđ]\d?)(?:[).](?=\s|[A-ZĐÀ-Ỵ])|,(?=\s[A-ZĐÀ-Ỵ])|/(?=\s))
    | (?P<dash>[-*•▪●◦·–]|\uf0b7|\uf0a7|o(?=\s+[A-ZĐÀ-Ỵ]))(?=[\s*]|[^\W\d_])
    | (?P<plus>\+)
    """,
    re.VERBOSE,
)
_MARKS = {
    "annex": Mark.ANNEX, "part": Mark.PART, "chapter": Mark.CHAPTER, "section": Mark.SECTION,
    "subsection": Mark.SUBSECTION, "article": Mark.ARTICLE, "capital": Mark.CAPITAL, "roman": Mark.ROMAN,
    "number": Mark.NUMBER, "number_2": Mark.NUMBER_2, "number_3": Mark.NUMBER_3, "bracket": Mark.BRACKET,
    "letter": Mark.LETTER, "dash": Mark.DASH, "plus": Mark.PLUS,
}  # fmt: skip
_LINE_KINDS = re.compile(
    r"(?:NGHỊ QUYẾT|QUYẾT ĐỊNH|KẾ HOẠCH|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG| CÔNG TÁC)?|ĐỀ ÁN|CHỈ THỊ|CHIẾN LƯỢC|QUY HOẠCH"
    r"|QUY ĐỊNH|QUY CHẾ|HƯỚNG DẪN|PHƯƠNG ÁN|DANH MỤC)\s*:?"
)
# A run-in heading is short, and what it announces follows on the same line.
_RUN_IN = re.compile(r"(?P<head>[^:;.?!]{2,160}?)\s*:\s+(?=\S)")
_HEADING_START = re.compile(r"(?:về|đối với|công tác|lĩnh vực|trong lĩnh vực)\s", re.IGNORECASE)
_STATES_NUMBER = re.compile(r"\d+(?:[.,]\d+)?\s*(?:%|ha\b|tỷ|triệu)")


class _Number(NamedTuple):
    mark: Mark
    label: str
    end: int


def _number(text: str, start: int, end: int) -> _Number:
    """The number that opens `text[start:end]`, or an empty one."""
    match = _GRAMMAR.match(text, start, min(end, start + 60))
    if match is None:
        kind = _LINE_KINDS.fullmatch(text, start, end)
        return _Number(Mark.PART, "", start) if kind else _Number(Mark.NONE, "", start)
    name = str(match.lastgroup)
    if name == "annex_label":
        name = "annex"
    if name == "annex":
        return _Number(Mark.ANNEX, match["annex_label"] or "", start)
    label = match[name]
    if name == "roman":
        label = label.upper()
    if name == "number" and label.isdigit() and int(label) > 200:
        return _Number(Mark.NONE, "", start)
    return _Number(_MARKS[name], label, match.end())


def _run_in(text: str, body: int, end: int, mark: Mark) -> int:
    """Where the run-in heading of `text[body:end]` ends; `body` when there is none."""
    if mark in (Mark.NONE, Mark.ANNEX, Mark.PLUS) or text.find(":", body, end) < 0:
        return body
    match = _RUN_IN.match(text, body, end)
    if match is None or _STATES_NUMBER.search(match["head"]):
        return body
    if mark in (Mark.DASH, Mark.LETTER, Mark.BRACKET) and not _HEADING_START.match(match["head"]):
        return body
    return match.end()


class _Stack:
    """The open levels while a document is read from top to bottom."""

    def __init__(self) -> None:
        self.open: list[Item] = []
        self.capital_outside = False

    def parent(self, mark: Mark) -> Item | None:
        """Closes what `mark` closes and gives the item above.

        Capitals stand above Roman numbers, but under one where the first of them comes behind it: "II. … A. … 1.".
        """
        if mark <= Mark.PART:
            self.open.clear()
            self.capital_outside = False
        marks = [item.mark for item in self.open]
        if mark in marks:
            del self.open[marks.index(mark) :]
        else:
            inside = mark is Mark.CAPITAL and not self.capital_outside and Mark.ROMAN in marks
            while self.open and self.open[-1].mark > (Mark.ROMAN if inside else mark):
                self.open.pop()
            self.capital_outside |= mark is Mark.CAPITAL and not inside
        return self.open[-1] if self.open else None

    def as_letter(self, number: _Number, text: str) -> _Number:
        """ "I)" after "k)" is the letter l, not a Roman one."""
        roman = number.mark is Mark.ROMAN and number.label == "I" and text[number.end - 1] == ")"
        if roman and any(item.mark is Mark.LETTER for item in self.open):
            return _Number(Mark.LETTER, "l", number.end)
        return number

    def path(self, above: Item | None, mark: Mark, label: str) -> str:
        """ "II" above and "1.1" here give "II.1.1": a decimal number repeats the number it stands under."""
        if mark >= Mark.DASH or not label:
            return above.path if above else ""
        if mark is Mark.ARTICLE:
            return f"Điều {label}"
        heads = [i for i in self.open if i.mark < Mark.DASH and i.label and i.mark not in (Mark.ARTICLE, Mark.ANNEX)]
        labels = [*(item.label for item in heads), label]
        kept = [name for name, below in zip(labels, [*labels[1:], ""], strict=True) if not below.startswith(f"{name}.")]
        return ".".join(kept)


def outline(document: Document) -> Outline:
    """The outline of `document`. Blocks that are table rows become items without a number."""
    mended = _matching_layer(document)
    stack = _Stack()
    items: list[Item] = []
    for block in document.blocks:
        start, end = mended.place(block.span.start), mended.place(block.span.end)
        number = _Number(Mark.NONE, "", start) if block.table is not None else _number(mended.text, start, end)
        number = stack.as_letter(number, mended.text)
        above = _above(stack, number.mark, mended.text, items)
        body = number.end
        while body < end and mended.text[body].isspace():
            body += 1
        head = body if block.table is not None else _run_in(mended.text, body, end, number.mark)
        path = stack.path(above, number.mark, number.label)
        item = Item(
            len(items), number.mark, number.label, start, body, head, end, above.index if above else -1, path, block
        )
        if number.mark is not Mark.NONE:
            stack.open.append(item)
        items.append(item)
    whole = _with_children(items)
    return Outline(document, mended, whole, _chains(whole))


def _matching_layer(document: Document) -> Mended:
    """The layer in which words are matched; accents that recognition may have lost are restored in it."""
    layer = mend(document.text)
    if not document.recognised:
        return layer
    words = ((layer.place(start), layer.place(end), sure) for start, end, sure in document.recognised)
    text = restored(layer.text, words)
    return replace(layer, text=text, lower=text.lower() if len(text.lower()) == len(text) else layer.lower)


def _above(stack: _Stack, mark: Mark, text: str, items: list[Item]) -> Item | None:
    """The item that a block with `mark` stands under. A bare lead-in ("… như sau:") takes the bullets after it."""
    if mark is Mark.NONE:
        while stack.open and stack.open[-1].mark >= Mark.DASH:
            stack.open.pop()
        return stack.open[-1] if stack.open else None
    beside = next((item for item in stack.open if item.mark is mark), None)
    above = stack.parent(mark)
    last = items[-1] if items else None
    if mark >= Mark.LETTER and last and last.mark is Mark.NONE and text[last.start : last.end].endswith(":"):
        return last
    if mark >= Mark.LETTER and beside and beside.parent >= 0 and items[beside.parent].mark is Mark.NONE:
        return items[beside.parent]
    return above


def _chains(items: Sequence[Item]) -> dict[int, tuple[Item, ...]]:
    """What stands above the items of each parent (-1: of none): the parent, and what stands above it."""
    chains: dict[int, tuple[Item, ...]] = {-1: ()}
    for item in items:
        if item.parent not in chains:
            parent = items[item.parent]
            chains[item.parent] = (parent, *chains[parent.parent])
    return chains


def _with_children(items: list[Item]) -> tuple[Item, ...]:
    parents = {item.parent for item in items}
    return tuple(replace(item, children=True) if item.index in parents else item for item in items)
