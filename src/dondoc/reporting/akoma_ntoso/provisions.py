"""Provisions: the outline of a document as the hierarchy of Akoma Ntoso, each with its eId.

An eId is that of the provision above, two underscores, the short name of the element and its number:
"art_2__cl_1__point_a" (Akoma Ntoso Naming Convention 1.0, section 5). What has no number is counted among its like.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dondoc.reading.outline import Item, Mark, Outline
from dondoc.text import fold

# The levels of a Vietnamese document (NĐ 30/2020/NĐ-CP, annex I) and the elements that the standard has for them.
_ELEMENTS = {
    Mark.ANNEX: "hcontainer", Mark.PART: "part", Mark.CHAPTER: "chapter", Mark.SECTION: "section",
    Mark.SUBSECTION: "subsection", Mark.ARTICLE: "article", Mark.CAPITAL: "division", Mark.ROMAN: "division",
    Mark.NUMBER: "clause", Mark.NUMBER_2: "subclause", Mark.NUMBER_3: "subclause", Mark.BRACKET: "paragraph",
    Mark.LETTER: "point", Mark.DASH: "indent", Mark.PLUS: "indent", Mark.NONE: "alinea",
}  # fmt: skip
_SHORT = {
    "hcontainer": "annex", "part": "part", "chapter": "chp", "section": "sec", "subsection": "subsec",
    "article": "art", "division": "dvs", "subdivision": "subdvs", "clause": "cl", "subclause": "subcl",
    "paragraph": "para", "point": "point", "indent": "indent", "alinea": "al",
}  # fmt: skip
_NOT_NUMBER = re.compile(r"[^0-9A-Za-z]+")
# Above their contents stands a line of its own: "Chương I" on one line, "QUY ĐỊNH CHUNG" on the next.
_HEADED_BELOW = (Mark.ANNEX, Mark.PART, Mark.CHAPTER, Mark.SECTION, Mark.SUBSECTION)


@dataclass(frozen=True, slots=True)
class Provision:
    """One element of the hierarchy, made from `item`.

    `lead` are the blocks without a number that follow its own words, `inner` the provisions below it, `closing` the
    blocks behind the last of these.
    """

    item: Item
    element: str
    eid: str
    lead: tuple[Item, ...] = ()
    inner: tuple[Provision, ...] = ()
    closing: tuple[Item, ...] = ()

    @property
    def may_be_headed_below(self) -> bool:
        return self.item.mark in _HEADED_BELOW


@dataclass(frozen=True, slots=True)
class Parts:
    """The blocks of a document: its title, what stands before the first number, the hierarchy, and the foot.

    `formula` is the line that enacts ("QUYẾT ĐỊNH:"); what follows it stands below nothing.
    """

    front: tuple[Item, ...]
    preamble: tuple[Item, ...]
    formula: tuple[Item, ...]
    body: tuple[Provision, ...]
    foot: tuple[Item, ...]


@dataclass(slots=True)
class _Node:
    item: Item
    below: list[_Node] = field(default_factory=list)

    @property
    def is_structural(self) -> bool:
        return self.item.mark is not Mark.NONE or bool(self.below)


def parts_of(lines: Outline, body_start: int, foot_start: int) -> Parts:
    """The document in its parts; offsets are those of its text."""
    front = [item for item in lines.items if item.block.span.start < min(body_start, foot_start)]
    inside = [item for item in lines.items if body_start <= item.block.span.start < foot_start]
    foot = [item for item in lines.items if item.block.span.start >= foot_start]
    tree = _tree(lines, inside)
    opening = next((place for place, node in enumerate(tree) if node.is_structural), 0)
    preamble, body = tuple(node.item for node in tree[:opening]), tree[opening:]
    formula: tuple[Item, ...] = ()
    if body and _enacts(lines, body[0]):
        formula, body = (body[0].item,), [*body[0].below, *body[1:]]
    return Parts(tuple(front), preamble, formula, _Naming().below("", body, ()), tuple(foot))


def _enacts(lines: Outline, node: _Node) -> bool:
    item = node.item
    return bool(node.below) and item.mark is Mark.PART and not item.label and lines.text(item).endswith(":")


def _tree(lines: Outline, items: Iterable[Item]) -> list[_Node]:
    """`items` as a tree in their order; each below the nearest item above it that is still open."""
    top: list[_Node] = []
    spine: list[_Node] = []
    for item in items:
        above = {each.index for each in lines.above(item)}
        while spine and spine[-1].item.index not in above:
            spine.pop()
        node = _Node(item)
        (spine[-1].below if spine else top).append(node)
        spine.append(node)
    return top


class _Naming:
    """Gives eIds, each once in a document."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def below(self, above: str, nodes: Sequence[_Node], divisions: tuple[Mark, ...]) -> tuple[Provision, ...]:
        """The provisions that `nodes` make below the one with the eId `above`."""
        counted: Counter[str] = Counter()
        made: list[Provision] = []
        for group in _groups(nodes):
            first = group[0]
            element = _element(first.item, divisions)
            eid = self._free(above, element, first.item, counted)
            within = (*divisions, first.item.mark) if element == "division" else divisions
            lead, inner, closing = _split(first.below) if first.below else ([], [], [])
            blocks = (*(node.item for node in group[1:]), *(node.item for node in lead))
            provisions = self.below(eid, inner, within)
            made.append(Provision(first.item, element, eid, blocks, provisions, tuple(node.item for node in closing)))
        return tuple(made)

    def _free(self, above: str, element: str, item: Item, counted: Counter[str]) -> str:
        start = f"{above}__{_SHORT[element]}" if above else _SHORT[element]
        number = _number(item)
        if not number:
            counted[element] += 1
            number = str(counted[element])
        eid, again = f"{start}_{number}", 1
        while eid in self._taken:
            again += 1
            eid = f"{start}_{number}-{again}"
        self._taken.add(eid)
        return eid


def _element(item: Item, divisions: Sequence[Mark]) -> str:
    element = _ELEMENTS[item.mark]
    return "subdivision" if element == "division" and divisions else element


def _number(item: Item) -> str:
    """The number of a provision as an eId has it, đ as dd; "" for dashes and lines without one."""
    if item.mark >= Mark.DASH:
        return ""
    plain = fold(item.label.replace("đ", "dd").replace("Đ", "DD"))
    written = plain.upper() if item.label.isupper() else plain
    return _NOT_NUMBER.sub("-", written).strip("-")


def _split(nodes: Sequence[_Node]) -> tuple[Sequence[_Node], Sequence[_Node], Sequence[_Node]]:
    """Blocks before the first provision, everything from there to the last one, blocks behind it."""
    places = [place for place, node in enumerate(nodes) if node.is_structural]
    if not places:
        return nodes, (), ()
    return nodes[: places[0]], nodes[places[0] : places[-1] + 1], nodes[places[-1] + 1 :]


def _groups(nodes: Iterable[_Node]) -> Iterator[list[_Node]]:
    """Nodes one by one, the rows of one table together."""
    group: list[_Node] = []
    for node in nodes:
        table = node.item.block.table
        if group and (node.is_structural or table is None or group[-1].item.block.table != table or group[-1].below):
            yield group
            group = []
        group.append(node)
    if group:
        yield group
