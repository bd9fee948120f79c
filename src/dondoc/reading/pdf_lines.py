"""Lines of a PDF page put right: letters drawn out of order, columns side by side, lines told in drawing order.

PDFium gives characters as the file draws them. A font without Vietnamese letters makes office programs draw a line's
plain letters first and its toned letters afterwards ("NGH QUY T Ị Ế"); such a line is rebuilt by position.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from dondoc.reading.joining import starts_item
from dondoc.reading.pdf_page import PageText
from dondoc.reading.pdf_shapes import Line, Token

_WORD_GAP = 0.14  # of the height of a line: between two letters of a word there is less, between two words more
_OVERLAP = 0.2
_COLUMN_GAP = 1.6
_SPACED_OUT = re.compile(r" [^\W\d_] [^\W\d_] [^\W\d_](?!\w)(?: [^\W\d_](?!\w))*")
_SUPERSCRIPT = re.compile(r"[^\W\d_]{2,}[.,;:)”\"]?(\d{1,2})(?!\w)")
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
_SQUARED_UNITS = ("km", "dm", "cm", "mm", "hm")


def is_out_of_order(line: Line) -> bool:
    """Whether something was drawn later in the line that stands earlier in it."""
    runs = line.runs
    if len(runs) == 1:
        return False
    slack = _OVERLAP * line.size
    edge = runs[0][0]
    for left, right in runs:
        if left < edge:
            return True
        edge = right - slack
    return False


def text_of(tokens: Iterable[Token]) -> str:
    """Tokens as a reader sees them: by position, a space where the gap is as wide as one; marks on their letters."""
    pieces: list[str] = []
    edge = gap = origin = half = 0.0
    before = ""
    for text, left, bottom, right, top, _ in sorted(tokens, key=_place):
        if pieces:
            if text == before and left - origin < half:
                continue  # drawn twice, for a shadow or under a stamp
            if left - edge > gap:
                pieces.append(" ")
        pieces.append(text)
        before, origin, half = text, left, 0.4 * (right - left)
        edge = right if right > edge else edge
        gap = _WORD_GAP * (top - bottom)
    return unicodedata.normalize("NFC", "".join(pieces))


def _place(token: Token) -> float:
    """Where a token belongs in its line; a tone mark drawn by itself comes after the letter it stands on."""
    text, left = token[0], token[1]
    return left + 0.3 if text[0] in _MARKS else left


def interleaved(tokens: Iterable[Token]) -> bool:
    """Whether two tokens stand in the same place, so that only their letters can be told apart."""
    edge = float("-inf")
    for _, left, bottom, right, top, _ in sorted(tokens, key=itemgetter(1)):
        if left < edge - _OVERLAP * (top - bottom):
            return True
        edge = right if right > edge else edge
    return False


def mended_text(page: PageText, stretches: Sequence[tuple[int, int]], size: float) -> str:
    """The text of stretches of characters of one height that share a baseline, rebuilt by position."""
    words = [word for stretch in stretches for word in page.words(*stretch)]
    words.sort()
    pieces: list[str] = []
    edge, gap, overlap = 0.0, _WORD_GAP * size, _OVERLAP * size
    for left, right, text in words:
        if pieces:
            if left < edge - overlap or text[0] in _MARKS:
                return text_of([letter for stretch in stretches for letter in page.characters(*stretch)])
            if left - edge > gap:
                pieces.append(" ")
        pieces.append(text)
        edge = right if right > edge else edge
    return unicodedata.normalize("NFC", "".join(pieces))


def _looked_at(page: PageText, start: int, end: int) -> str:
    """An odd stretch of a line again, letter by letter: spaces by the gaps, a footnote's mark dropped."""
    told = page.text[start:end]
    letters = page.characters(start, end)
    mark = _SUPERSCRIPT.search(told)
    if mark is None:
        return text_of(letters)
    body, raised = letters[0], letters[-1]
    size = body.top - body.bottom
    if raised.top - raised.bottom > 0.8 * size or raised.bottom < body.bottom + 0.15 * size:
        return told
    return told if told.lower().startswith(_SQUARED_UNITS) else told[: mark.start(1)]


def _odd_mended(page: PageText, line: Line, places: Iterable[tuple[int, int]]) -> Line:
    text = line.text
    for start, end in sorted(places, reverse=True):
        text = text[: start - line.start] + _looked_at(page, start, end) + text[end - line.start :]
    return line._replace(text=text)


def _spaced_out(text: str) -> list[tuple[int, int]]:
    """Where letters stand one by one ("t ì n h"), with the letter before the first space."""
    spans = [match.span() for match in _SPACED_OUT.finditer(text)]
    return [(start - 1 if start > 0 and text[start - 1].isalpha() else start + 1, end) for start, end in spans]


def _raised(line: Line) -> list[tuple[int, int]]:
    """Where a digit or two stand on a word's back and may be a footnote's mark."""
    spans = [match.span() for match in _SUPERSCRIPT.finditer(line.text)]
    return [(line.start + start, line.start + end) for start, end in spans]


def seen_lines(page: PageText, lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Lines as they look, mended and cut at wide gaps; and the texts of those that are not as they were drawn."""
    spaced = _spaced_out(page.text)
    if not spaced and "    " not in page.text and all(len(line.runs) == 1 for line in lines):
        return list(lines), []
    pieces: list[Line] = []
    changed: list[str] = []
    for drawn, line in zip(lines, _mended(page, lines, spaced), strict=True):
        parts = split_at_gaps(page, line)
        pieces += parts
        if len(parts) > 1 or line.text != drawn.text:
            changed += [part.text for part in parts]
    return pieces, changed


def _mended(page: PageText, lines: Sequence[Line], spaced: Sequence[tuple[int, int]]) -> list[Line]:
    """Every line that is out of order or looks odd, rebuilt; the others as they are."""
    result: list[Line] = []
    for line in lines:
        if len(line.runs) > 1 or spaced:
            places = [place for place in spaced if line.start <= place[0] and place[1] <= line.end]
            if is_out_of_order(line):
                line = _in_order(page, line)
            elif places or line.raised:
                line = _odd_mended(page, line, [*places, *_raised(line)])
        result.append(line)
    return result


def _in_order(page: PageText, line: Line) -> Line:
    return line._replace(text=mended_text(page, [(line.start, line.end)], line.size))


def split_at_gaps(page: PageText, line: Line) -> list[Line]:
    """The pieces of a line that stand apart as columns do. A list's number stays with its text."""
    if len(line.runs) == 1 and "    " not in line.text:
        return [line]
    gap = _COLUMN_GAP * line.size
    wide = any(b[0] - a[1] > gap for a, b in zip(line.runs, line.runs[1:], strict=False))
    if not (wide or "    " in line.text) or is_out_of_order(line):
        return [line]
    pieces: list[list[Token]] = []
    for token in page.tokens(line.start, line.end):
        if not pieces or token.left - pieces[-1][-1].right > gap:
            pieces.append([])
        pieces[-1].append(token)
    if len(pieces) < 2 or (len(pieces[0]) == 1 and starts_item(pieces[0][0].text + " ")):
        return [line]
    return [_piece(line, tokens) for tokens in pieces]


def _piece(line: Line, tokens: Sequence[Token]) -> Line:
    text = unicodedata.normalize("NFC", " ".join(token.text for token in tokens))
    edges = (tokens[0].left, tokens[-1].right)
    return line._replace(
        text=text, left=edges[0], right=edges[1], runs=(edges,), start=tokens[0].start, end=tokens[-1].end
    )


def share_baseline(one: Line, other: Line) -> bool:
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return overlap > 0.5 * min(one.size, other.size)


def visual_rows(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """Lines from top to bottom; those on one baseline together, from left to right."""
    if in_reading_order(lines):
        return [(line,) for line in lines]
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: -(one.bottom + one.top)):
        if rows and share_baseline(rows[-1][0], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(sorted(row, key=lambda line: line.left)) for row in rows]


def in_reading_order(lines: Sequence[Line]) -> bool:
    """Whether every line stands below the one before it."""
    above: Line | None = None
    for line in lines:
        if above is not None and line.top >= above.bottom and _stands_beside(above, line):
            return False
        above = line
    return True


def _stands_beside(above: Line, line: Line) -> bool:
    """Whether a line whose box overlaps that of the one above stands beside or over it, and is not only close."""
    return line.bottom >= above.bottom or share_baseline(above, line)


def rejoined(page: PageText, lines: Sequence[Line]) -> list[Line]:
    """Lines with the parts of one line put together that PDFium told apart though they touch or interleave."""
    if in_reading_order(lines):
        return list(lines)
    rows = visual_rows(lines)
    return [line for row in rows for line in _row_rejoined(page, row)]


def _row_rejoined(page: PageText, row: Sequence[Line]) -> Iterator[Line]:
    group = [row[0]]
    for line in row[1:]:
        if line.left - max(one.right for one in group) > _COLUMN_GAP * line.size:
            yield _together(page, group)
            group = []
        group.append(line)
    yield _together(page, group)


def _together(page: PageText, group: Sequence[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    main = max(group, key=lambda line: line.right - line.left)
    text = mended_text(page, [(line.start, line.end) for line in group], main.size)
    left, right = min(line.left for line in group), max(line.right for line in group)
    return main._replace(text=text, left=left, right=right, runs=((left, right),))
