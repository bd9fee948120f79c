"""Styles of a DOCX: what a paragraph or a run is when it does not say so itself (ECMA-376, part 1, §17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dondoc.reading.docx_names import RUN_PROPERTIES, VALUE, Element, switched_on, value_of, w

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


def font_of(properties: Element | None) -> str | None:
    """The font of letters beyond ASCII, which is where the legacy Vietnamese fonts differ from the others."""
    fonts = None if properties is None else properties.find(w("rFonts"))
    if fonts is None:
        return None
    name: str | None = fonts.get(w("hAnsi")) or fonts.get(w("ascii"))
    return name


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
        self._base = Style(bold=switched_on(defaults, "b"), font=font_of(defaults))

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
    run = element.find(RUN_PROPERTIES)
    numbering = element.find(f"{w('pPr')}/{w('numPr')}")
    bold, hidden = switched_on(run, "b"), switched_on(run, "vanish")
    title = element.find(w("name"))
    heading = title is not None and _HEADING.fullmatch(title.get(VALUE, "")) is not None
    return replace(
        below,
        bold=below.bold if bold is None else bold,
        hidden=below.hidden if hidden is None else hidden,
        font=font_of(run) or below.font,
        number=value_of(numbering, "numId") or below.number,
        level=value_of(numbering, "ilvl") or below.level,
        heading=below.heading or heading,
    )
