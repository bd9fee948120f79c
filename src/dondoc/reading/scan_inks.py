"""Inks: the colours of a page kept apart: black print for reading, stamps and signatures to be looked at for marks.

Paper is made white first, so that a yellowed page has no colour of its own. A pixel is coloured where its brightest
and darkest channels differ; red stands with warm colours, blue with cold ones.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from PIL import Image, ImageChops, ImageFilter

Box = tuple[int, int, int, int]

_COLOURED = 56  # difference of the channels from which on a pixel is coloured: JPEG colours the edges of black letters
_BLACK = 140  # grey values below are black print
_STROKE = 7  # pixels: strokes of letters are narrower
_TILE = 8  # pixels: what is looked for is larger
_TILE_SHARE = 26  # of 255: so much of a tile is coloured
_NEAR = 5  # tiles: parts of a stamp stand so near one another
_CELLS_PER_INCH = 40
_CELL_SHARE = 60  # of 255: so much of a cell is ink
_LEAST_FRAME, _MOST_FRAME = (0.55, 0.3), (3.5, 1.6)  # inches: width and height of a stamp with its frame
_INK = 128  # grey values below are ink
_MANY = 40  # regions of one page that are looked at, the largest first


def with_white_paper(image: Image.Image) -> Image.Image:
    """`image` with the commonest bright value of each channel made white."""
    bands = [_brightened(band) for band in image.split()]
    return Image.merge(image.mode, bands) if len(bands) > 1 else bands[0]


def _brightened(band: Image.Image) -> Image.Image:
    counts = band.histogram()
    paper = max(range(128, 256), key=counts.__getitem__)
    return band.point([min(255, round(value * 255 / paper)) for value in range(256)])


def chroma(image: Image.Image) -> Image.Image | None:
    """How coloured each pixel is; None for a page without a coloured spot."""
    if image.mode != "RGB":
        return None
    red, green, blue = image.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    colour = ImageChops.subtract(brightest, darkest)
    return colour if _spots(colour) is not None else None


def black_print(image: Image.Image, colour: Image.Image | None) -> Image.Image:
    """The page in grey without its coloured inks. Black letters under a stamp stay: they are dark in all channels."""
    if colour is None:
        return image.convert("L")
    red, green, blue = image.split()
    brightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    faded = colour.point([0 if value < _COLOURED // 2 else value for value in range(256)])
    return ImageChops.add(brightest, faded)


def has_ink(page: Image.Image) -> bool:
    """Whether anything is printed on a picture in grey."""
    return page.histogram()[:_INK] != [0] * _INK


def layers(image: Image.Image, colour: Image.Image) -> Iterator[Image.Image]:
    """What is printed in warm and in cold colours, each dark on white."""
    red, _, blue = image.split()
    warm = ImageChops.subtract(red, blue).point([0, *[255] * 255])
    for mask in (warm, ImageChops.invert(warm)):
        yield ImageChops.invert(ImageChops.darker(colour, mask).point(_strong))


def closed(ink: Image.Image, black: Image.Image) -> Image.Image:
    """A coloured `ink` (dark on white) made whole where the `black` print of the same place lies over it.

    Black letters under a stamp have no colour and would cut its letters in pieces: where ink lies on both sides of a
    black stroke, it is taken to go on under it. For one stamp at a time: a whole page takes a second.
    """
    filled = ink.filter(ImageFilter.MinFilter(_STROKE)).filter(ImageFilter.MaxFilter(_STROKE))
    elsewhere = black.point([0] * _BLACK + [255] * (256 - _BLACK))
    return ImageChops.darker(ink, ImageChops.lighter(filled, elsewhere))


_strong = [0 if value < _COLOURED else min(255, 2 * value) for value in range(256)]


def _spots(colour: Image.Image) -> Image.Image | None:
    """Which tiles of the page are coloured (255), None where no tile is."""
    marked = colour.point([0 if value < _COLOURED else 255 for value in range(256)])
    size = (max(colour.width // _TILE, 1), max(colour.height // _TILE, 1))
    tiles = marked.resize(size, Image.Resampling.BOX).point([0 if value < _TILE_SHARE else 255 for value in range(256)])
    return tiles if tiles.getbbox() else None


def regions(layer: Image.Image) -> list[Box]:
    """The boxes of what stands together in `layer` (dark on white), largest first, specks left out."""
    tiles = _spots(ImageChops.invert(layer))
    if tiles is None:
        return []
    joined = tiles.filter(ImageFilter.MaxFilter(_NEAR))
    across, down = layer.width / joined.width, layer.height / joined.height
    boxes = [
        (int(left * across), int(top * down), int(right * across), int(bottom * down))
        for left, top, right, bottom in _islands(joined)
        if right - left > 2 * _NEAR and bottom - top > _NEAR
    ]
    return sorted(boxes, key=_area)[:_MANY]


def _area(box: Box) -> int:
    return -(box[2] - box[0]) * (box[3] - box[1])


def frames(page: Image.Image, dots: float) -> list[Box]:
    """The boxes of what may be a framed stamp on a page in grey: ink that hangs together, larger than letters.

    A frame that lies crooked has no straight line along the page's own, but it is one piece.
    """
    step = max(round(dots / _CELLS_PER_INCH), 1)
    size = (max(page.width // step, 1), max(page.height // step, 1))
    cells = ImageChops.invert(page).resize(size, Image.Resampling.BOX)
    inked = cells.point([0 if value < _CELL_SHARE else 255 for value in range(256)])
    least, most = (tuple(side * _CELLS_PER_INCH for side in sides) for sides in (_LEAST_FRAME, _MOST_FRAME))
    found = [
        (left * step, top * step, right * step, bottom * step)
        for left, top, right, bottom in _islands(inked)
        if least[0] <= right - left <= most[0] and least[1] <= bottom - top <= most[1]
    ]
    return sorted(found, key=_area)[:_MANY]


def _islands(tiles: Image.Image) -> Iterator[Box]:
    """The boxes of the groups of tiles that touch one another, sides or corners."""
    width, whole = tiles.width, tiles.tobytes()
    runs: list[Box] = []
    group: list[int] = []  # of each run another one of its group, or itself
    above = range(0)
    for y in range(tiles.height):
        first = len(runs)
        for match in _FILLED.finditer(whole, y * width, (y + 1) * width):
            left, right = match.start() - y * width, match.end() - y * width
            group.append(len(runs))
            for near in above:
                if runs[near][0] > right:
                    break
                if runs[near][2] >= left:
                    group[_head(group, near)] = _head(group, len(runs))
            runs.append((left, y, right, y + 1))
            above = range(_passed(runs, above, left), above.stop)
        above = range(first, len(runs))
    found: dict[int, list[Box]] = defaultdict(list)
    for number, run in enumerate(runs):
        found[_head(group, number)].append(run)
    for together in found.values():
        lefts, tops, rights, bottoms = zip(*together, strict=True)
        yield min(lefts), min(tops), max(rights), max(bottoms)


_FILLED = re.compile(rb"\xff+")


def _passed(runs: Sequence[Box], above: range, left: int) -> int:
    """The first run of the row above that reaches as far as `left`: those before it touch nothing any more."""
    return next((near for near in above if runs[near][2] >= left), above.stop)


def _head(group: list[int], at: int) -> int:
    while group[at] != at:
        group[at] = group[group[at]]
        at = group[at]
    return at
