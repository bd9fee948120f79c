"""DOCX: a walk of our own over the XML, which gives a document as Word prints it once all changes are accepted."""

from __future__ import annotations

from functools import partial

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt, Paragraph, Reading, Row
from dondoc.reading.docx_lines import docx_lines
from dondoc.reading.docx_names import (
    BODY,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    Element,
    child_of,
    switched_on,
    value_of,
    w,
)
from dondoc.reading.docx_numbering import Numbering
from dondoc.reading.docx_package import Package
from dondoc.reading.docx_runs import Inline, Line, fields_balance
from dondoc.reading.docx_styles import Styles
from dondoc.reading.docx_tables import rows, unwrapped
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FOREIGN = w("altChunk")
_BLOCKS = frozenset({PARAGRAPH, TABLE, _FOREIGN})
# A number that is followed by these signs and is set without a space before its text ("1" + "/").
_CLOSING = tuple(".)/:,;-")
# A bullet with nothing after it is layout; a number without text may be the number of a table's row.
_BULLETS = frozenset({"-", "+"})
# Boxes in cells in boxes: what stands deeper than this is not read, a person never looks there.
_DEEPEST = 30

Part = Paragraph | Row


def open_docx(data: bytes, limits: Limits) -> Opened:
    """All lines of a DOCX, and its reading. Raises ReadError (`damaged`, `encrypted`, `zip_bomb`, `xml_entities`)."""
    package = Package(data, limits)
    return Opened(partial(docx_lines, package), partial(_reading, package, limits))


def read_docx(data: bytes, limits: Limits) -> Reading:
    """The parts of a DOCX in reading order, notes last; running heads and page numbers are left out.

    Raises ReadError as `open_docx`. Doubts: `xml_mended`, `legacy_letters`, `table_cut`, `text_cut`, `part_not_read`.
    """
    return open_docx(data, limits).read()


def _reading(package: Package, limits: Limits) -> Reading:
    root = package.tree(package.main)
    if root is None:
        raise ReadError("damaged", detail=f"{package.main}: no XML")
    reader = _Reader(package, limits)
    body = root.find(BODY)
    parts: list[Part] = []
    reader.story("body", root if body is None else body, parts)
    reader.add_notes(package, parts)
    return Reading(tuple(parts), MEDIA_TYPE, doubts=reader.doubts(package))


def _first_tree(package: Package, kind: str) -> Element | None:
    names = package.related(kind)
    return package.tree(names[0]) if names else None


class _Reader:
    """What one document's reading keeps: its styles, lists, notes to come, and how much has been read."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._limits = limits
        self._styles = Styles(_first_tree(package, "styles"))
        self._numbering = Numbering(_first_tree(package, "numbering"), self._styles)
        self._notes: list[tuple[str, str]] = []
        self._story = ""
        self._encodings: set[str] = set()
        self._tables = self._cells = self._characters = self._depth = self._foreign = 0

    def story(self, name: str, container: Element, parts: list[Part]) -> None:
        """Add the parts of the "body", a "box" or a "note": a stretch with fields and list counters of its own."""
        if self._depth >= _DEEPEST:
            return
        around, self._story = self._story, name
        self._depth += 1
        inline = Inline(self._styles, self._notes, balanced=fields_balance(container))
        self._blocks(container, inline, parts)
        self._depth -= 1
        self._story = around

    def add_notes(self, package: Package, parts: list[Part]) -> None:
        """Add the footnotes and then the endnotes that the text refers to, in the order it does."""
        for kind in ("footnotes", "endnotes"):
            wanted = dict.fromkeys(number for known, number in self._notes if known == kind)
            root = _first_tree(package, kind) if wanted else None
            notes = {} if root is None else {note.get(w("id"), ""): note for note in root}
            for number in wanted:
                note: list[Part] = []
                if number in notes:
                    self.story("note", notes[number], note)
                parts.append(Paragraph(_as_lines(note), note=True))

    def doubts(self, package: Package) -> tuple[Doubt, ...]:
        """What is to be said about the document as a whole."""
        found = [Doubt("xml_mended", values={"part": name}) for name in package.mended]
        found += [Doubt("legacy_letters", values={"encoding": name}) for name in sorted(self._encodings)]
        if self._cells > self._limits.table_cells:
            found.append(Doubt("table_cut", values={"cells": str(self._limits.table_cells)}))
        if self._characters > self._limits.text_characters:
            found.append(Doubt("text_cut", values={"characters": str(self._limits.text_characters)}))
        if self._foreign:
            found.append(Doubt("part_not_read", values={"count": str(self._foreign)}))
        return tuple(found)

    def _blocks(self, container: Element, inline: Inline, parts: list[Part]) -> None:
        before: Line | None = None
        for child in unwrapped(container, _BLOCKS):
            if self._characters > self._limits.text_characters:
                break
            if child.tag == PARAGRAPH:
                before = self._paragraph(child, before, inline, parts)
                continue
            if before is not None:
                self._emit(before, parts)
                before = None
            if child.tag == TABLE:
                self._table(child, inline, parts)
            else:
                self._foreign += 1
        if before is not None:
            self._emit(before, parts)

    def _paragraph(self, element: Element, before: Line | None, inline: Inline, parts: list[Part]) -> Line | None:
        """Read a paragraph; what is returned belongs to the next one, as the mark between them is gone."""
        properties = child_of(element, PARAGRAPH_PROPERTIES)
        style = self._styles.paragraph(value_of(properties, "pStyle"))
        line = inline.read(element, style)
        mark = child_of(properties, RUN_PROPERTIES)
        merges = child_of(mark, w("del")) is not None or child_of(mark, w("moveFrom")) is not None
        hidden = bool(switched_on(mark, "vanish"))
        if before is not None:
            line = before.joined_to(line)
        if merges or (hidden and not line.pieces):
            return line if line.pieces or line.boxes else None
        number, joined = self._numbering.number(properties, style, self._story)
        if hidden:
            line.pieces.insert(0, (number + " ", ""))
            return line
        strong = not line.unbolded if style.heading else not line.light
        self._emit(line, parts, number, joined=joined, strong=strong)
        return None

    def _emit(
        self, line: Line, parts: list[Part], number: str = "", *, joined: bool = False, strong: bool = False
    ) -> None:
        """Add a finished line as a paragraph, then the text boxes that are anchored in it."""
        text = line.text()
        if number and text:
            text = number + ("" if joined and text.startswith(_CLOSING) else " ") + text
        elif not text and number not in _BULLETS:
            text = number
        self._encodings |= line.encodings
        self._characters += len(text)
        parts.append(Paragraph(text, strong=strong and bool(text)))
        for box in line.boxes:
            self.story("box", box, parts)

    def _table(self, table: Element, inline: Inline, parts: list[Part]) -> None:
        number = self._tables
        self._tables += 1

        def text_of(cell: Element) -> str:
            inner: list[Part] = []
            self._blocks(cell, inline, inner)
            return _as_lines(inner)

        for cells in rows(table, text_of):
            self._cells += len(cells)
            if self._cells > self._limits.table_cells or self._characters > self._limits.text_characters:
                break
            parts.append(Row(cells, number))


def _as_lines(parts: list[Part]) -> str:
    """Parts inside a cell or a note as lines: one a paragraph, one a row of a table in the table."""
    lines = []
    for part in parts:
        if isinstance(part, Row):
            lines.append(" ".join(cell.text for cell in part.cells if cell.text))
        else:
            lines.append(part.text)
    return "\n".join(line for line in lines if line)
