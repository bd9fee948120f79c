"""Text of `dondoc check`: file, place, message and code, the words underlined in their line, and what to do.

nghi-quyet.md: đoạn 24, trang 3: cảnh báo: “Phân đầu” có lẽ là “Phấn đấu”. [lost_diacritics]
  | - Phân đầu có thêm 06 xã đạt chuẩn nông thôn mới.
  |   ^^^^^^^^
  = gợi ý: Xem lại chữ này; bản gốc không bị sửa.
"""

from __future__ import annotations

import unicodedata

from dondoc.findings import Finding, Language, Severity
from dondoc.reporting.checked import Checked
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

WIDTH = 100
LEAST_WIDTH = 30
_FRAME = len("  | ") + 2  # columns of the frame and of the marks of a cut line
SCREEN = WIDTH + _FRAME  # columns where there is no terminal to ask
_AHEAD = 30  # characters of the line shown ahead of the words, when the line is longer than the screen
_CUT = "…"


def check_text(checked: Checked, language: Language, width: int = SCREEN) -> str:
    """All findings of a document and a line that counts them; one line where there is none.

    `width` are the columns of the screen: a quoted line is cut to them, so that the carets stay below its words.
    """
    room = max(LEAST_WIDTH, min(WIDTH, width - _FRAME))
    name = printable(checked.source.name)
    if not checked.findings:
        return word("check.clean", language, name=name) + "\n"
    counts = checked.counts()
    errors, warnings, infos = counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
    parts = [_finding(checked, finding, name, language, room) for finding in checked.findings]
    parts.append(word("check.summary", language, name=name, errors=errors, warnings=warnings, infos=infos) + "\n")
    return "\n".join(parts)


def _finding(checked: Checked, finding: Finding, name: str, language: Language, room: int) -> str:
    severity = word(f"severity.{finding.severity}", language).lower()
    message = word("check.finding", language, message=printable(finding.message(language)), code=finding.code)
    lines = [f"{name}: {where(checked, finding, language)}: {severity}: {message}"]
    if finding.start is not None and finding.end is not None:
        lines += [f"  | {line}" for line in _underlined(checked.text, finding.start, finding.end, room)]
    lines.append(f"  = {word('check.hint', language)}: {printable(finding.hint(language))}")
    return "".join(f"{line}\n" for line in lines)


def where(checked: Checked, finding: Finding, language: Language) -> str:
    """ "đoạn 24, trang 3", "cả văn bản"."""
    place = checked.place(finding)
    if place is None:
        return word("check.whole", language)
    paragraph = word("check.paragraph", language, paragraph=place.paragraph)
    return paragraph if place.page is None else f"{paragraph}, {word('check.page', language, page=place.page)}"


def _underlined(text: str, start: int, end: int, room: int) -> tuple[str, str]:
    """The line in which the words begin, cut to `room` characters, and the carets below the words."""
    first = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", start)
    last = len(text) if stop < 0 else stop
    ahead_at_most = min(_AHEAD, room // 2)
    begin = first if start - first <= ahead_at_most else _word_begin(text, start - ahead_at_most, ahead_at_most)
    finish = min(last, begin + room)
    ahead = (_CUT if begin > first else "") + _shown(text[begin:start])
    marked = _shown(text[start : min(end, finish)]) or " "
    behind = _shown(text[min(end, finish) : finish]) + (_CUT if finish < last else "")
    return ahead + marked + behind, " " * _columns(ahead) + "^" * max(_columns(marked), 1)


def _word_begin(text: str, place: int, reach: int) -> int:
    blank = text.find(" ", place, place + reach)
    return place if blank < 0 else blank + 1


def _shown(text: str) -> str:
    """Characters that may stand on a terminal, blanks kept: columns are counted in them."""
    kept = (" " if c.isspace() else c for c in text)
    return "".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def _columns(text: str) -> int:
    """Columns on a terminal: a tone stored apart takes none."""
    return sum(not unicodedata.combining(c) for c in text)
