"""Styles of a DOCX: what a paragraph or a run is when it does not say so itself (ECMA-376, part 1, §17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dondoc.reading.docx_names import RUN_PROPERTIES, VALUE, Element, is_on, value_of, w

_HEADING = re.compile(r"heading \d|title|tiêu đề( \d)?", re.IGNORECASE)
# A chain of styles based on one another longer than this is a ring or a trap.
_LONGEST_CHAIN = 50


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything it inherits. None: not stated anywhere in its chain.

    `chain` names the style and those it is based on, the nearest first.
    """

    chain: tuple[str, ...] = ()
    bold: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    number: str | None = None
    level: str | None = None
    heading: bool = False


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Looks:
    """What a run's own properties say; None where they do not. `style` is the name of its character style."""

    style: str | None = None
    bold: bool | None = None
    hidden: bool | None = None
    font: str | None = None


_NO_LOOKS = Looks()
_RUN_STYLE, _BOLD, _HIDDEN, _FONTS = w("rStyle"), w("b"), w("vanish"), w("rFonts")
_OTHER_FONT, _ASCII_FONT = w("hAnsi"), w("ascii")


def looks_of(properties: Element | None) -> Looks:
    """What w:rPr says. The font is that of letters beyond ASCII, where the legacy Vietnamese fonts differ."""
    if properties is None:
        return _NO_LOOKS
    style = bold = hidden = font = None
    for child in properties:
        tag = child.tag
        if tag == _FONTS:
            font = child.get(_OTHER_FONT) or child.get(_ASCII_FONT)
        elif tag == _BOLD:
            bold = is_on(child)
        elif tag == _HIDDEN:
            hidden = is_on(child)
        elif tag == _RUN_STYLE:
            style = child.get(VALUE)
    return Looks(style, bold, hidden, font)


class Styles:
    """The styles part. An absent part or an unknown style gives `PLAIN` with the document's defaults."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str | None, Style] = {}
        self._default_paragraph: str | None = None
        self._base = PLAIN
        if root is None:
            return
        for element in root.iterchildren(w("style")):
            name = element.get(w("styleId"), "")
            self._elements[name] = element
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self._default_paragraph = name
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        looks = looks_of(defaults)
        self._base = Style(bold=looks.bold, font=looks.font)

    def paragraph(self, name: str | None) -> Style:
        """The paragraph style called `name`; the document's default one where `name` is None or unknown."""
        style = self._known.get(name)
        if style is None:
            known = name if name in self._elements else self._default_paragraph
            style = self._known[name] = self._flat(known, self._base)
        return style

    def without_defaults(self, name: str) -> Style:
        """The style called `name`, of any type, with what it inherits but without the document's defaults."""
        key = f"bare {name}"
        style = self._known.get(key)
        if style is None:
            style = self._known[key] = self._flat(name, PLAIN)
        return style

    def _flat(self, name: str | None, style: Style) -> Style:
        chain: list[str] = []
        while name in self._elements and name not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(name)
            name = value_of(self._elements[name], "basedOn")
        for known in reversed(chain):
            style = _laid_over(style, self._elements[known])
        return replace(style, chain=tuple(chain))


def _laid_over(below: Style, element: Element) -> Style:
    """`below` with what `element` states itself."""
    looks = looks_of(element.find(RUN_PROPERTIES))
    numbering = element.find(f"{w('pPr')}/{w('numPr')}")
    title = element.find(w("name"))
    heading = title is not None and _HEADING.fullmatch(title.get(VALUE, "")) is not None
    return replace(
        below,
        bold=below.bold if looks.bold is None else looks.bold,
        hidden=below.hidden if looks.hidden is None else looks.hidden,
        font=looks.font or below.font,
        number=value_of(numbering, "numId") or below.number,
        level=value_of(numbering, "ilvl") or below.level,
        heading=below.heading or heading,
    )
