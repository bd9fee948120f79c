"""Tesseract: pictures of print in, words out, each with its place and how sure the program is of it.

The program is called with one thread, pictures and answers cross pipes in memory, and nothing is written to disk.
"""

from __future__ import annotations

import html
import io
import os
import re
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from math import ceil
from typing import NamedTuple

from PIL import Image

LANGUAGE = "vie"
PROGRAM = "tesseract"
# How much longer than by the processor's time a call may take by the clock, on a machine that is busy.
PATIENCE = 8.0
# How the program divides a picture (its option --psm): by itself, as one block of lines, or as words anywhere.
PAGE, BLOCK, SPARSE = "3", "6", "11"


class Word(NamedTuple):
    """A word in a picture, pixels from its upper left corner; `confidence` is 0 to 100."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    confidence: int


class PrintLine(NamedTuple):
    """A line of print: its words from left to right; `baseline` is the pixel row on which they stand in the middle."""

    words: tuple[Word, ...]
    baseline: float

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@cache
def is_installed() -> bool:
    """Whether the program and its Vietnamese are on this machine."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    try:
        listed = subprocess.run(  # noqa: S603 — a fixed program and fixed words
            [program, "--list-langs"], capture_output=True, timeout=30, env=_environment(), check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in listed.stdout.decode("utf-8", "replace").split()


def recognise(
    pictures: Sequence[Image.Image], *, dots: float, division: str, seconds: float
) -> list[tuple[PrintLine, ...]] | None:
    """The lines of each picture (grey, dark on white).

    None where the program failed or needed more than `seconds` of the processor: a busy machine changes no result.
    """
    if not pictures:
        return []
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", division, "--dpi", f"{dots:.0f}", "hocr"]
    answer = _answer(command, _packed(pictures), seconds)
    pages = [tuple(_lines(part)) for part in _PAGE.split(answer or "")[1:]]
    return pages if len(pages) == len(pictures) else None


def _answer(command: list[str], question: bytes, seconds: float) -> str | None:
    """What the program writes; None where it fails. It is ended when its processor time is up."""
    pipe = subprocess.PIPE
    try:
        with subprocess.Popen(  # noqa: S603 — a fixed program; the picture goes in as bytes
            command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment()
        ) as program:
            whole = ceil(seconds)
            resource.prlimit(program.pid, resource.RLIMIT_CPU, (whole, whole))
            try:
                answer, _ = program.communicate(question, timeout=PATIENCE * seconds)
            except subprocess.TimeoutExpired:
                program.kill()
                return None
            return answer.decode("utf-8", "replace") if program.returncode == 0 else None
    except OSError:
        return None


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX") if name in os.environ}
    return kept | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _packed(pictures: Sequence[Image.Image]) -> bytes:
    """One picture as PGM, which costs nothing to make; several as the pages of a TIFF."""
    stream = io.BytesIO()
    if len(pictures) == 1:
        pictures[0].save(stream, "PPM")
    else:
        pictures[0].save(stream, "TIFF", save_all=True, append_images=list(pictures[1:]))
    return stream.getvalue()


# hOCR, as Tesseract writes it: an element per line of the file.
_PAGE = re.compile(r"<div class='ocr_page'")
_LINE = re.compile(r"<span class='ocr_(?:line|header|caption|textfloat)' id='[^']*' title=[\"']([^\"']*)")
_WORD = re.compile(
    r"<span class='ocrx_word' id='[^']*' title='bbox (\d+) (\d+) (\d+) (\d+); x_wconf (\d+)[^']*'[^>]*>(.*?)</span>"
)
_BASELINE = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+); baseline (\S+) (\S+?)(?:;|$)")
_TAG = re.compile(r"<[^>]*>")


def _lines(page: str) -> Iterator[PrintLine]:
    heads = list(_LINE.finditer(page))
    for head, end in zip(heads, [*(after.start() for after in heads[1:]), len(page)], strict=False):
        words = tuple(_words(page[head.end() : end]))
        if words:
            yield PrintLine(words, _baseline(head[1], words))


def _words(line: str) -> Iterator[Word]:
    for found in _WORD.finditer(line):
        text = html.unescape(_TAG.sub("", found[6])).strip()
        if text:
            left, top, right, bottom, confidence = map(int, found.groups()[:5])
            yield Word(text, left, top, right, bottom, confidence)


def _baseline(title: str, words: Sequence[Word]) -> float:
    """The row on which the middle of the line stands; where the program does not tell, the foot of its words."""
    told = _BASELINE.search(title)
    if told is None:
        return float(max(word.bottom for word in words))
    left, _, right, bottom = map(int, told.groups()[:4])
    return bottom + float(told[6]) + float(told[5]) * (right - left) / 2
