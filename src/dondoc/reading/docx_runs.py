"""The text of one DOCX paragraph: its runs, fields, symbols and tracked changes, as printed after accepting them.

A field may reach over several paragraphs, so an `Inline` reader follows the fields of one story (the body, a text
box, a note) from its first paragraph to its last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dondoc.reading.docx_names import (
    ALTERNATE_CONTENT,
    CHOICE,
    FALLBACK,
    MATHEMATICS,
    REMOVED,
    RUN,
    RUN_PROPERTIES,
    TEXT,
    TEXT_BOX,
    WRAPPERS,
    Element,
    child_of,
    chosen,
    w,
)
from dondoc.reading.docx_styles import PLAIN, Looks, Style, Styles, looks_of
from dondoc.reading.docx_symbols import encoding_of, in_unicode, symbol, with_symbols

# Page numbers are the page's, not the text's.
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_SPACES = re.compile(r"[ \t]{2,}|[ \t]*\n[ \t\n]*")
_LETTER = re.compile(r"\w")
_SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_FIXED = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
    w("softHyphen"): "",
}
_HOLDERS = frozenset({w("drawing"), w("pict"), w("object"), ALTERNATE_CONTENT})
_NOTE_MARKS = {w("footnoteReference"): "footnotes", w("endnoteReference"): "endnotes"}
_FIELD, _INSTRUCTION, _SYMBOL, _SIMPLE_FIELD, _DELETED = (
    w(name) for name in ("fldChar", "instrText", "sym", "fldSimple", "delText")
)
_MATH, _MATH_TEXT = (f"{{{MATHEMATICS}}}oMath", f"{{{MATHEMATICS}}}oMathPara"), f"{{{MATHEMATICS}}}t"


@dataclass(slots=True)
class Line:
    """A paragraph while it is read. `light`: some of its words are not bold. `unbolded`: some are so on purpose."""

    pieces: list[tuple[str, str]] = field(default_factory=list)
    light: bool = False
    unbolded: bool = False
    boxes: list[Element] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)

    def add(self, text: str, encoding: str = "") -> None:
        """Append `text`; neighbours in one encoding stay together, as two runs may share one VNI letter."""
        if self.pieces and self.pieces[-1][1] == encoding:
            text = self.pieces.pop()[0] + text
        self.pieces.append((text, encoding))

    def joined_to(self, later: Line) -> Line:
        """This line and the next one, whose paragraph it became part of."""
        line = Line(list(self.pieces), self.light or later.light, self.unbolded or later.unbolded)
        for text, encoding in later.pieces:
            line.add(text, encoding)
        line.boxes = self.boxes + later.boxes
        line.encodings = self.encodings | later.encodings
        return line

    def text(self) -> str:
        """The text as Unicode; a tab is a space, spaces in a row are one. Notes which legacy encodings it held."""
        converted = []
        for piece, encoding in self.pieces:
            plain = in_unicode(piece, encoding)
            if plain != piece:
                self.encodings.add(encoding.partition(" ")[0])
            converted.append(plain)
        text = "".join(converted).replace("\t", " ")
        return _SPACES.sub(lambda match: "\n" if "\n" in match.group() else " ", text).strip()


@dataclass(slots=True)
class _Field:
    """A complex field that has begun: what it says to do, and whether its result has been reached."""

    instruction: str = ""
    in_result: bool = False

    @property
    def is_shown(self) -> bool:
        return self.in_result and not _is_page_field(self.instruction)


def _is_page_field(instruction: str) -> bool:
    words = instruction.split(maxsplit=1)
    return bool(words) and words[0].upper() in _PAGE_FIELDS


def fields_balance(root: Element) -> bool:
    """Whether every complex field of a part that begins also ends."""
    kinds = [mark.get(w("fldCharType")) for mark in root.iter(_FIELD)]
    return kinds.count("begin") == kinds.count("end")


def text_boxes(holder: Element) -> Iterator[Element]:
    """The text boxes of a drawing, each once though Word stores it for new and old programs; not boxes in boxes."""
    stack = [holder]
    while stack:
        element = stack.pop()
        if element.tag == TEXT_BOX:
            yield element
        elif element.tag == ALTERNATE_CONTENT:
            choice = [box for branch in element.iterchildren(CHOICE) for box in text_boxes(branch)]
            yield from choice or (box for branch in element.iterchildren(FALLBACK) for box in text_boxes(branch))
        else:
            stack.extend(reversed(element))


class Inline:
    """Reads the paragraphs of one story in order.

    `balanced`: see `fields_balance`; where fields do not balance none reaches over a paragraph's end, so that a
    lost mark cannot swallow the document. `everything`: also what is deleted, hidden or an instruction. `signs`: is
    given every element that prints something, with what it prints, in the order of the text.
    """

    def __init__(
        self,
        styles: Styles,
        notes: list[tuple[str, str]],
        *,
        balanced: bool,
        everything: bool = False,
        signs: list[tuple[Element, str]] | None = None,
    ) -> None:
        self._styles = styles
        self._notes = notes
        self._balanced = balanced
        self._everything = everything
        self._signs = signs
        self._fields: list[_Field] = []
        self._style = PLAIN

    def read(self, paragraph: Element, style: Style) -> Line:
        """The paragraph's line. Footnotes and endnotes it refers to are added to the story's notes."""
        line = Line()
        self._style = style
        self._walk(paragraph, line, True)
        if not self._balanced:
            self._fields.clear()
        return line

    def _walk(self, parent: Element, line: Line, shown: bool) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, line, shown)
            elif tag in WRAPPERS:
                page = tag == _SIMPLE_FIELD and _is_page_field(child.get(w("instr"), ""))
                self._walk(child, line, shown and not page)
            elif tag in REMOVED:
                self._walk(child, line, self._everything)
            elif tag == ALTERNATE_CONTENT:
                branch = chosen(child)
                if branch is not None:
                    self._walk(branch, line, shown)
            elif tag in _MATH and shown and self._is_shown():
                line.add("".join(piece.text or "" for piece in child.iter(_MATH_TEXT)))

    def _is_shown(self) -> bool:
        return self._everything or all(known.is_shown for known in self._fields)

    def _run(self, run: Element, line: Line, shown: bool) -> None:
        looks = looks_of(child_of(run, RUN_PROPERTIES))
        style = self._style
        character = PLAIN if looks.style is None else self._styles.without_defaults(looks.style)
        hidden = looks.hidden
        if hidden is None:
            hidden = character.hidden if character.hidden is not None else style.hidden
        shown = shown and (self._everything or not hidden)
        font = looks.font or character.font or style.font
        if self._contents(run, line, shown, font):
            self._weigh(run, line, looks, character)

    def _weigh(self, run: Element, line: Line, looks: Looks, character: Style) -> None:
        """Note whether the words of a run are bold. A character style's bold switches a bold style off."""
        bold = looks.bold
        if bold is None:
            bold = bool(self._style.bold) != bool(character.bold)
        if not bold and any(_LETTER.search(piece.text or "") for piece in run.iterchildren(TEXT)):
            line.light = True
            line.unbolded |= looks.bold is False

    def _contents(self, run: Element, line: Line, shown: bool, font: str | None) -> bool:
        """Add what the run prints to the line; whether it printed anything."""
        encoding = encoding_of(font)
        own_mark = printed = False
        for child in run:
            tag = child.tag
            if tag == _FIELD:
                self._field(child)
            elif tag == _INSTRUCTION:
                if self._fields:
                    self._fields[-1].instruction += child.text or ""
            elif tag in _NOTE_MARKS:
                if shown:
                    self._notes.append((_NOTE_MARKS[tag], child.get(w("id"), "")))
                own_mark = child.get(w("customMarkFollows")) in ("1", "true", "on")
            elif tag in _HOLDERS:
                if shown:
                    line.boxes.extend(text_boxes(child))
            elif tag in WRAPPERS:
                self._walk(child, line, shown)
            elif shown and not own_mark and self._is_shown():
                text = self._sign(child, font)
                if text:
                    line.add(text, encoding)
                    printed = True
                    if self._signs is not None:
                        self._signs.append((child, text))
        return printed

    def _sign(self, child: Element, font: str | None) -> str:
        """What one element of a run prints."""
        tag = child.tag
        if tag == TEXT or (tag == _DELETED and self._everything):
            text: str = child.text or ""
            if child.get(_SPACE_KEPT) != "preserve":
                text = text.strip(" \t\r\n")
            return with_symbols(text.replace("\n", " "), font)
        if tag == _SYMBOL:
            return symbol(_hexadecimal(child.get(w("char"))), child.get(w("font"), font or "Symbol"))
        return _FIXED.get(tag, "")

    def _field(self, mark: Element) -> None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()


def _hexadecimal(text: str | None) -> int:
    try:
        return int(text or "", 16)
    except ValueError:
        return 0
