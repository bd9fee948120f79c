"""Writing: the XML of a document, whole, or of a portion of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from lxml import etree

from dondoc.commitments import Resolution
from dondoc.extracting.header import read_header
from dondoc.reading.document import Document
from dondoc.reading.outline import Item, Mark, Outline, outline
from dondoc.reporting.akoma_ntoso.commitments import (
    Commitment,
    all_commitments,
    commitment_elements,
    shown_commitments,
)
from dondoc.reporting.akoma_ntoso.identifying import AKN, Identity, identity_of, meta_of
from dondoc.reporting.akoma_ntoso.provisions import Parts, Provision, parts_of
from dondoc.reporting.akoma_ntoso.tables import rows_of
from dondoc.reporting.listing import clean

_LONGEST_HEADING = 250
_BASIS = re.compile(r"\W*Căn cứ\b")
_NOT_HEADING_ENDS = (".", ";", ":", ",")


def to_akoma_ntoso(
    document: Document, resolution: Resolution, *, public: Collection[str], published_on: date | None = None
) -> bytes:
    """`document` as Akoma Ntoso XML in UTF-8; the same arguments give the same bytes.

    `resolution` holds its commitments, as read or as people have corrected them. `public` are the ids of those that may
    be shown: the text goes out only where all are; else a `portion` has the words of the public ones, without any that
    share words with another. `published_on` is the day of this file, the document's own where it is None.
    """
    lines = outline(document)
    identity = identity_of(resolution)
    meta = meta_of(identity, published_on)
    items = shown_commitments(resolution, public)
    if all_commitments(resolution) <= frozenset(public):
        made = _Whole(lines).written(identity, meta, items)
    else:
        made = _portion(identity, meta, items)
    root = etree.Element(_akn("akomaNtoso"), nsmap={None: AKN})
    root.append(made)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _portion(identity: Identity, meta: Any, items: Sequence[Commitment]) -> Any:
    """The words of `items` alone, under the numbers of the sections that they stand in."""
    portion = etree.Element(_akn("portion"), includedIn=f"{identity.work}/vie@")
    portion.append(meta)
    _add_commitments(meta, commitment_elements(items, lambda item: f"extract__{item.id}"))
    extract = _sub(_sub(portion, "portionBody"), "hcontainer", eId="extract", name="extract")
    for item in items:
        inner = _sub(extract, "hcontainer", eId=f"extract__{item.id}", name="commitment")
        if item.section:
            _fill(_sub(inner, "num"), item.section)
        _fill(_sub(_sub(inner, "content", eId=f"extract__{item.id}__content"), "p"), item.quote)
    return portion


class _Whole:
    """One document while its XML is made; `eids` are those of the blocks, by the index of their items."""

    def __init__(self, lines: Outline) -> None:
        self.lines = lines
        self.starts = [item.block.span.start for item in lines.items]
        self.eids: dict[int, str] = {}

    def written(self, identity: Identity, meta: Any, items: Sequence[Commitment]) -> Any:
        head = read_header(self.lines.document, self.lines.mended)
        parts = parts_of(self.lines, head.body_start, head.foot_start)
        made = etree.Element(_akn(identity.kind), name=identity.subtype)
        made.append(meta)
        self._blocks(made, "preface", "preface", parts.front)
        if parts.preamble or parts.formula:
            self._preamble(_sub(made, "preamble", eId="preamble"), parts)
        body = _sub(made, "body" if identity.kind == "act" else "mainBody")
        for provision in parts.body:
            self._provision(body, provision)
        if not parts.body:
            _sub(body, "hcontainer", eId="empty", name="empty")
        self._blocks(made, "conclusions", "conclusions", parts.foot)
        _add_commitments(meta, commitment_elements(items, self._eid_of))
        return made

    def _preamble(self, preamble: Any, parts: Parts) -> None:
        """What the document is based on as citations, other paragraphs as they are, and the line that enacts."""
        for number, (based, group) in enumerate(groupby(parts.preamble, self._is_basis), start=1):
            if not based:
                self._fill_blocks(preamble, "preamble", tuple(group))
                continue
            citations = _sub(preamble, "citations", eId=f"preamble__cits_{number}")
            for place, item in enumerate(group, start=1):
                eid = self.eids[item.index] = f"preamble__cits_{number}__cit_{place}"
                _fill(_sub(_sub(citations, "citation", eId=eid), "p"), self._text(item.start, item.end))
        for item in parts.formula:
            self.eids[item.index] = "preamble__formula"
            formula = _sub(preamble, "formula", eId="preamble__formula", name="enactingFormula")
            _fill(_sub(formula, "p"), self._text(item.start, item.end))

    def _is_basis(self, item: Item) -> bool:
        return item.block.table is None and _BASIS.match(self.lines.text(item)) is not None

    def _eid_of(self, item: Commitment) -> str:
        """Of the block in which its words begin."""
        return self.eids[max(bisect_right(self.starts, item.start) - 1, 0)]

    def _provision(self, above: Any, provision: Provision) -> None:
        item, eid = provision.item, provision.eid
        made = _sub(above, provision.element, eId=eid)
        if provision.element == "hcontainer":
            made.set("name", "annex")
        self.eids[item.index] = eid
        own, lead = self._named(made, provision)
        self._content(made, provision, own, lead)
        for inner in provision.inner:
            self._provision(made, inner)
        self._blocks(made, "wrapUp", f"{eid}__wrapup", provision.closing)

    def _named(self, made: Any, provision: Provision) -> tuple[tuple[int, int] | None, tuple[Item, ...]]:
        """Writes number and heading; what is left of the item's words, and the blocks that follow."""
        item, lead = provision.item, provision.lead
        if item.block.table is not None:
            return None, (item, *lead)
        self._number(made, item)
        if item.head > item.body:
            _fill(_sub(made, "heading"), self._text(item.body, item.head))
            return (item.head, item.end), lead
        if item.body == item.end and provision.may_be_headed_below and lead and self._is_heading(lead[0]):
            _fill(_sub(made, "heading"), self._text(lead[0].start, lead[0].end))
            self.eids[lead[0].index] = provision.eid
            return None, lead[1:]
        if item.mark <= Mark.NUMBER_3 and (lead or provision.inner) and self._is_heading(item):
            _fill(_sub(made, "heading"), self._text(item.body, item.end))
            return None, lead
        return (item.body, item.end), lead

    def _number(self, made: Any, item: Item) -> None:
        if item.body > item.start:
            _fill(_sub(made, "num"), self._text(item.start, item.body))

    def _is_heading(self, item: Item) -> bool:
        text = self._text(item.body, item.end)
        alone = item.block.table is None and not item.block.note
        return alone and 0 < len(text) <= _LONGEST_HEADING and not text.endswith(_NOT_HEADING_ENDS)

    def _content(self, made: Any, provision: Provision, own: tuple[int, int] | None, lead: tuple[Item, ...]) -> None:
        """Own words and blocks: `intro` where provisions follow, else `content`."""
        text = self._text(*own) if own else ""
        if not (text or lead or not (provision.inner or provision.closing)):
            return
        name = "intro" if provision.inner else "content"
        eid = f"{provision.eid}__{name}"
        holder = _sub(made, name, eId=eid)
        if text or not lead:
            _fill(_sub(holder, "p", eId=f"{eid}__p_1"), text)
        self._fill_blocks(holder, eid, lead)

    def _blocks(self, above: Any, name: str, eid: str, items: Sequence[Item]) -> None:
        if items:
            self._fill_blocks(_sub(above, name, eId=eid), eid, items)

    def _fill_blocks(self, holder: Any, above: str, items: Sequence[Item]) -> None:
        """Paragraphs and tables, each with its eId."""
        paragraphs, tables = (len(holder.findall(_akn(name))) for name in ("p", "table"))
        for group in _tables(items):
            if group[0].block.table is None:
                paragraphs += 1
                eid = self.eids[group[0].index] = f"{above}__p_{paragraphs}"
                _fill(_sub(holder, "p", eId=eid), self._text(group[0].start, group[0].end))
            else:
                tables += 1
                self._table(holder, f"{above}__table_{tables}", group)

    def _table(self, holder: Any, eid: str, items: Sequence[Item]) -> None:
        table = _sub(holder, "table", eId=eid)
        for number, (item, cells) in enumerate(zip(items, rows_of([item.block for item in items]), strict=True), 1):
            row = _sub(table, "tr", eId=f"{eid}__tr_{number}")
            self.eids[item.index] = f"{eid}__tr_{number}"
            for placed in cells:
                cell = _sub(row, "td")
                for name, count in (("colspan", placed.columns), ("rowspan", placed.rows)):
                    if count > 1:
                        cell.set(name, str(count))
                _fill(_sub(cell, "p"), placed.cell.span.of(self.lines.document.text))
            if not cells:
                _fill(_sub(_sub(row, "td"), "p"), "")

    def _text(self, start: int, end: int) -> str:
        """The words of the original between two places of the matching layer."""
        return self.lines.mended.original(start, end).of(self.lines.document.text).strip()


def _tables(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Paragraphs one by one, the rows of one table together."""
    group: list[Item] = []
    for item in items:
        table = item.block.table
        if group and (table is None or group[-1].block.table != table):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _add_commitments(meta: Any, elements: Iterable[Any]) -> None:
    block = _sub(meta, "proprietary", source="#dondoc")
    block.extend(elements)


def _fill(element: Any, text: str) -> None:
    """`text` with its forced line breaks."""
    first, *rest = clean(text).splitlines() or [""]
    element.text = first
    for line in rest:
        _sub(element, "eol").tail = line


def _sub(above: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(above, _akn(tag), attributes)


def _akn(name: str) -> str:
    return f"{{{AKN}}}{name}"
