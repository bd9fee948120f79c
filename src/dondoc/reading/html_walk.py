"""The walk through an HTML page: from elements to items of text and tables, each with the element it stands in.

One pass with a stack of its own, so that no depth of nesting can exhaust Python's. What is hidden or no text
(scripts, menus, forms) is left out here; which part of the page is the document is decided in html_main.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from dondoc.reading.html_items import Item, Page, Table, TableCell, Text, is_layout, list_mark, number_of
from dondoc.reading.joining import is_ended, starts_item

_DROPPED = frozenset(
    "script style noscript template head title nav aside form select option button input textarea svg canvas iframe"
    " object embed video audio map dialog datalist menu".split()
)
_BLOCKS = frozenset(
    "html body p div section article main header footer h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre address"
    " center figure figcaption fieldset details summary hr table caption thead tbody tfoot tr td th".split()
)
_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD_STYLE = re.compile(
    r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|[1-5]00|lighter)|font\s*:\s*bold", re.IGNORECASE
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0]+")
_RULER = re.compile(r"[-–—_=*~.…\s]{3,}")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_MOST_SPAN = 1000


@dataclass(slots=True)
class _OpenTable:
    owner: int
    above: list[Item]
    rows: list[list[TableCell]] = field(default_factory=list)
    loose: list[list[Item]] = field(default_factory=list)
    cells: list[list[Item]] = field(default_factory=list)


class _Walk:
    """The state of one walk; `page` is its result."""

    def __init__(self) -> None:
        self.page = Page()
        self.items: list[Item] = self.page.items
        self.runs: list[tuple[str, bool, bool]] = []
        self.owners: list[int] = []
        self.bold: list[bool] = [False]
        self.links = self.preserved = self.ignored = self.superscript = 0
        self.lists: list[tuple[str, int]] = []
        self.marker = ""
        self.tables: list[_OpenTable] = []

    def text(self, text: str) -> None:
        if not self.preserved:
            text = _SPACES.sub(" ", text)
        if self.superscript and text.strip().isdecimal():
            text = text.strip().translate(_SUPERSCRIPT)
        if self.ignored and len(text.strip()) == 1 and not text.strip().isdecimal():
            # Word writes its bullets as letters of a symbol font.
            text = "- "
        self.runs.append((text, self.bold[-1], self.links > 0))

    def flush(self) -> None:
        """Ends the paragraph: its lines as items."""
        if not self.runs:
            return
        lines: list[list[tuple[str, bool, bool]]] = [[]]
        for text, bold, link in self.runs:
            first, *others = text.split("\n")
            lines[-1].append((first, bold, link))
            lines += [[(other, bold, link)] for other in others]
        self.runs = []
        owner = self.owners[-1] if self.owners else 0
        fresh = True
        for line in lines:
            item = self._line(line, owner)
            if item is None:
                fresh = True
                continue
            if not fresh and not starts_item(item.text) and self._goes_on(item):
                continue
            self.items.append(item)
            fresh = False

    def _goes_on(self, item: Text) -> bool:
        """Joins a line to the open item above it, unless that one ends a sentence."""
        above = self.items[-1]
        if not isinstance(above, Text) or is_ended(above.text):
            return False
        self.items[-1] = Text(
            f"{above.text}\n{item.text}", above.owner, above.strong and item.strong, above.linked + item.linked
        )
        return True

    def _line(self, runs: list[tuple[str, bool, bool]], owner: int) -> Text | None:
        text = _SPACES.sub(" ", "".join(run[0] for run in runs)).strip()
        if not text or _RULER.fullmatch(text):
            return None
        worded = [run for run in runs if run[0].strip(" -–.:;")]
        strong = bool(worded) and all(bold for _, bold, _ in worded)
        if self.marker:
            text = text if starts_item(text) else self.marker + text
            self.marker = ""
        return Text(text, owner, strong, sum(len(run[0].strip()) for run in runs if run[2]))

    def enter(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        style = attributes.get("style") or ""
        self._begin_bold(tag, style)
        if "mso-list" in style and "ignore" in style.lower():
            self.ignored += 1
        if tag in _BLOCKS:
            self.flush()
            self._own(tag, attributes)
            self._begin_block(node, tag, attributes)
        elif tag == "a":
            self.links += 1
        elif tag == "sup":
            self.superscript += 1

    def _begin_bold(self, tag: str, style: str) -> None:
        bold = self.bold[-1] or tag in _BOLD
        if style and (weight := _BOLD_STYLE.search(style)):
            bold = (weight[1] or "bold").lower() in ("bold", "bolder", "600", "700", "800", "900")
        self.bold.append(bold)

    def _own(self, tag: str, attributes: dict[str, str | None]) -> None:
        page = self.page
        number = len(page.parents)
        page.parents.append(self.owners[-1] if self.owners else -1)
        page.last.append(number)
        page.tags.append(tag)
        page.names.append(" ".join(filter(None, (attributes.get(key) for key in ("id", "class", "role", "itemprop")))))
        self.owners.append(number)

    def _begin_block(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in ("ol", "ul"):
            kind = (attributes.get("type") or "1") if tag == "ol" else "-"
            self.lists.append((kind, number_of(attributes.get("start"), 1, 0, 100_000)))
        elif tag == "li":
            self._begin_item(attributes)
        elif tag == "pre":
            self.preserved += 1
        elif tag == "table":
            self.tables.append(_OpenTable(self.owners[-1], self.items))
            self.items = []
            self.tables[-1].loose.append(self.items)
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            self.items = []
            self.tables[-1].cells.append(self.items)

    def _begin_item(self, attributes: dict[str, str | None]) -> None:
        if not self.lists:
            return
        kind, number = self.lists[-1]
        number = number_of(attributes.get("value"), number, 0, 100_000)
        self.lists[-1] = (kind, number + 1)
        self.marker = list_mark(kind, number)

    def leave(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.bold.pop()
        style = attributes.get("style") or ""
        if "mso-list" in style and "ignore" in style.lower():
            self.ignored -= 1
        if tag in _BLOCKS:
            self.flush()
            self._end_block(tag, attributes)
            number = self.owners.pop()
            self.page.last[number] = len(self.page.parents) - 1
        elif tag == "a":
            self.links -= 1
        elif tag == "sup":
            self.superscript -= 1

    def _end_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in ("ol", "ul"):
            self.lists.pop()
        elif tag == "li":
            self.marker = ""
        elif tag == "pre":
            self.preserved -= 1
        elif tag in ("td", "th") and self.tables and self.tables[-1].cells:
            self._end_cell(attributes)
        elif tag == "table":
            self._end_table(self.tables.pop())

    def _end_cell(self, attributes: dict[str, str | None]) -> None:
        table = self.tables[-1]
        columns = number_of(attributes.get("colspan"), 1, 1, _MOST_SPAN)
        rows = number_of(attributes.get("rowspan"), 1, 0, _MOST_SPAN) or _MOST_SPAN
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(TableCell(tuple(table.cells.pop()), columns, rows))  # type: ignore[arg-type]
        self.items = table.cells[-1] if table.cells else table.loose[-1]

    def _end_table(self, table: _OpenTable) -> None:
        """A table of data becomes one item; one that only lays out the page becomes the items of its cells."""
        self.items = table.above
        self.items += [item for loose in table.loose for item in loose]
        if is_layout(table.rows):
            self.items += [item for row in table.rows for cell in row for item in cell.items]
        elif table.rows:
            self.items.append(Table(tuple(map(tuple, table.rows)), table.owner))


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    return "hidden" in attributes or bool(_HIDDEN_STYLE.search(attributes.get("style") or ""))


def walk(body: LexborNode) -> Page:
    """All visible text of `body`."""
    state = _Walk()
    stack: list[tuple[LexborNode, str, dict[str, str | None] | None]] = [(body, "", None)]
    while stack:
        node, tag, attributes = stack.pop()
        if attributes is not None:
            state.leave(tag, attributes)
            continue
        if node.is_text_node:
            state.text(node.text_content or "")
            continue
        tag = node.tag or ""
        if tag == "br":
            state.runs.append(("\n", False, False))
        if not node.is_element_node or tag in _DROPPED or tag == "br":
            continue
        attributes = node.attributes
        if attributes and _is_hidden(attributes):
            continue
        state.enter(node, tag, attributes)
        stack.append((node, tag, attributes))
        stack += [(child, "", None) for child in reversed(list(node.iter(include_text=True)))]
    state.flush()
    return state.page
