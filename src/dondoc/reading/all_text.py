"""All text of a file, for the search for secrecy marks: more than a reader shows (headers, boxes, comments, deletions).

A line is a paragraph, a box or a row of single-line cells parted by tabs. Order is that of the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from dondoc.reading.doc import doc_all_text
from dondoc.reading.docx import docx_all_text
from dondoc.reading.letters import decode
from dondoc.reading.limits import Limits
from dondoc.reading.pdf import pdf_all_text
from dondoc.reading.secrecy import without_data_words
from dondoc.reading.sniffing import Format


def all_text(kind: Format, data: bytes, limits: Limits) -> Iterator[str]:
    """The lines of a file of a readable format. Writes nothing and starts nothing; raises ReadError like its reader."""
    return _ALL_TEXT[kind](data, limits)


# Word hides the text boxes of a saved page in conditional comments: their inside is searched like the rest.
_TOKEN = re.compile(
    r"<!--\[if[^>]*>|<!\[endif\]-->|<!--.*?(?:-->|\Z)|<(?P<skip>script|style)\b.*?(?:</(?P=skip)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][\w:-]*)[^<>]*>",
    re.DOTALL | re.IGNORECASE,
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr o:p q s samp small span st1:place"
    " strike strong sub sup tt u var wbr".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 4096


def plain_all_text(data: bytes, limits: Limits) -> Iterator[str]:
    yield from decode(data).text.splitlines()


def html_all_text(data: bytes, limits: Limits) -> Iterator[str]:
    """Lines of a page, menus and hidden boxes included; scripts and styles left out."""
    named = _CHARSET.search(data[:_HEAD_BYTES])
    text = decode(data, named[1].decode("ascii") if named else None).text
    rows = _Rows()
    at = 0
    for token in _TOKEN.finditer(text):
        rows.text(text[at : token.start()])
        at = token.end()
        tag = (token["tag"] or "").lower()
        if tag and tag not in _INLINE:
            yield from rows.edge(tag, closes=bool(token["close"]))
    rows.text(text[at:])
    yield from rows.end()


class _Rows:
    """Gathers lines; a row whose cells have one line each becomes one line parted by tabs."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.cells: list[list[str]] = []
        self.in_cell = False

    def text(self, raw: str) -> None:
        self.pieces.append(raw)

    def edge(self, tag: str, *, closes: bool) -> Iterator[str]:
        """What is complete at the tag `tag`, which ends a line."""
        yield from self._line()
        if tag in ("td", "th"):
            self.in_cell = not closes
            if not closes:
                self.cells.append([])
        elif tag in ("tr", "table"):
            yield from self._row()

    def end(self) -> Iterator[str]:
        yield from self._line()
        yield from self._row()

    def _line(self) -> Iterator[str]:
        line = " ".join(html.unescape("".join(self.pieces)).split())
        self.pieces = []
        if line and self.in_cell:
            self.cells[-1].append(line)
        elif line:
            yield line

    def _row(self) -> Iterator[str]:
        cells = [cell for cell in self.cells if cell]
        self.cells, self.in_cell = [], False
        if cells and all(len(cell) == 1 for cell in cells):
            yield "\t".join(cell[0] for cell in cells)
        else:
            yield from (line for cell in cells for line in cell)


_ALL_TEXT: Mapping[Format, Callable[[bytes, Limits], Iterator[str]]] = {
    Format.TEXT: plain_all_text,
    Format.MARKDOWN: plain_all_text,
    Format.DOCX: lambda data, limits: without_data_words(docx_all_text(data, limits)),
    Format.DOC: lambda data, limits: without_data_words(doc_all_text(data)),
    Format.HTML: html_all_text,
    Format.PDF: pdf_all_text,
}
