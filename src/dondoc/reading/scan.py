"""Scans: pages without a text layer, recognised side by side; and image files, all of whose pages are such.

Pictures are made one after the other (PDFium knows one thread only) and recognised in as many programs at once as the
limits allow. Nothing of a page is kept once a stamp on it is a mark of secrecy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from dondoc.findings import ReadError
from dondoc.reading.document import Doubt, Reading, Recognised
from dondoc.reading.joining import join_broken
from dondoc.reading.limits import Limits
from dondoc.reading.opened import Opened
from dondoc.reading.pdf_assembly import Assembly, PageRead
from dondoc.reading.scan_page import ScannedPage, read_scan
from dondoc.reading.scan_pictures import Picture, PictureFile, open_pictures
from dondoc.reading.secrecy import A_MARK
from dondoc.reading.tesseract import Word, is_installed

Numbered = tuple[int, Picture]
"""A page's number, from 1, and its picture."""


@dataclass(slots=True)
class Recognition:
    """The pages recognised so far, by number; `is_marked` once one of them bears a mark in a stamp."""

    pages: dict[int, ScannedPage] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)
    is_marked: bool = False

    def words(self) -> Iterator[Recognised]:
        """The words of all pages in the order of the pages."""
        for number in sorted(self.pages):
            yield from (_recognised(number, word) for word in self.pages[number].words)

    def doubts(self) -> Iterator[Doubt]:
        """That pages were recognised, and which could not be."""
        if self.pages:
            yield Doubt("recognised", values={"pages": _listed(self.pages)})
        if self.failed:
            yield Doubt("page_not_recognised", values={"pages": _listed(self.failed)})


def _recognised(page: int, word: Word) -> Recognised:
    return Recognised(word.text, page, word.confidence)


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def recognise_pages(pictures: Iterable[Numbered], limits: Limits) -> Recognition:
    """What stands on the pages; ends at the first that bears a mark."""
    done = Recognition()
    with ThreadPoolExecutor(limits.scan_threads) as pool:
        for number, scanned in _side_by_side(pool, pictures, limits):
            if scanned is None:
                done.failed.append(number)
                continue
            done.pages[number] = scanned
            if scanned.is_marked:
                done.is_marked = True
                break
    return done


def _side_by_side(
    pool: ThreadPoolExecutor, pictures: Iterable[Numbered], limits: Limits
) -> Iterator[tuple[int, ScannedPage | None]]:
    """The pages in order; no more pictures are in memory than are worked on, and one."""
    waiting: deque[tuple[int, Future[ScannedPage | None]]] = deque()
    for number, picture in pictures:
        work = pool.submit(read_scan, picture, cells=limits.table_cells, seconds=limits.scan_seconds)
        waiting.append((number, work))
        if len(waiting) > limits.scan_threads:
            yield _result(waiting)
    while waiting:
        yield _result(waiting)


def _result(waiting: deque[tuple[int, Future[ScannedPage | None]]]) -> tuple[int, ScannedPage | None]:
    number, work = waiting.popleft()
    return number, work.result()


def open_scan(data: bytes, limits: Limits) -> Opened:
    """An image file. Raises ReadError `needs_ocr` without Tesseract, `damaged`, `too_many_pages`, `too_many_pixels`."""
    file = open_pictures(data, limits)
    if not is_installed():
        raise ReadError("needs_ocr", pages=str(file.pages))
    scan = _Scan(file, limits)
    return Opened(scan.lines, scan.reading, reorders=True, scanned=file.pages)


class _Scan:
    """An image file that is recognised when its lines are asked for."""

    def __init__(self, file: PictureFile, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self._recognised: Recognition | None = None

    def lines(self) -> Sequence[str]:
        if self._recognised is None:
            numbered = enumerate(self._file.pictures(), 1)
            self._recognised = recognise_pages(numbered, self._limits)
        return searched_lines(self._recognised)

    def reading(self) -> Reading:
        found = self._recognised or Recognition()
        pages = [
            found.pages[number].page if number in found.pages else PageRead(0.0, 0.0)
            for number in range(1, self._file.pages + 1)
        ]
        parts = join_broken(list(Assembly(pages).parts()))
        return Reading(parts, self._file.media_type, self._file.pages, tuple(found.doubts()), tuple(found.words()))


def searched_lines(found: Recognition) -> list[str]:
    """All that was recognised; of a marked scan the mark alone."""
    if found.is_marked:
        return [A_MARK]
    return [text for number in sorted(found.pages) for text in found.pages[number].page.searched]
