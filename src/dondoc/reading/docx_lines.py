"""Every line of text in a DOCX, wherever it stands: what the search for secrecy marks looks through."""

from __future__ import annotations

from collections.abc import Iterator

from dondoc.reading.docx_names import CELL, DRAWING, PARAGRAPH, ROW, TEXT, VECTOR, Element, value_of, w
from dondoc.reading.docx_package import Package
from dondoc.reading.docx_runs import Inline, fields_balance
from dondoc.reading.docx_styles import Styles
from dondoc.reading.secrecy import without_data_words

# Parts that describe, and hold no words of the document.
_WITHOUT_TEXT = ("styles.xml", "settings.xml", "webSettings.xml", "fontTable.xml", "numbering.xml", "theme1.xml")
_CHANGES = tuple(w(name) for name in ("del", "moveFrom", "vanish", "instrText"))
# A mark beside its label fits in a row of this many characters; longer rows are no marks.
_LONGEST_ROW = 300


def docx_lines(package: Package) -> Iterator[str]:
    """The lines of all parts: the document first, then heads, feet, notes, comments, boxes, drawings, properties.

    A line may come twice: as stored (deleted and hidden words included) and as printed; a row of a table comes once
    more with its cells parted by tabs, and then its data words do not come alone. Raises ReadError as `Package` does.
    """
    return without_data_words(_all_lines(package))


def _all_lines(package: Package) -> Iterator[str]:
    names = package.related("styles")
    styles = Styles(package.tree(names[0]) if names else None)
    others = [name for name in package.names if name.endswith(".xml") and not name.endswith(_WITHOUT_TEXT)]
    for name in dict.fromkeys([package.main, *others]):
        root = package.glance(name)
        if root is not None:
            yield from _lines(root, styles)


def _lines(root: Element, styles: Styles) -> Iterator[str]:
    found = False
    for line in _paragraphs(root, styles):
        found = True
        yield line
    for row in root.iter(ROW):
        cells = [" ".join(text.text or "" for text in cell.iter(TEXT)) for cell in row.iterchildren(CELL)]
        if len(cells) > 1 and sum(map(len, cells)) < _LONGEST_ROW:
            yield "\t".join(cells)
    for paragraph in root.iter(f"{{{DRAWING}}}p"):
        found = True
        yield "".join(text.text or "" for text in paragraph.iter(f"{{{DRAWING}}}t"))
    yield from _drawn_words(root)
    if not found:
        yield from (text.strip() for text in root.itertext() if text.strip())


def _paragraphs(root: Element, styles: Styles) -> Iterator[str]:
    balanced = fields_balance(root)
    stored = Inline(styles, [], balanced=balanced, everything=True)
    is_changed = any(next(root.iter(tag), None) is not None for tag in _CHANGES)
    printed = Inline(styles, [], balanced=balanced) if is_changed else None
    for paragraph in root.iter(PARAGRAPH):
        style = styles.paragraph(value_of(paragraph.find(w("pPr")), "pStyle"))
        line = stored.read(paragraph, style).text()
        yield from line.split("\n")
        shown = line if printed is None else printed.read(paragraph, style).text()
        if shown != line:
            yield from shown.split("\n")


def _drawn_words(root: Element) -> Iterator[str]:
    """Words drawn as a picture (WordArt, often a mark across the page) and what is written about pictures."""
    for path in root.iter(f"{{{VECTOR}}}textpath"):
        yield path.get("string", "")
    for element in root.iter("{*}docPr", f"{{{VECTOR}}}shape"):
        yield from (element.get(name, "") for name in ("descr", "title", "alt") if element.get(name))
