"""Joining: paragraphs that a page break or a scan has cut in two are made whole again.

Two paragraphs are one when the first stops in mid-sentence and the second goes on with a small letter. Headings,
list items and table rows are left alone: a wrong join hides a commitment, a missed one only splits a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

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
_ENDED = re.compile(r"""[.;:!?…]["”’»)\]]*\s*$""")
_GOES_ON = re.compile(r"""(?:[^\W\d_]|[,\d%)"”])\s*$""")
_SHORT_HEADING = 60


def starts_item(text: str) -> bool:
    """Whether `text` opens with the mark of a list item or of a numbered heading."""
    return _MARKER.match(text) is not None


def is_ended(text: str) -> bool:
    """Whether `text` ends as a sentence, a clause of a list or a lead-in does; quotes and brackets may follow."""
    return _ENDED.search(text) is not None


def is_heading_like(part: Paragraph) -> bool:
    """A line that stands by itself though it ends without a stop: in capitals, or short and strong."""
    text = part.text.strip()
    return text == text.upper() or (part.strong and len(text) < _SHORT_HEADING)


def _was_cut(before: Paragraph, after: Paragraph) -> bool:
    first, second = before.text.strip(), after.text.strip()
    if not first or not second or before.note != after.note:
        return False
    if not second[0].islower() or starts_item(second):
        return False
    if is_ended(first):
        return False
    return bool(_GOES_ON.search(first)) and not is_heading_like(before) and before.strong == after.strong


def join_broken(parts: Sequence[Paragraph | Row]) -> tuple[Paragraph | Row, ...]:
    """`parts` with every paragraph that was cut in mid-sentence joined to its rest by one space.

    A join keeps the first half's page. Footnotes between the halves do not hinder it and come after the whole.
    """
    joined: list[Paragraph | Row] = []
    open_at: int | None = None
    for part in parts:
        if isinstance(part, Row):
            open_at = None
        elif not part.note:
            before = joined[open_at] if open_at is not None else None
            if open_at is not None and isinstance(before, Paragraph) and _was_cut(before, part):
                joined[open_at] = replace(before, text=f"{before.text.rstrip()} {part.text.lstrip()}")
                continue
            open_at = len(joined)
        joined.append(part)
    return tuple(joined)
