"""`dondoc compare`: tables of `dondoc bulk`, in; what they say across documents, out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from dondoc.bulk.comparing import Library, View, changed, citations, indicators, library, targets
from dondoc.bulk.dataset import Dataset
from dondoc.bulk.linking import asked_of
from dondoc.bulk.showing import as_csv, as_page, as_parquet, as_table
from dondoc.cli.output import write_whole
from dondoc.findings import DondocError, Language
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

DONE, NOTHING, WRONG_USAGE = 0, 1, 2
_WIDTH = 200  # of a table in a file


@dataclass(frozen=True, slots=True)
class Question:
    """What one `dondoc compare` was asked. `jump` in per cent."""

    tables: Path
    indicator: str | None
    show: str
    unit: str | None
    measure: str | None
    jump: float
    form: str
    out: Path | None
    most: int
    language: Language


def compare_tables(question: Question) -> int:
    """Writes or prints the answer and gives the exit status: 0, 1 where nothing was found, 2 for wrong usage."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        view = _view(library(Dataset.there(question.tables)), question)
        title = _title(question)
        _give(view, title, question)
    except DondocError as error:
        screen.print(Text(printable(f"{error.message(question.language)} [{error.code}]")), soft_wrap=True)
        screen.print(Text(word("command.hint", question.language, hint=printable(error.hint(question.language)))))
        return WRONG_USAGE
    except OSError as error:
        reason = DondocError("cannot_write", reason=error.strerror or type(error).__name__)
        screen.print(Text(printable(reason.message(question.language))), soft_wrap=True)
        return WRONG_USAGE
    if not view.rows:
        screen.print(Text(word("compare.nothing", question.language)), soft_wrap=True)
    return DONE if view.rows else NOTHING


def _view(read: Library, question: Question) -> View:
    if question.show == "changes":
        return changed(read, Decimal(str(question.jump)) / 100)
    if question.show == "citations":
        return citations(read)
    if question.indicator is None:
        return indicators(read, question.most)
    asked = asked_of(question.indicator, read.targets, question.unit, question.measure)
    return targets(read, asked) if asked else View((), ())


def _title(question: Question) -> str:
    title = word(f"compare.title_{question.show}", question.language)
    return f"{title}: {question.indicator}" if question.indicator else title


def _give(view: View, title: str, question: Question) -> None:
    if question.form == "table":
        content = _text(view, title, question)
    elif question.form == "html":
        content = as_page(view, title, question.language)
    else:
        content = as_csv(view) if question.form == "csv" else as_parquet(view)
    if question.out is not None:
        write_whole(question.out, content)
    elif question.form == "table":
        console = Console(legacy_windows=False, highlight=False)
        console.print(as_table(view, title, question.language, console.width))
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _text(view: View, title: str, question: Question) -> bytes:
    console = Console(file=StringIO(), width=_WIDTH, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        console.print(as_table(view, title, question.language, console.width))
    return capture.get().encode()
