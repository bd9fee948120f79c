"""Signs that Tesseract's Vietnamese does not know: ≥ and ≤ come out as > and <, without the bar under them.

Whether there is a bar is seen in the picture: under the point of the sign, ink along most of its width.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image

from dondoc.reading.tesseract import PrintLine, Word

_WITH_BAR = {">": "≥", "<": "≤"}
_INK = 128  # grey values below are ink
_BLANK = 12  # of 255: a column or row with less ink is between two signs
_BAR = 150  # of 255: the share of the sign's width that its bar covers


def with_signs(page: Image.Image, lines: Iterable[PrintLine]) -> Iterator[PrintLine]:
    """`lines` of `page` with the bars of their signs seen."""
    for line in lines:
        if any(word.text[0] in _WITH_BAR for word in line.words):
            line = line._replace(words=tuple(_seen(page, word) for word in line.words))
        yield line


def _seen(page: Image.Image, word: Word) -> Word:
    if word.text[0] not in _WITH_BAR or not _has_bar(page.crop((word.left, word.top, word.right, word.bottom))):
        return word
    return word._replace(text=_WITH_BAR[word.text[0]] + word.text[1:].removeprefix("="))


def _has_bar(word: Image.Image) -> bool:
    """Whether the first sign of a word stands over a bar."""
    ink = word.point([255] * _INK + [0] * (256 - _INK))
    columns = ink.resize((ink.width, 1), Image.Resampling.BOX).tobytes()
    left = next((at for at, share in enumerate(columns) if share >= _BLANK), 0)
    right = next((at for at in range(left + 1, len(columns)) if columns[at] < _BLANK), len(columns))
    sign = ink.crop((left, 0, right, ink.height))
    rows = sign.resize((1, sign.height), Image.Resampling.BOX).tobytes()
    return any(share >= _BAR for share in rows[len(rows) // 2 :])
