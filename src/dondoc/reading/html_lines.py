"""Every line of a web page, menus and hidden boxes included: what the search for secrecy marks looks through."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

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


def html_lines(text: str) -> Iterator[str]:
    """The lines of the page whose source is `text`; scripts and styles left out."""
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
