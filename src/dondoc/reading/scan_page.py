"""One scanned page, from its picture to lines and tables as the readers of PDF know them.

picture ─▶ white paper ─▶ upright ─▶ stamps read for marks ─▶ colours taken away ─▶ level ─▶ tables, print
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from PIL import Image

from dondoc.reading.pdf_assembly import PageRead
from dondoc.reading.pdf_grids import grids
from dondoc.reading.scan_frames import printed_lines, rulings, without_lines
from dondoc.reading.scan_inks import black_print, chroma, has_ink, with_white_paper
from dondoc.reading.scan_lines import placed_lines
from dondoc.reading.scan_marks import stamp_lines
from dondoc.reading.scan_pictures import Picture
from dondoc.reading.scan_signs import with_signs
from dondoc.reading.scan_straight import is_sideways, skew, turned
from dondoc.reading.scan_tables import read_tables, without_tables
from dondoc.reading.secrecy import is_stamped_mark
from dondoc.reading.tesseract import PAGE, PrintLine, Word, recognise

_MOST_DEGREES = 5.0
_SURE, _WORDS_OF_PROSE = 75, 6  # a stamp has shorter lines
_T = TypeVar("_T")
_POOR = 60  # a page whose words are surer than this on average stands on its feet


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was recognised of a page; `words` stand in the order of its lines and tables.

    `is_marked`: one of its stamps is a mark of secrecy; then nothing else of it was read.
    """

    page: PageRead
    words: tuple[Word, ...] = ()
    is_marked: bool = False


class TooSlowError(Exception):
    """The page was not recognised in the time it may take."""


def read_scan(picture: Picture, *, cells: int, seconds: float) -> ScannedPage | None:
    """The page in `picture`, with at most `cells` table cells; None where it was not recognised in time.

    A page that lies on its side or head is turned: the way in which its words are surest.
    """
    image = with_white_paper(picture.image)
    ways = (1, 3, 0, 2) if is_sideways(image.convert("L"), _MOST_DEGREES) else (0, 2, 1, 3)
    best: ScannedPage | None = None
    try:
        for quarters in ways:
            lying = Picture(_upright(image, quarters), picture.dots)
            found = _read_lying(lying, cells, seconds)
            if found.is_marked or best is None or _sureness(found) > _sureness(best):
                best = found
            if best.is_marked or _sureness(best) >= _POOR:
                break
    except TooSlowError:
        return None
    return best


def find_mark(picture: Picture, *, seconds: float) -> bool | None:
    """Whether a stamp in a picture that has no print to be read is a mark; None where that could not be told."""
    stamps = stamp_lines(with_white_paper(picture.image), dots=picture.dots, seconds=seconds)
    return None if stamps is None else any(is_stamped_mark(line.text) for line in stamps)


def _upright(image: Image.Image, quarters: int) -> Image.Image:
    ways = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
    way = ways[quarters]
    return image if way is None else image.transpose(way)


def _sureness(scanned: ScannedPage) -> float:
    """The mean confidence of the words, each by its length; a page without a word says nothing against its lying so."""
    letters = sum(len(word.text) for word in scanned.words)
    return sum(word.confidence * len(word.text) for word in scanned.words) / letters if letters else float(_POOR)


def _read_lying(picture: Picture, cells: int, seconds: float) -> ScannedPage:
    stamps = _told(stamp_lines(picture.image, dots=picture.dots, seconds=seconds))
    read = PageRead(picture.width, picture.height, searched=[line.text for line in stamps])
    if any(map(is_stamped_mark, read.searched)):
        return ScannedPage(read, is_marked=True)
    colour = None if any(map(_is_prose, stamps)) else chroma(picture.image)
    grey = black_print(picture.image, colour)
    level = Picture(turned(grey, skew(grey, _MOST_DEGREES)), picture.dots)
    return ScannedPage(read, tuple(_fill(read, level, cells, seconds)))


def _is_prose(line: PrintLine) -> bool:
    """Whether a line in coloured ink is text printed in colour, which must not be taken for a stamp."""
    sure = [word for word in line.words if word.confidence >= _SURE and len(word.text) > 1]
    return len(sure) >= _WORDS_OF_PROSE


def _fill(read: PageRead, level: Picture, cells: int, seconds: float) -> list[Word]:
    """Puts the lines and tables of a level page in grey into `read`; their words, in reading order."""
    across, down = printed_lines(level.image)
    grid = grids(*rulings(across, down, level.scale, level.height), cells)
    tables = _told(read_tables(level, grid, seconds=seconds))
    rest = without_lines(without_tables(level, grid), across, down)
    lines = placed_lines(_print(rest, level.dots, seconds), scale=level.scale, height=level.height)
    read.lines = [placed.line for placed in lines]
    read.tables = [table.block for table in tables]
    read.searched += [line.text for line in read.lines]
    read.searched += ["\t".join(cell.text for cell in row) for table in read.tables for row in table.rows]
    read.searched += [line.text for table in tables for line in table.lines]
    read.characters = sum(map(len, read.searched))
    read.has_text, read.reordered = bool(lines or tables), True
    down_the_page = [(-placed.line.top, placed.words) for placed in lines]
    down_the_page += [(-table.block.top, line.words) for table in tables for line in table.lines]
    return [word for _, words in sorted(down_the_page, key=itemgetter(0)) for word in words]


def _print(page: Image.Image, dots: float, seconds: float) -> Sequence[PrintLine]:
    if not has_ink(page):
        return ()
    lines = _told(recognise([page], dots=dots, division=PAGE, seconds=seconds))[0]
    return tuple(with_signs(page, lines))


def _told(found: list[_T] | None) -> list[_T]:
    if found is None:
        raise TooSlowError
    return found
