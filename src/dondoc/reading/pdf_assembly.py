"""The second pass over a PDF: what was read of its pages becomes parts in reading order."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from dondoc.reading.document import Paragraph, Row
from dondoc.reading.pdf_columns import blocks
from dondoc.reading.pdf_furniture import split_notes, without_furniture
from dondoc.reading.pdf_lines import in_reading_order, visual_rows
from dondoc.reading.pdf_margins import Margins, margins
from dondoc.reading.pdf_paragraphs import Joiner, Placed, notes
from dondoc.reading.pdf_shapes import Line
from dondoc.reading.pdf_tables import TableBlock, goes_on, is_continued, with_rest, without_repeated_head


@dataclass(slots=True)
class PageRead:
    """What the first pass keeps of a page; `searched` is all text on it, drawn and as it looks.

    `reordered`: `lines` and `tables` may not tell its letters in the order in which they were drawn. `is_pictured`: it
    shows a picture, or may; only then its `letters` are counted.
    """

    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    tables: list[TableBlock] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    characters: int = 0
    has_text: bool = False
    letters: int = 0
    reordered: bool = False
    opened: bool = True
    is_pictured: bool = False


class Assembly:
    """The second pass: parts in reading order from all pages."""

    def __init__(self, pages: Sequence[PageRead]) -> None:
        self.pages = pages
        self.joiner = Joiner()
        self.first_table: TableBlock | None = None
        self.last_table: TableBlock | None = None
        self.open_row: Row | None = None
        self.tables = 0

    def parts(self) -> Iterator[Paragraph | Row]:
        flows = self._flows()
        limits = _page_margins(self.pages, flows)
        sizes = [line.size for flow in flows for line in flow if isinstance(line, Line)]
        size = statistics.median(sizes) if sizes else 0.0
        for number, (page, flow) in enumerate(zip(self.pages, flows, strict=True), 1):
            yield from self._page(number, page, flow, limits[number - 1], size)
        yield from self._closed()

    def _flows(self) -> list[list[Line | TableBlock]]:
        heights = [page.height for page in self.pages]
        bare = without_furniture([page.lines for page in self.pages], heights)
        return [_with_tables(lines, page.tables) for lines, page in zip(bare, self.pages, strict=True)]

    def _page(
        self, number: int, page: PageRead, flow: Sequence[Line | TableBlock], limits: Margins, size: float
    ) -> Iterator[Paragraph | Row]:
        foot: list[Line] = []
        if flow and isinstance(flow[-1], Line) and flow[-1].size < size:
            own = [item for item in flow if isinstance(item, Line)]
            foot = split_notes(own, page.height, size)[1]
        for is_table, items in groupby(flow[: len(flow) - len(foot)], lambda item: isinstance(item, TableBlock)):
            if is_table:
                yield from self.joiner.finish()
                yield from (
                    row for table in items if isinstance(table, TableBlock) for row in self._table(table, number)
                )
                continue
            if self.last_table is not None:
                yield from self._table_closed()
            yield from self.joiner.take((line for line in items if isinstance(line, Line)), number, limits)
        yield from notes([Placed(line, number, limits) for line in foot])

    def _table(self, table: TableBlock, page: int) -> Iterator[Row]:
        above = self.last_table
        if above is not None and is_continued(above, table):
            rows = min(
                (without_repeated_head(earlier, table) for earlier in (above, self.first_table or above)), key=len
            )
            self.last_table = table
            if rows and self.open_row is not None and goes_on(self.open_row, rows[0]):
                self.open_row = with_rest(self.open_row, rows[0])
                rows = rows[1:]
        else:
            yield from self._table_closed()
            self.tables += 1
            self.last_table = self.first_table = table
            rows = table.rows
        for row in rows:
            if self.open_row is not None:
                yield self.open_row
            self.open_row = Row(row, self.tables - 1, page)

    def _table_closed(self) -> Iterator[Row]:
        row, self.open_row, self.last_table = self.open_row, None, None
        if row is not None:
            yield row

    def _closed(self) -> Iterator[Paragraph | Row]:
        yield from self.joiner.finish()
        yield from self._table_closed()


def _with_tables(lines: Sequence[Line], tables: Sequence[TableBlock]) -> list[Line | TableBlock]:
    """Lines and ruled tables from top to bottom; columns of plain text are told between the tables."""
    if not tables and in_reading_order(lines):
        return list(lines)
    flow: list[Line | TableBlock] = []
    rest = visual_rows(lines)
    for table in tables:
        above = [row for row in rest if row[0].bottom + row[0].top > 2 * table.top]
        rest = rest[len(above) :]
        flow += [*blocks(above), table]
    return [*flow, *blocks(rest)]


def _page_margins(pages: Sequence[PageRead], flows: Sequence[Sequence[Line | TableBlock]]) -> list[Margins]:
    """The margins of every page, found over all pages of its width; odd and even pages may be shifted."""
    by_width: dict[int, list[list[Line]]] = defaultdict(list)
    for page, flow in zip(pages, flows, strict=True):
        by_width[round(page.width)].append([item for item in flow if isinstance(item, Line)])
    common = {width: margins(group, width) for width, group in by_width.items()}
    return [common[round(page.width)] for page in pages]
