"""The pages of a PDF that are pictures, and the pictures on its other pages: recognised, and searched for marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dondoc.reading.document import Doubt, Recognised
from dondoc.reading.limits import Limits
from dondoc.reading.pdf_assembly import PageRead
from dondoc.reading.pdf_pictures import page_pictures
from dondoc.reading.scan import Recognition, recognise_pages, searched_lines
from dondoc.reading.scan_page import find_mark
from dondoc.reading.tesseract import is_installed

# A scan's page has at most a line the scanning program put there ("Scanned with CamScanner": 21 letters).
FEW_LETTERS = 25


class PdfScans:
    """What is in the pictures of a PDF; worked out when `lines` is called, once.

    `scanned` are the numbers of the pages to recognise: none where that is not possible here.
    """

    def __init__(self, data: bytes, pages: Sequence[PageRead], limits: Limits) -> None:
        self._data, self._read, self._limits = data, pages, limits
        drawn = _has_next_to_no_text(pages)
        wanted = [number for number, page in enumerate(pages, 1) if page.opened and (drawn or _is_scan(page))]
        shown = [number for number, page in enumerate(pages, 1) if page.is_pictured and number not in wanted]
        is_able = is_installed() if wanted or shown else False
        self.scanned = tuple(wanted[: limits.scanned_pages]) if is_able else ()
        self._stamped = tuple(shown) if is_able else ()
        self._unseen = () if is_able else tuple(shown)
        self._left_out = wanted[limits.scanned_pages :] if is_able else []
        self._found: Recognition | None = None

    def lines(self) -> list[str]:
        """All text in the pictures; where one bears a mark, that alone."""
        if self._found is None:
            if self._bears_mark_beside_text():
                self._found = Recognition(is_marked=True)
            else:
                pictures = page_pictures(self._data, self.scanned, self._limits)
                self._found = recognise_pages(pictures, self._limits)
                self._found.failed += self._left_out
        return searched_lines(self._found)

    def pages(self) -> list[PageRead]:
        """The pages with those that were recognised in their places."""
        found = self._found.pages if self._found else {}
        return [found[number].page if number in found else page for number, page in enumerate(self._read, 1)]

    def words(self) -> tuple[Recognised, ...]:
        return tuple(self._found.words()) if self._found else ()

    def doubts(self) -> Iterator[Doubt]:
        if self._found:
            yield from self._found.doubts()
        if self._unseen:
            yield Doubt("pictures_not_searched", values={"pages": ", ".join(map(str, self._unseen))})

    def _bears_mark_beside_text(self) -> bool:
        for number, picture in page_pictures(self._data, self._stamped, self._limits):
            found = find_mark(picture, seconds=self._limits.scan_seconds)
            if found:
                return True
            if found is None:
                self._unseen += (number,)
        return False


def _is_scan(page: PageRead) -> bool:
    """Whether what stands on the page is in its picture: it has no text, or a picture and next to no text."""
    return not page.has_text or (page.is_pictured and page.letters < FEW_LETTERS)


def _has_next_to_no_text(pages: Sequence[PageRead]) -> bool:
    """Whether the pages that are no scans have so little text together that what they say must be drawn."""
    written = [page for page in pages if not _is_scan(page)]
    letters, enough = 0, FEW_LETTERS * len(written)
    for page in written:
        letters += sum(sum(map(str.isalpha, text)) for text in page.searched)
        if letters >= enough:
            return False
    return True
