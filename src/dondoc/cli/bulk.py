"""`dondoc bulk`: many documents in, tables out; what is going on and what was not read stand on standard error."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.text import Text

from dondoc.bulk.addresses import listed
from dondoc.bulk.dataset import REPORT, Dataset, Form
from dondoc.bulk.engine import Machine
from dondoc.bulk.naming import named
from dondoc.bulk.remote import Remote
from dondoc.bulk.report import Report
from dondoc.bulk.running import Wish, processors, run
from dondoc.findings import DondocError, Language, codes
from dondoc.notation import number
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

ALL_READ, SOME_NOT_READ, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
_EXAMPLES = 3
_SECONDS_BETWEEN_LINES = 30.0


@dataclass(frozen=True, slots=True)
class Options:
    """What one `dondoc bulk` was asked to do."""

    sources: tuple[str, ...]
    listed: Path | None
    out: Path
    form: str
    workers: int | None
    seconds: float
    memory_bytes: int
    file_bytes: int
    endpoint: str | None
    anonymous: bool
    cluster: str | None
    language: Language


def run_bulk(options: Options) -> int:
    """Reads, writes, tells what was done on standard error, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    language = options.language
    try:
        with _shown(screen, language) as progress:
            report = run(_wish(options), progress)
    except KeyboardInterrupt:
        _tell(screen, "interrupted", language)
        return INTERRUPTED
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _explain(screen, DondocError("cannot_write", reason=reason), language)
        return WRONG_USAGE
    except DondocError as error:
        _explain(screen, error, language)
        return WRONG_USAGE
    _summarise(screen, report, options)
    return SOME_NOT_READ if report.refused or report.failed or not report.total else ALL_READ


def _wish(options: Options) -> Wish:
    """DondocError `secret_on_command_line`: Ray keeps command lines in its logs."""
    for source in options.sources if options.cluster else ():
        if named(source) != source:
            raise DondocError("secret_on_command_line", address=named(source))
    sources = [*options.sources, *(listed(options.listed) if options.listed else ())]
    limits = replace(DEFAULT, seconds=options.seconds, memory_bytes=options.memory_bytes, file_bytes=options.file_bytes)
    machine = Machine(options.workers or processors(), options.cluster)
    return Wish(sources, options.out, Form(options.form), limits, machine, Remote(options.endpoint, options.anonymous))


@contextmanager
def _shown(screen: Console, language: Language) -> Iterator[_Shown]:
    """Progress on standard error: a bar where somebody looks at it, a line now and then elsewhere."""
    columns = (
        TextColumn(word("bulk.reading", language)),
        BarColumn(),
        TextColumn("{task.fields[state]}"),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
        yield _Shown(screen, bar, bar.add_task("", total=None, state=word("bulk.listing", language), left=""), language)


class _Shown:
    """Called with the report after each document."""

    def __init__(self, screen: Console, bar: Progress, task: TaskID, language: Language) -> None:
        self._screen, self._bar, self._task, self._language = screen, bar, task, language
        self._last = time.monotonic()

    def __call__(self, report: Report) -> None:
        if self._screen.is_terminal:
            state, left = state_of(report, self._language), left_of(report, self._language)
            if report.done == report.total:
                left = word("bulk.writing", self._language)
            self._bar.update(self._task, completed=report.done, total=report.total, state=state, left=left)
        elif time.monotonic() - self._last > _SECONDS_BETWEEN_LINES:
            self._last = time.monotonic()
            told = f"{state_of(report, self._language)} · {left_of(report, self._language)}"
            self._screen.print(Text(told), soft_wrap=True)


def state_of(report: Report, language: Language) -> str:
    """ "1.200/10.000 · 95,1 tài liệu/giây · 3 không đọc được"."""
    values = {
        "done": _whole(report.done, language),
        "total": _whole(report.total, language),
        "rate": _rate(report, language),
        "not_read": _whole(report.refused + report.failed, language),
    }
    return word("bulk.state", language, **values)


def left_of(report: Report, language: Language) -> str:
    """ "còn 0:01:40", from how long it took so far."""
    if not report.done:
        return ""
    seconds = round(report.seconds / report.done * (report.total - report.done))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return word("bulk.left", language, time=f"{hours}:{minutes:02}:{seconds:02}")


def _summarise(screen: Console, report: Report, options: Options) -> None:
    language = options.language
    if report.kept:
        _tell(screen, "resumed", language, count=_whole(report.kept, language))
    if not report.total:
        _tell(screen, "nothing", language)
    names = ("read", "partial", "known", "refused", "failed")
    counts = {name: _whole(getattr(report, name), language) for name in names}
    seconds = _decimal(report.seconds, language)
    _tell(screen, "summary", language, **counts, seconds=seconds, rate=_rate(report, language))
    _tell_reasons(screen, report, options)
    rows: Counter[str] = Counter()
    for part in Dataset(options.out, Form(options.form)).parts:
        rows[part.table] += part.rows
    tables = ", ".join(
        word("bulk.table", language, name=name, rows=_whole(count, language)) for name, count in rows.items()
    )
    _tell(screen, "written", language, folder=printable(str(options.out)), tables=tables)


def _tell_reasons(screen: Console, report: Report, options: Options) -> None:
    """How many were not read for each reason, with some of their addresses; of secret ones the count."""
    if report.by_reason:
        _tell(screen, "reasons", options.language)
    for code, count in report.by_reason.most_common():
        found = [source for source in report.not_read if source.code == code]
        message = re.sub(r"\{\w+\}", "…", codes()[code].form(options.language))
        _tell(screen, "reason", options.language, count=count, code=code, message=printable(message))
        for source in found[:_EXAMPLES]:
            _tell(screen, "example", options.language, address=printable(source.address))
        if len(found) > _EXAMPLES:
            left = _whole(len(found) - _EXAMPLES, options.language)
            _tell(screen, "more", options.language, count=left, path=printable(str(options.out / REPORT)))


def _explain(screen: Console, error: DondocError, language: Language) -> None:
    screen.print(Text(printable(f"{error.message(language)} [{error.code}]")), soft_wrap=True)
    screen.print(Text(word("command.hint", language, hint=printable(error.hint(language)))), soft_wrap=True)


def _whole(count: int, language: Language) -> str:
    return _decimal(count, language)


def _rate(report: Report, language: Language) -> str:
    return _decimal(report.rate, language)


def _decimal(value: float, language: Language) -> str:
    return number(Decimal(f"{value:.1f}".removesuffix(".0")), language)


def _tell(screen: Console, message: str, language: Language, /, **values: object) -> None:
    screen.print(Text(word(f"bulk.{message}", language, **values)), soft_wrap=True)
