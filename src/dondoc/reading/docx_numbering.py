"""Automatic numbering of a DOCX, as Word prints it (ECMA-376, part 1, §17.9).

Paragraphs of all `w:num` that share an abstract list share its counters. A `startOverride` counts from its own
number at the first paragraph of its `w:num`, and from then on the list goes on from there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from dondoc.reading.docx_names import FALLBACK, VALUE, Element, child_of, switched_on, value_of, w, whole_number
from dondoc.reading.docx_styles import Style, Styles

LEVELS = 9
# Counters are bounded so that a hostile "start" cannot make a number of a million letters.
_HIGHEST = 30_000
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_SUB_BULLETS = frozenset({"o", "+", "\uf02b"})
_PRINTS_NOTHING = frozenset({"none", "bullet"})


def _letters(number: int) -> str:
    """a … z, then aa, bb: Word repeats the letter, and knows no đ, ă, â, ê, ô, ơ, ư."""
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def printed(number: int, kind: str) -> str:
    """`number` in the number format `kind` (ST_NumberFormat); in digits where the format is not one of ours."""
    match kind:
        case "lowerLetter":
            return _letters(number)
        case "upperLetter":
            return _letters(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperRoman":
            return _roman(number).upper()
        case "decimalZero":
            return f"{number:02d}"
        case "numberInDash":
            return f"- {number} -"
        case _:
            return "" if kind in _PRINTS_NOTHING else str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the highest level number (from 1) whose use starts this one again; 0: never."""

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    digits_only: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: its levels, the key of the counters it shares, the levels it starts anew, the styles it serves."""

    key: str
    levels: tuple[Level, ...]
    restarted: frozenset[int] = frozenset()
    linked: dict[str, int] = field(default_factory=dict)


def _level(element: Element, plain: Level) -> Level:
    kind = value_of(element, "numFmt") or value_of(element.find(f".//{FALLBACK}"), "numFmt") or plain.kind
    restart = value_of(element, "lvlRestart")
    text = value_of(element, "lvlText")
    return Level(
        kind=kind,
        text=plain.text if text is None else text,
        start=whole_number(value_of(element, "start"), plain.start, high=_HIGHEST),
        restart=None if restart is None else whole_number(restart, 0),
        digits_only=bool(switched_on(element, "isLgl")),
        joined=value_of(element, "suff") == "nothing",
    )


def _levels(parent: Element, levels: list[Level], linked: dict[str, int]) -> None:
    """Lay the `w:lvl` children of `parent` over `levels`, and note the styles they are linked to."""
    for element in parent.iterchildren(w("lvl")):
        number = whole_number(element.get(w("ilvl")), 0, high=LEVELS - 1)
        levels[number] = _level(element, levels[number])
        style = value_of(element, "pStyle")
        if style is not None:
            linked.setdefault(style, number)


class Numbering:
    """The lists of one document and how far each has counted. Call `number` once a paragraph, in reading order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[tuple[str, str], list[int | None]] = {}
        self._begun: set[tuple[str, str, int]] = set()
        if root is not None:
            self._abstract = {e.get(w("abstractNumId"), ""): e for e in root.iterchildren(w("abstractNum"))}
            self._numbers = {e.get(w("numId"), ""): e for e in root.iterchildren(w("num"))}

    def number(self, properties: Element | None, style: Style, story: str = "") -> tuple[str, bool]:
        """The number printed before a paragraph ("" for none), and whether text follows it without a space.

        Lists count apart in each `story`: the body, the text boxes, the notes.
        """
        stated = child_of(properties, w("numPr"))
        name = value_of(stated, "numId") or style.number
        found = None if name is None else self._list(name)
        if found is None or name is None:
            return "", False
        level = self._level_of(found, value_of(stated, "ilvl"), stated is not None, style)
        return self._print(found, name, level, story), found.levels[level].joined

    def _level_of(self, found: _List, stated: str | None, direct: bool, style: Style) -> int:
        """A level stated by the paragraph holds, then the one a style is linked to, then the one a style states."""
        if stated is None:
            linked = next((found.linked[name] for name in style.chain if name in found.linked), None)
            if linked is not None:
                return linked
            stated = None if direct and style.number is None else style.level
        return whole_number(stated, 0, high=LEVELS - 1)

    def _list(self, name: str) -> _List | None:
        if name not in self._lists:
            self._lists[name] = self._read(name)
        return self._lists[name]

    def _read(self, name: str, links: int = 0) -> _List | None:
        """The list `name`; a list defined by a numbering style is looked up there, once."""
        element = self._numbers.get(name)
        key = value_of(element, "abstractNumId")
        abstract = None if key is None else self._abstract.get(key)
        if element is None or key is None or abstract is None:
            return None
        levels, linked = [Level() for _ in range(LEVELS)], dict[str, int]()
        style = value_of(abstract, "numStyleLink")
        if style is not None and links == 0:
            other = self._read(self._styles.without_defaults(style).number or "", links + 1)
            if other is not None:
                key, levels, linked = other.key, list(other.levels), dict(other.linked)
        _levels(abstract, levels, linked)
        for override in element.iterchildren(w("lvlOverride")):
            _levels(override, levels, linked)
        restarted = _restarted(element, levels)
        return _List(key, tuple(levels), restarted, linked)

    def _print(self, found: _List, name: str, level: int, story: str) -> str:
        counters = self._counters.setdefault((story, found.key), [None] * LEVELS)
        if level in found.restarted and (story, name, level) not in self._begun:
            self._begun.add((story, name, level))
            counters[level] = None
        counter = counters[level]
        counters[level] = found.levels[level].start if counter is None else min(counter + 1, _HIGHEST)
        # A level skipped on the way down counts as used, though not before the list's first item of the top level.
        for skipped in range(1, level):
            if counters[0] is not None and counters[skipped] is None:
                counters[skipped] = found.levels[skipped].start
        for deeper in range(level + 1, LEVELS):
            restart = found.levels[deeper].restart
            if restart is None or level < restart:
                counters[deeper] = None
        return _label(found, counters, level)


def _restarted(element: Element, levels: list[Level]) -> frozenset[int]:
    """The levels that `element` (w:num) starts anew; their start in `levels` becomes the one it states."""
    found = set()
    for override in element.iterchildren(w("lvlOverride")):
        start = override.find(w("startOverride"))
        if start is not None:
            number = whole_number(override.get(w("ilvl")), 0, high=LEVELS - 1)
            levels[number] = replace(levels[number], start=whole_number(start.get(VALUE), 1, high=_HIGHEST))
            found.add(number)
    return frozenset(found)


def _label(found: _List, counters: list[int | None], level: int) -> str:
    """The text of `level` with the counters filled in; a level not used yet shows the number it would start from."""
    own = found.levels[level]
    if own.kind == "bullet":
        return bullet(own.text)

    def fill(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        other, counter = found.levels[place], counters[place]
        kind = "decimal" if own.digits_only and other.kind not in _PRINTS_NOTHING else other.kind
        return printed(other.start if counter is None else counter, kind)

    return _PLACE.sub(fill, own.text).strip()


def bullet(glyph: str) -> str:
    """The sign a bullet stands for: "+" for the marks of a second level, "-" for any other; words stay words."""
    glyph = glyph.strip()
    if glyph in _SUB_BULLETS:
        return "+"
    if len(re.findall(r"[^\W\d_]", glyph)) > 1:
        return glyph
    return "-" if glyph else ""
