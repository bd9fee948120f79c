"""Secrecy: whether a file bears a mark of state secrecy, looked for in memory before anything else is done with it.

A *mark* is a line or box that is only MẬT, TỐI MẬT or TUYỆT MẬT, or a "Độ mật:" field whose value is not "không" or
"thường" (Luật 117/2025/QH15; NĐ 30/2020, phụ lục I). Prose about secrets, "mật độ" and "mật ong" are not marks.
When in doubt a whole line is taken for a mark: to refuse an open document costs a call, to keep a secret one is an
offence.

What counts as *only*:

- decorations around and between the letters do not matter: spaces, dashes, brackets, stars, Markdown, tags;
- capitals count anywhere; "Mật" and "Tối mật" too, unless they are an item of a list ("- Mật", "Tối mật;");
- "mật" in small letters counts in the head, the first 40 lines: fonts of the TCVN3 age print small letters as capitals;
- of two cells in a row (parted by tabs or "|") each is a box: capitals count, other letters in the head only;
- in a row of three or more cells, or one that begins with a number, a cell is data (mật is also honey): only TỐI MẬT
  and TUYỆT MẬT in capitals count, and MẬT in the head;
- parts of a line with three or more spaces between them are boxes: capitals count;
- a line that goes on in the next one ("Mật" / "độ dân số") is not only the mark.

Nothing here logs, prints or keeps any text.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import islice

from dondoc.reading.plain_text import PlainText, only_letters, plain, plain_text
from dondoc.text import fold

# What a reader gives in the place of lines that it has not kept, so that the search finds the mark it has seen.
A_MARK = "MẬT"
_UPRIGHT = "[ijlt]"
_HEAD_LINES = 40
_BOX_CHARACTERS = 200
_FIELD_CHARACTERS = 2_000
_VALUE_WORDS = 4

_BLANKS = " \r\f\v"
_CELL_EDGE = re.compile(r"[\t|]")
_GAP = re.compile(r" {3,}")
_NUMBER = re.compile(r"\W*(?:\d{1,4}|[IVX]{1,5})\W*")
_BULLET = re.compile(r"[-+*•–—]\s(?!.*[-+*•–—]$)")


class _Case(Enum):
    """How a mark is written. CAPITALS also where a TCVN3 font hid the case of the accented letters ("MậT")."""

    CAPITALS = 3
    TITLE = 2
    SMALL = 1


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of secrecy.toml, ready to compare."""

    hint: re.Pattern[str]
    marks: frozenset[str]
    marks_in_head: frozenset[str]
    long_marks: frozenset[str]
    field: re.Pattern[str]
    field_ends: frozenset[str]
    open_value: re.Pattern[str]
    marked_value: re.Pattern[str]
    before: frozenset[str]
    after: re.Pattern[str]


def _any_of(phrases: Iterable[str]) -> str:
    longest_first = sorted(map(plain, phrases), key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in longest_first)


def _spaced(words: Iterable[str]) -> str:
    """A pattern for one of `words`, in text of small letters, with anything but letters and digits between them.

    Words that begin alike stand together: so the search skips from one such letter to the next.
    """
    tails: dict[str, set[str]] = defaultdict(set)
    for word in map(str.lower, words):
        tails[word[0]].add("".join(rf"[\W_]*{re.escape(letter)}" for letter in word[1:]))
    return "|".join(f"{head}(?:{'|'.join(sorted(found))})" for head, found in sorted(tails.items()))


@cache
def _words() -> _Words:
    table = tomllib.loads(files("dondoc.reading").joinpath("secrecy.toml").read_text(encoding="utf-8"))
    phrases = [plain(phrase) for phrase in (*table["marks"], *table["misspelt"])]
    marks = frozenset(only_letters(phrase).lower() for phrase in phrases)
    heads = [*phrases, *table["misspelt_in_head"], *map(plain, table["fields"])]
    return _Words(
        hint=re.compile(_spaced(phrase.split()[-1] for phrase in heads)),
        marks=marks,
        marks_in_head=marks | {only_letters(phrase).lower() for phrase in table["misspelt_in_head"]},
        long_marks=frozenset(only_letters(phrase).lower() for phrase in phrases if " " in phrase),
        field=re.compile(
            rf"(?:^|[\t|;(]|  )[\W_]*(?:{_any_of(table['fields'])})(?: của)?(?: văn bản| tài liệu)?[\s*_)\]]*"
            r"(?P<sign>[:=\t|–—-])(?P<value>[^\t|;\n]*)",
            re.IGNORECASE,
        ),
        field_ends=frozenset(plain(field).split()[-1].lower() for field in table["fields"]),
        open_value=re.compile(rf"(?:{_any_of(table['open_values'])})\b", re.IGNORECASE),
        marked_value=re.compile(rf"(?:{_any_of(phrases)})\b", re.IGNORECASE),
        before=frozenset(table["words_before"]),
        after=re.compile(
            rf"(?!(?:{_any_of(table['fields_after'])})\b)(?:{_any_of(table['words_after'])})\b", re.IGNORECASE
        ),
    )


def may_bear_secrecy_mark(text: PlainText) -> bool:
    """False only where the text, however it is cut into lines, bears no mark: told quickly."""
    return _words().hint.search(text.low) is not None


def find_secrecy_mark(lines: Iterable[str]) -> bool:
    """Whether one of `lines` bears a mark.

    A line is a paragraph, a box, a cell, or a row whose cells are parted by tabs; lines come in reading order.
    """
    return bears_secrecy_mark(plain_text(lines))


def bears_secrecy_mark(text: PlainText) -> bool:
    """`find_secrecy_mark` for lines that have been made `plain_text`."""
    hinted = _hinted_rows(text.low)
    if not hinted:
        return False
    rows = text.text.split("\n")
    return any(_is_mark(rows, row) for row in hinted)


def _hinted_rows(low: str) -> list[int]:
    """The numbers of the lines in which a mark may begin."""
    rows: list[int] = []
    row = done = 0
    for match in _words().hint.finditer(low):
        row += low.count("\n", done, match.start())
        done = match.start()
        if not rows or rows[-1] != row:
            rows.append(row)
    return rows


def _is_mark(rows: Sequence[str], row: int) -> bool:
    """Whether line `row` is a mark or such a field."""
    line = rows[row].strip(_BLANKS)
    low = line.lower()
    if not _words().hint.search(low):
        return False  # what begins here ends in the next line
    if _is_field(line, low):
        return True
    before = next(_written(rows[row - 1 :: -1]), "") if row else ""
    after = next(_written(islice(rows, row + 1, None)), "")
    in_head = sum(1 for _ in islice(_written(rows[:row]), _HEAD_LINES)) < _HEAD_LINES
    return _bears_mark(line, before, after, in_head=in_head)


def _written(rows: Iterable[str]) -> Iterator[str]:
    """Those of `rows` that are not blank, without blanks around them."""
    return (row.strip(_BLANKS) for row in rows if row and not row.isspace())


def is_stamped_mark(line: str) -> bool:
    """Whether a line of print in a stamp, as recognised, is a mark or holds a long one; tones may be lost.

    A letter of a long mark may be misread, and what is left of a frame may stand beside a mark as an upright letter.
    Of a stamp there is no prose to be spared, so doubt counts as a mark.
    """
    letters = fold(only_letters(plain(line)))
    if any(re.fullmatch(f"{_UPRIGHT}?{fold(mark)}{_UPRIGHT}?", letters) for mark in _words().marks):
        return True
    longs = {fold(mark) for mark in _words().long_marks}
    return any(_nearly_holds(letters, mark) for mark in longs)


def _nearly_holds(letters: str, mark: str) -> bool:
    """Whether some stretch of `letters` is `mark` but for one letter: another one, one more or one less."""
    pieces = {mark[:at] + "." + mark[at + 1 :] for at in range(len(mark))}
    pieces |= {mark[:at] + mark[at + 1 :] for at in range(len(mark))}
    pieces |= {mark[:at] + "." + mark[at:] for at in range(1, len(mark))}
    return re.search("|".join(pieces), letters) is not None


def data_words(row: str) -> list[str]:
    """The cells of `row` (parted by tabs) that read like a mark and are data: "Mật" in a table of goods."""
    cells = [cell for cell in _CELL_EDGE.split(plain(row)) if cell.strip()]
    if not _is_data_row(cells):
        return []
    return [only_letters(cell) for cell in cells if _case(cell, in_head=True) in (_Case.TITLE, _Case.SMALL)]


def without_data_words(lines: Iterable[str]) -> Iterator[str]:
    """`lines` of a file that tells each cell twice, alone and in its row: data words alone are left out."""
    kept = list(lines)
    data = Counter(word for line in kept if "\t" in line for word in data_words(line))
    for line in kept:
        word = only_letters(plain(line)) if data and len(line) <= _BOX_CHARACTERS else ""
        if data.get(word, 0) > 0:
            data[word] -= 1
        else:
            yield line


def _is_field(line: str, low: str) -> bool:
    """`low` is `line` in small letters."""
    if len(line) > _FIELD_CHARACTERS or not any(word in low for word in _words().field_ends):
        return False
    return any(_is_secret_value(found["value"], found["sign"]) for found in _words().field.finditer(line))


def _is_secret_value(raw: str, sign: str) -> bool:
    """After a colon every short value but the open ones counts; in a neighbouring cell or after a dash only a mark."""
    value = raw.strip(" \t.…*_()[]{}\"'“”:-–—☐□")
    if not only_letters(value) or _words().open_value.match(value):
        return False
    if _words().marked_value.match(value):
        return sign in ":=" or only_letters(value).lower() in _words().marks
    return sign in ":=" and len(value.split()) <= _VALUE_WORDS


def _bears_mark(line: str, before: str, after: str, *, in_head: bool) -> bool:
    if len(line) > _BOX_CHARACTERS and "|" not in line and "\t" not in line:
        parts = _GAP.split(line) if "   " in line else ()
        return any(_case(part, in_head) is _Case.CAPITALS for part in parts)
    cells = [cell for cell in _CELL_EDGE.split(line) if cell.strip()]
    if len(cells) > 1:
        return _row_bears_mark(cells, in_head)
    case = _case(line, in_head)
    if case is None:
        parts = _GAP.split(line)
        return len(parts) > 1 and any(_case(part, in_head) is _Case.CAPITALS for part in parts)
    if case is _Case.SMALL and not in_head:
        return False
    return not _is_list_item(line, case) and not _is_broken_phrase(before, after, case)


def _case(text: str, in_head: bool) -> _Case | None:
    """How `text` writes a mark, or None where it is not only a mark. A digit in it makes it something else."""
    if len(text) > _BOX_CHARACTERS:
        return None
    letters = only_letters(text)
    if letters.lower() not in (_words().marks_in_head if in_head else _words().marks) or any(map(str.isdigit, text)):
        return None
    ascii_letters = [c for c in letters if c.isascii()]
    if all(c.isupper() for c in ascii_letters):
        return _Case.CAPITALS
    return _Case.TITLE if letters[0].isupper() else _Case.SMALL


def _is_data_row(cells: Sequence[str]) -> bool:
    return len(cells) > 2 or (len(cells) == 2 and _NUMBER.fullmatch(cells[0]) is not None)


def _row_bears_mark(cells: Sequence[str], in_head: bool) -> bool:
    cases = [(cell, _case(cell, in_head)) for cell in cells]
    if _is_data_row(cells):
        return any(
            case is _Case.CAPITALS and (in_head or only_letters(cell).lower() in _words().long_marks)
            for cell, case in cases
        )
    return any(case is _Case.CAPITALS or (case is not None and in_head) for _, case in cases)


def _is_list_item(line: str, case: _Case) -> bool:
    return case is not _Case.CAPITALS and (line.endswith((";", ",")) or _BULLET.match(line) is not None)


def _is_broken_phrase(before: str, after: str, case: _Case) -> bool:
    """Whether the line is a piece of a phrase that began in the line before or goes on in the next one."""
    if _words().after.match(after):
        return True
    words = before.lower().split()
    return case is _Case.SMALL and bool(words) and words[-1] in _words().before
