"""Check: what `dondoc check` does. Files are read in a child process, as `dondoc read` reads them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.text import Text

from dondoc import __version__
from dondoc.checking import check_extraction
from dondoc.checking.catalogue import codes_named, explained
from dondoc.checking.profiles import profiles
from dondoc.cli.figures import body_problem, tell_rows
from dondoc.cli.outcomes import Outcome, outcomes
from dondoc.cli.run import ALL_READ, INTERRUPTED, SOME_NOT_READ, WRONG_USAGE, explain
from dondoc.cli.settings import NAME, Settings, SettingsError, read_settings
from dondoc.commitments import Resolution
from dondoc.evaluating.figure_files import read_figures
from dondoc.evaluating.year_plans import planned_flows
from dondoc.extracting import Extraction, extract, extraction
from dondoc.findings import DondocError, Language, Severity
from dondoc.reading import load
from dondoc.reading.document import Document
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.check_formats import check_csv, check_json
from dondoc.reporting.check_text import SCREEN, check_text
from dondoc.reporting.checked import Checked
from dondoc.reporting.comments import with_comments
from dondoc.reporting.sarif import check_sarif
from dondoc.reporting.table import printable
from dondoc.reporting.words import word
from dondoc.values import PlannedFlow


class CheckFormat(StrEnum):
    """The forms of what a check says."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class CheckWish:
    """What one `dondoc check` was asked to do. What is None or empty is as dondoc.toml or the defaults say."""

    files: tuple[str, ...]
    form: CheckFormat = CheckFormat.TEXT
    comments: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    profile: str | None = None
    plan: Path | None = None
    body: str | None = None
    parent: Path | None = None
    as_of: str | None = None
    fail_on: Severity | None = None
    settings: Path | None = None
    language: Language = "vi"


@dataclass(frozen=True, slots=True)
class _Order:
    """A wish with its files read and its names known to be right."""

    codes: frozenset[str]
    fail_on: Severity
    profile: str | None
    plan: tuple[PlannedFlow, ...]
    parent: Resolution | None
    as_of: date | None


class _UsageError(Exception):
    """Wrong usage; the text is what to say."""


def check_all(wish: CheckWish) -> int:
    """Checks every file of `wish`, prints what is found, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        order = _order(wish, screen)
    except _UsageError as error:
        screen.print(Text(str(error)), soft_wrap=True)
        return WRONG_USAGE
    except DondocError as error:
        screen.print(Text(f"{error.message(wish.language)} [{error.code}]\n  → {error.hint(wish.language)}"))
        return WRONG_USAGE
    documents: list[Checked] = []
    refused = 0
    try:
        for outcome in outcomes(wish.files, DEFAULT, lambda document: _checked(document, order)):
            documents += _settled(outcome, wish, screen)
            refused += outcome.error is not None
    except KeyboardInterrupt:
        return INTERRUPTED
    _print(documents, wish)
    if wish.comments is not None and documents:
        refused += not _comment(documents[0], wish, wish.comments, screen)
    failed = any(_weight(f.severity) >= _weight(order.fail_on) for d in documents for f in d.findings)
    return SOME_NOT_READ if failed or refused else ALL_READ


def _checked(document: Document, order: _Order) -> Checked:
    found: Extraction = extraction(document)
    return Checked(
        document,
        check_extraction(
            found,
            profile=order.profile,
            plan=order.plan,
            parent=order.parent,
            as_of=order.as_of,
            codes=order.codes,
        ),
    )


def _settled(outcome: Outcome[Checked], wish: CheckWish, screen: Console) -> list[Checked]:
    if outcome.error is not None:
        explain(outcome.position, outcome.name, outcome.error, wish.files, wish.language, screen)
    return [outcome.result] if outcome.result is not None else []


def _weight(severity: Severity) -> int:
    return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(severity)


def _order(wish: CheckWish, screen: Console) -> _Order:
    """The order that `wish` gives together with dondoc.toml. Raises _UsageError and DondocError."""
    language = wish.language
    settings = _settings(wish)
    profile = wish.profile or settings.profile
    if profile is not None and profile not in profiles():
        known = ", ".join(profiles())
        raise _UsageError(word("command.unknown_profile", language, name=printable(profile), known=known))
    if wish.comments is not None:
        _check_comments(wish, wish.comments)
    return _Order(
        codes=_codes(wish.select or settings.select, wish.ignore or settings.ignore, language),
        fail_on=wish.fail_on or settings.fail_on,
        profile=profile,
        plan=_plan(wish, screen),
        parent=_parent(wish.parent),
        as_of=_day(wish.as_of, language),
    )


def _settings(wish: CheckWish) -> Settings:
    try:
        return read_settings(wish.settings)
    except SettingsError as error:
        path = printable(str(wish.settings or NAME))
        raise _UsageError(
            word("command.bad_settings", wish.language, path=path, problem=printable(str(error)))
        ) from error


def _codes(select: Sequence[str], ignore: Sequence[str], language: Language) -> frozenset[str]:
    try:
        chosen = codes_named(tuple(select)) if select else frozenset(rule.code.name for rule in explained())
        return chosen - codes_named(tuple(ignore))
    except KeyError as error:
        name = printable(str(error.args[0]))
        raise _UsageError(word("command.unknown_rule", language, name=name)) from error


def _check_comments(wish: CheckWish, path: Path) -> None:
    if len(wish.files) != 1:
        raise _UsageError(word("command.comments_one_docx", wish.language))
    if Path(wish.files[0]).resolve() == path.resolve():
        raise _UsageError(word("command.comments_same_file", wish.language))


def _day(written: str | None, language: Language) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise _UsageError(word("command.not_a_day", language, name=printable(written))) from error


def _plan(wish: CheckWish, screen: Console) -> tuple[PlannedFlow, ...]:
    if wish.plan is None:
        return ()
    told = read_figures(load(wish.plan, DEFAULT))
    problem = body_problem(told, wish.body, wish.language)
    if problem is not None:
        raise _UsageError(problem)
    tell_rows(told.findings, screen, wish.language)
    return planned_flows(told.of_body(wish.body) if wish.body else told)


def _parent(path: Path | None) -> Resolution | None:
    if path is None:
        return None
    outcome = next(outcomes((str(path),), DEFAULT, extract))
    if outcome.error is not None:
        raise outcome.error
    return outcome.result


def _print(documents: Sequence[Checked], wish: CheckWish) -> None:
    language, several = wish.language, len(wish.files) > 1
    if wish.form is CheckFormat.SARIF:
        pieces = [check_sarif(documents, language, __version__) + "\n"]
    elif wish.form is CheckFormat.JSON:
        pieces = [check_json(checked, language, indent=None if several else 2) + "\n" for checked in documents]
    elif wish.form is CheckFormat.CSV:
        pieces = [check_csv(checked, language, heading=not number) for number, checked in enumerate(documents)]
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else SCREEN
        pieces = [check_text(checked, language, width) for checked in documents]
    sys.stdout.flush()
    for piece in pieces:
        # Half a surrogate pair, from a spoilt file, can stand in no output of ours.
        sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _comment(checked: Checked, wish: CheckWish, path: Path, screen: Console) -> bool:
    """Writes the copy with comments; False where that cannot be done, which is told."""
    language = wish.language
    try:
        content = with_comments(load(Path(wish.files[0]), DEFAULT), checked, language, DEFAULT)
        path.write_bytes(content)
    except DondocError as error:
        screen.print(Text(f"{error.message(language)} [{error.code}]\n  → {error.hint(language)}"), soft_wrap=True)
        return False
    except OSError as error:
        problem = DondocError("cannot_write", reason=error.strerror or type(error).__name__)
        screen.print(Text(f"{problem.message(language)} [{problem.code}]"), soft_wrap=True)
        return False
    told = word("check.comments", language, count=len(checked.findings), path=printable(str(path)))
    screen.print(Text(told), soft_wrap=True)
    return True
