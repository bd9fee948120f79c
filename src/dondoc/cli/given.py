"""What commands about a resolution and its figures share: reading what is given, writing the result, saying why not."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import typer
from rich.console import Console

from dondoc.cli.output import write_whole
from dondoc.evaluating.figure_files import LONGEST_FILE
from dondoc.findings import DondocError, Language
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

STANDARD_INPUT = "-"


def data_of(file: Path) -> bytes:
    """The bytes of a file, never more than one over the limit. OSError."""
    with file.open("rb") as opened:
        return opened.read(LONGEST_FILE + 1)


def text_of(file: str) -> str:
    """The text of a file, or of standard input. OSError, UnicodeDecodeError."""
    data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    return data.decode("utf-8-sig")


def day_of(written: str, language: Language) -> date:
    """A day as an option has it. BadParameter: it is none."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(word("command.bad_day", language, day=printable(written))) from None


def write_out(content: bytes, out: Path | None) -> None:
    """Into its file, or on standard output. OSError."""
    if out is not None:
        write_whole(out, content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def out_problem(out: Path | None, resolution: str, files: Iterable[Path | None], language: Language) -> str | None:
    """A result never replaces what it was made from."""
    named = [] if resolution == STANDARD_INPUT else [Path(resolution)]
    given = [*named, *(each for each in files if each is not None)]
    if out is None or out.resolve() not in [path.resolve() for path in given]:
        return None
    return word("command.out_is_given", language, file=printable(str(out)))


def refuse(error: DondocError, screen: Console, language: Language) -> None:
    """Says what is wrong with what was given, and what to do."""
    message = f"{printable(error.message(language))} [{error.code}]"
    screen.print(message, style="red", markup=False, soft_wrap=True)
    screen.print(f"→ {printable(error.hint(language))}", markup=False, soft_wrap=True)


def cannot(entry: str, file: str, error: Exception, screen: Console, language: Language) -> None:
    """Says which file could not be opened or written, and why."""
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    told = word(f"command.{entry}", language, file=printable(file), reason=printable(reason))
    screen.print(told, style="red", markup=False, soft_wrap=True)
