"""Places: which element of a DOCX printed which character of the text that was read from it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.reading.docx_names import FALLBACK, PARAGRAPH, TEXT, Element, value_of, w
from dondoc.reading.docx_runs import Inline, fields_balance
from dondoc.reading.docx_styles import Styles

# Characters, blanks not counted, that may stand in the text ahead of a paragraph and are not in the file: its number.
_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Sign:
    """Character number `offset` of a text element, or an element that prints by itself (tab, symbol; offset 0)."""

    element: Element
    offset: int
    paragraph: Element


class Places:
    """The signs of the characters of one text. Blanks have none of their own; numbers of lists and notes have none."""

    def __init__(self, root: Element, styles: Styles, text: str) -> None:
        """`root`: of the main part. `text`: what was read from the file."""
        letters = [place for place, letter in enumerate(text) if not letter.isspace()]
        stream = "".join(text[place] for place in letters)
        self._at: list[int] = []
        self._signs: list[Sign] = []
        passed = 0
        for printed, signs in _paragraphs(root, styles):
            found = stream.find(printed, passed, passed + len(printed) + _NUMBER) if printed else -1
            if found >= 0:
                passed = found + len(printed)
                self._at += letters[found:passed]
                self._signs += signs

    def of(self, start: int, end: int) -> tuple[Sign, Sign] | None:
        """The first and the last sign of the characters `start` to `end`, both in one paragraph.

        Where none of them is known, the last sign before them, else the first of all; None for a file without any.
        """
        first, stop = bisect_left(self._at, start), bisect_left(self._at, end)
        if first == stop:
            first = max(first - 1, 0)
            stop = first + 1
        signs = self._signs[first:stop]
        if not signs:
            return None
        own = [sign for sign in signs if sign.paragraph is signs[0].paragraph]
        return own[0], own[-1]


def _paragraphs(root: Element, styles: Styles) -> Iterator[tuple[str, list[Sign]]]:
    """Each paragraph's characters without blanks, and their signs."""
    signs: list[tuple[Element, str]] = []
    inline = Inline(styles, [], balanced=fields_balance(root), signs=signs)
    for paragraph in root.iter(PARAGRAPH):
        if any(True for _ in paragraph.iterancestors(FALLBACK)):
            continue
        signs.clear()
        inline.read(paragraph, styles.paragraph(value_of(paragraph.find(w("pPr")), "pStyle")))
        letters = [
            (letter, Sign(element, _shift(element, printed) + offset, paragraph))
            for element, printed in signs
            for offset, letter in enumerate(printed)
            if not letter.isspace()
        ]
        yield "".join(letter for letter, _ in letters), [sign for _, sign in letters]


def _shift(element: Element, printed: str) -> int:
    """How many characters of a text element are blanks at its head that are not printed."""
    if element.tag != TEXT:
        return 0
    text: str = element.text or ""
    return len(text) - len(text.lstrip()) if len(printed) < len(text) else 0
