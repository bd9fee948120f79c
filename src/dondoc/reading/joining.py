"""Joining: paragraphs that a page break or a scan has cut in two are made whole again.

Two paragraphs are one when the first stops in mid-sentence and the second goes on with a small letter. Headings,
list items and table rows are left alone: a wrong join hides a commitment, a missed one only splits a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from dondoc.reading.document import Paragraph, Row

# What opens a list item or a heading: "- ", "+ ", "•", "1.", "1.1.", "a)", "đ)", "I.", "(1)", "Điều 1." and the like.
_MARKER = re.compile(
    r"""(?:
        [-–—+*•●○▪■◦→✓\uf0a7\uf0b7\uf02d\uf0d8\uf0fc]\s
      | [-–—+*•●○▪■◦\uf0a7\uf0b7\uf02d\uf0d8\uf0fc](?=[^\W\d_])
      | \d{1,3}(?:\.\d{1,3}){0,4}\.?\)?[.)/](?=\s|$|[^\W\d_])
      | \d{1,2}(?:\.\d{1,2}){1,4}\s(?=[A-ZÀ-ỸĐ])
      | \(\s?(?:\d{1,3}|[a-zđ]|[ivx]{1,5})\s?\)
      | [a-zđ]\d?[.)](?:\d{1,2}[.)])?(?=\s|$|[A-ZÀ-ỸĐ])
      | [A-ZĐ][.)]\s
      | [IVXLC]{1,6}\s?[./)-](?=\s|[A-ZÀ-ỸĐ])
      | (?:[Pp]hần|PHẦN|[Cc]hương|CHƯƠNG|[Mm]ục|MỤC|[Tt]iểu\smục|[Đđ]iều|ĐIỀU|[Pp]hụ\slục|PHỤ\sLỤC)
        \s(?:thứ\s|THỨ\s)?(?:\d{1,3}[a-zđ]?|[IVXLC]{1,6}|[A-ZĐ])\s?(?:[.:]|$)
    )""",
    re.VERBOSE,
)
# A number that stands alone on its line, as texts cut at every full stop have it: "1.", "II.", "a)".
_NUMBER_ALONE = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-HĐa-zđ])[.)]")
_STOPS = tuple(".;:!?…")
_CLOSING = '"”’»)]'
_OPEN_ENDS = tuple(',%)"”')
_SHORT_HEADING = 60
# A look at so many characters tells nearly every text that is not all in capitals.
_GLANCE = 40


def starts_item(text: str) -> bool:
    """Whether `text` opens with the mark of a list item or of a numbered heading."""
    return _MARKER.match(text) is not None


def is_ended(text: str) -> bool:
    """Whether `text` ends as a sentence, a clause of a list or a lead-in does; quotes and brackets may follow."""
    return text.rstrip().rstrip(_CLOSING).endswith(_STOPS)


def _is_heading_like(text: str, strong: bool) -> bool:
    """A line that stands by itself though it ends without a stop: in capitals, or short and strong."""
    return _is_in_capitals(text) or (strong and len(text) < _SHORT_HEADING)


def _is_in_capitals(text: str) -> bool:
    glance = text[:_GLANCE]
    return glance == glance.upper() and text == text.upper()


# "đạt khoảng 6,5 -" and "7%/năm", "ngày 23 tháng" and "4 năm 2018", "Nghị quyết số" and "112/NQ-CP".
_WAITS = re.compile(r"(?:\d\s{0,4}[-–]|(?:^|\s)(?:ngày|tháng|năm|khoảng|trên|dưới|đạt))\Z")
_LONGEST_WAIT = 12  # characters; more than any of these words with the blank before it
_WAITS_FOR_SYMBOL, _SYMBOL = re.compile(r"(?:^|\s)số\Z"), re.compile(r"\d{1,5}(?:/\d{4})?[/-][A-ZĐ]{2}")


def _waits_for(last: str, second: str) -> bool:
    """Whether a line breaks off before the number with which the next one begins."""
    last = last[-_LONGEST_WAIT:]
    if _WAITS_FOR_SYMBOL.search(last):
        return _SYMBOL.match(second) is not None
    return _WAITS.search(last) is not None and not starts_item(second)


class _Open:
    """The paragraph to which the next one may belong, with the pieces that have been joined to it."""

    def __init__(self, at: int, part: Paragraph) -> None:
        self.at = at
        self.part = part
        self.pieces = [part.text.strip()]
        self.length = len(self.pieces[0])

    def goes_on_with(self, after: Paragraph) -> bool:
        """Whether `after` is the rest of this paragraph. Looks at the two ends that meet, not at the whole."""
        last, second = self.pieces[-1], after.text.strip()
        if _NUMBER_ALONE.fullmatch(last):
            return bool(second) and len(self.pieces) == 1 and not starts_item(second)
        if second[:1].isdigit() and _waits_for(last, second):
            return self.part.strong == after.strong
        if not last or not second[:1].islower() or starts_item(second) or is_ended(last):
            return False
        if not (last[-1].isalnum() or last.endswith(_OPEN_ENDS)):
            return False
        return self.part.strong == after.strong and not self._is_heading()

    def _is_heading(self) -> bool:
        # What has been joined begins with a small letter: then the whole is neither in capitals nor asked again.
        if len(self.pieces) > 1:
            return self.part.strong and self.length < _SHORT_HEADING
        return _is_heading_like(self.pieces[0], self.part.strong)

    def add(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text) + 1

    def whole(self) -> Paragraph:
        if len(self.pieces) == 1:
            return self.part
        ends = tuple(accumulate((len(piece) for piece in self.pieces[:-1]), lambda end, length: end + 1 + length))
        # A number that stood on a line of its own has been cut off from no sentence.
        cuts = ends[1:] if _NUMBER_ALONE.fullmatch(self.pieces[0]) else ends
        return self.part._replace(text=" ".join(self.pieces), joins=cuts)


def join_broken(parts: Sequence[Paragraph | Row]) -> tuple[Paragraph | Row, ...]:
    """`parts` with every paragraph that was cut in mid-sentence joined to its rest by one space.

    A join keeps the first half's page. Footnotes between the halves do not hinder it and come after the whole.
    Takes time that grows with the length of the text only, however many pieces a paragraph has.
    """
    joined: list[Paragraph | Row] = []
    above: _Open | None = None
    for part in parts:
        if isinstance(part, Paragraph) and part.note:
            joined.append(part)
            continue
        if above is not None:
            if isinstance(part, Paragraph) and above.goes_on_with(part):
                above.add(part.text.strip())
                continue
            joined[above.at] = above.whole()
        above = _Open(len(joined), part) if isinstance(part, Paragraph) else None
        joined.append(part)
    if above is not None:
        joined[above.at] = above.whole()
    return tuple(joined)
