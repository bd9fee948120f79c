"""Run: reads the files asked for one by one, shows each result as it comes, and counts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from dondoc.cli.outcomes import STANDARD_INPUT, Outcome, outcomes
from dondoc.cli.output import (
    Folder,
    Found,
    ListName,
    ReadFormat,
    print_akoma_ntoso,
    print_csv,
    print_json,
    print_table,
    print_xlsx,
)
from dondoc.extracting import extract
from dondoc.findings import DondocError, Language, Severity, codes
from dondoc.reading.document import Document
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

ALL_READ, SOME_NOT_READ, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Wish:
    """What one `dondoc read` was asked to do. `file_bytes` is the size above which a file is refused."""

    files: tuple[str, ...]
    form: ReadFormat = ReadFormat.TABLE
    out: Path | None = None
    list_name: ListName | None = None
    file_bytes: int = DEFAULT.file_bytes
    language: Language = "vi"


@dataclass(slots=True)
class _Tally:
    read: int = 0
    partial: int = 0
    refused: int = 0
    shown: int = 0

    def count(self, outcome: Outcome[Found]) -> None:
        self.read += outcome.error is None
        self.partial += outcome.error is None and _is_partial(outcome.result)
        self.refused += outcome.error is not None


def read_all(wish: Wish) -> int:
    """Reads every file of `wish`, tells on standard error what was not read, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    tally = _Tally()
    try:
        folder = Folder(wish.out, wish.files) if wish.out else None
    except OSError as error:
        _tell(screen, "no_folder", wish.language, folder=printable(str(wish.out)), reason=error.strerror or "OSError")
        return WRONG_USAGE
    try:
        found = outcomes(wish.files, replace(DEFAULT, file_bytes=wish.file_bytes), _found)
        for outcome in _with_progress(found, wish, screen):
            _settle(outcome, wish, folder, tally, screen)
    except KeyboardInterrupt:
        _tell(screen, "interrupted", wish.language)
        return INTERRUPTED
    _summarise(tally, wish, folder, screen)
    return SOME_NOT_READ if tally.refused else ALL_READ


def _found(document: Document) -> Found:
    return Found(document, extract(document))


def _is_partial(found: Found | None) -> bool:
    """Read, but part of the document could not be."""
    findings = found.resolution.findings if found else ()
    return any(finding.severity is Severity.ERROR for finding in findings)


def _settle(outcome: Outcome[Found], wish: Wish, folder: Folder | None, tally: _Tally, screen: Console) -> None:
    if outcome.result is not None:
        outcome = _shown(outcome, outcome.result, wish, folder, tally)
    if outcome.error is not None:
        explain(outcome.position, outcome.name, outcome.error, wish.files, wish.language, screen)
    tally.count(outcome)


def _shown(outcome: Outcome[Found], found: Found, wish: Wish, folder: Folder | None, tally: _Tally) -> Outcome[Found]:
    """`outcome` once its result is out, or with the error that kept it from being written."""
    try:
        if folder is not None:
            folder.add(found, wish.form, wish.language)
        else:
            _print(found, wish, first=tally.shown == 0)
    except BrokenPipeError:
        raise
    except OSError as error:
        return replace(outcome, error=DondocError("cannot_write", reason=error.strerror or type(error).__name__))
    except Exception as error:  # as in outcomes.py: one document must not stop the rest
        return replace(outcome, error=DondocError("unexpected", kind=type(error).__name__))
    tally.shown += 1
    return outcome


def _print(found: Found, wish: Wish, *, first: bool) -> None:
    several = len(wish.files) > 1
    resolution = found.resolution
    if wish.form is ReadFormat.AKN:
        print_akoma_ntoso(found)
    elif wish.form is ReadFormat.JSON:
        print_json(resolution, wish.language, lines=several)
    elif wish.form is ReadFormat.CSV:
        name = wish.list_name or ListName.TARGETS
        print_csv(resolution, name, wish.language, documents=several, heading=first)
    elif wish.form is ReadFormat.XLSX:
        print_xlsx(resolution, wish.language)
    else:
        print_table(resolution, wish.language)


def _with_progress(found: Iterable[Outcome[Found]], wish: Wish, screen: Console) -> Iterator[Outcome[Found]]:
    """`found`, with a bar on standard error where somebody looks at it and the results do not go to the same place."""
    same_place = wish.out is None and sys.stdout.isatty()
    hidden = len(wish.files) < 2 or same_place or not screen.is_terminal
    columns = (
        TextColumn(word("command.reading", wish.language)),
        BarColumn(),
        TextColumn(word("command.of", wish.language, done="{task.completed:.0f}", total="{task.total:.0f}")),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, disable=hidden, transient=True) as progress:
        task = progress.add_task("", total=len(wish.files))
        for outcome in found:
            yield outcome
            progress.advance(task)


def explain(
    position: int, name: str | None, error: DondocError, files: Sequence[str], language: Language, screen: Console
) -> None:
    """Tells on the screen why the file at `position` of `files` was not read; `name` None: it is secret."""
    values = {"position": position, "code": error.code, "message": printable(error.message(language))}
    if name is None:
        _tell(screen, "refused_secret", language, **values)
    else:
        standard_input = files[position - 1] == STANDARD_INPUT
        shown = word("command.standard_input", language) if standard_input else printable(name)
        _tell(screen, "refused", language, name=shown, **values)
    _tell(screen, "hint", language, hint=printable(error.hint(language)))


def _summarise(tally: _Tally, wish: Wish, folder: Folder | None, screen: Console) -> None:
    if folder is not None:
        _tell(screen, "written", wish.language, count=folder.written, folder=printable(str(folder.path)))
    if len(wish.files) > 1 or tally.refused or tally.partial:
        counts = {"read": tally.read, "partial": tally.partial, "refused": tally.refused}
        _tell(screen, "summary", wish.language, **counts)


def _tell(screen: Console, message: str, language: Language, /, **values: object) -> None:
    screen.print(Text(word(f"command.{message}", language, **values)), soft_wrap=True)


def code_list(language: Language) -> str:
    """Every code with its severity, message and next step, as `dondoc codes` prints it."""
    return "\n".join(
        f"{code.name} ({word(f'severity.{code.severity}', language)})\n"
        f"  {code.form(language)}\n"
        f"  → {code.hint(language)}\n"
        for code in codes().values()
    )
