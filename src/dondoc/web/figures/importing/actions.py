"""Taking in a file of figures: a dry run tells what would be written, and the same steps write it.

The same file twice changes nothing: a row that says what the last version of its figure says is left. What is refused
keeps the whole file out, unless the rest is asked for (`partial`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.evaluating.cells import NumberStyle
from dondoc.evaluating.figures import Basis, Stage
from dondoc.evaluating.number_columns import styles
from dondoc.evaluating.telling import Beside, Earlier, problems
from dondoc.findings import Finding
from dondoc.web.audit.actions import record
from dondoc.web.figures.importing import beside, staging
from dondoc.web.figures.importing.checking import Checker, Days, amount, counted_of, exact, said_of, stands
from dondoc.web.figures.importing.naming import Names, names
from dondoc.web.figures.importing.opening import open_table
from dondoc.web.figures.importing.outcome import MOST_SHOWN, Change, FigureImportError, Outcome, Refusal
from dondoc.web.figures.importing.parts import beside_whole
from dondoc.web.figures.importing.tables import Table, opened
from dondoc.web.figures.importing.typing_cells import CellReader
from dondoc.web.figures.importing.words import OWN, finding_words
from dondoc.web.figures.importing.writing import write_staged
from dondoc.web.monitoring.actions import figures_changed

# So many rows are written within five seconds, for which every other writer waits on SQLite (docs/figures-import.md).
MOST_ON_SQLITE = 50_000
_WIDTH = len(staging.NAMES)


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which indicators and bodies rows may be, None for any; which periods are closed.

    `withheld`: of these indicators, which are among them, a custodian accepts what is told.
    """

    indicators: Collection[int] | None = None
    bodies: Collection[int] | None = None
    closed: Collection[Days] = ()
    withheld: Collection[int] = ()


def check_figures(*, file: Path | bytes, scope: Scope = Scope(), reason: str = "") -> Outcome:
    """What taking `file` in would do. TableError where it is no table of figures."""
    with staging.staging():
        return _compared(file, scope, reason)


def import_figures(
    *, by: Any, file: Path | bytes, scope: Scope = Scope(), reason: str = "", partial: bool = False
) -> Outcome:
    """Takes `file` in, in one transaction with one entry of the audit. `reason`: of corrections that give none.

    Nothing is written where a row is refused, unless `partial`; nor where nothing is new.
    FigureImportError where it is more than the database takes at once, or somebody came first.
    """
    with staging.staging():
        outcome = _compared(file, scope, reason)
        if outcome.would_write and (partial or not outcome.refused):
            if connection.vendor == "sqlite" and outcome.would_write > MOST_ON_SQLITE:
                words = _("SQLite ghi nhiều nhất %(most)s dòng một lần; hãy chia tệp, hoặc dùng PostgreSQL.")
                raise FigureImportError(words % {"most": MOST_ON_SQLITE})
            _write(by, outcome, reason)
        return outcome


@transaction.atomic
def _write(by: Any, outcome: Outcome, reason: str) -> None:
    now = timezone.now()
    written = write_staged(by, reason, now, timezone.localdate())
    if written != outcome.would_write:
        raise FigureImportError(_("Số liệu vừa được người khác ghi; chưa ghi gì, hãy thử lại để xem khác biệt mới."))
    told = {
        "sha256": outcome.sha256, "new": outcome.new, "changed_rows": outcome.changed, "same": outcome.same,
        "refused": outcome.refused, "recorded_at": now.isoformat(), "reason": reason,
    }  # fmt: skip
    record(by=by, action="figures.import", details=told)
    figures_changed(by=by, series=staging.series())
    outcome.written = True


def _compared(file: Path | bytes, scope: Scope, reason: str) -> Outcome:
    """Checks, stages and compares; what will be written is then in the staging table."""
    table, outcome = open_table(file), Outcome(_sha256(file))
    known = names(scope.indicators, scope.bodies, scope.withheld)
    checker = Checker(CellReader(known, _style(table)), outcome, scope.closed)
    keys: list[pl.DataFrame] = []
    looked_at: list[pl.DataFrame] = []
    for batch in table.batches():
        kept = checker.checked(batch)
        staging.fill(kept)
        keys.append(kept.select("row", pl.struct(list(staging.KEY.values())).hash().alias("key")))
        looked_at.append(beside.looked_at(kept))
    staging.compare()
    _refuse(outcome, "–", "twice", staging.twice(_alike(keys)))
    _refuse(outcome, "–", "waiting", staging.waiting())
    if not reason:
        _refuse(outcome, "reason", "why", staging.without_reason())
    if looked_at:
        _refuse_doubted(outcome, known, pl.concat(looked_at))
    counted = staging.counts()
    outcome.new, outcome.changed, outcome.same = (
        counted.get(each, 0) for each in (staging.NEW, staging.CHANGED, staging.SAME)
    )
    outcome.changes = [_change(known, *row) for row in staging.to_write(MOST_SHOWN)]
    outcome.refusals.sort(key=lambda each: each.row)
    return outcome


def _alike(keys: list[pl.DataFrame]) -> list[int]:
    """Rows whose keys may be the same: their hashes are.

    Sorted, so that a million rows take no more than their hashes; is_duplicated() makes a table of all of them.
    """
    if not keys:
        return []
    told = pl.concat(keys)
    hashes = told["key"].sort()
    twice = hashes.filter(hashes == hashes.shift()).unique()
    return told.filter(pl.col("key").is_in(twice.implode()))["row"].to_list() if len(twice) else []


def _refuse(outcome: Outcome, column: str, code: str, rows: list[int]) -> None:
    for row in rows:
        outcome.refuse_as(lambda: Refusal(row, column, code, str(OWN[code])))  # noqa: B023
    staging.refuse(rows)


def _refuse_doubted(outcome: Outcome, known: Names, looked_at: pl.DataFrame) -> None:
    """Rows that do not go with what is known beside them, of the file or the database, and do not say why."""
    doubted: dict[int, Finding] = {}
    for row, kept_because, value, other, end in staging.falling():
        if not kept_because:
            said = (("value", str(exact(value))), ("other", str(exact(other))), ("end", str(end)))
            doubted[row] = Finding("told_falls", values=said)
    for rows in beside.rows_to_ask(looked_at):
        _doubt(doubted, _beside(known, rows))
    _doubt(doubted, _beside_whole(known, looked_at))
    for row, finding in doubted.items():
        outcome.refuse_as(lambda: Refusal(row, "value", finding.code, finding_words(finding)))  # noqa: B023
    staging.refuse(list(doubted))


def _doubt(doubted: dict[int, Finding], told: Iterator[tuple[int, tuple[Finding, ...], str]]) -> None:
    for row, findings, kept_because in told:
        if findings and not stands(findings, kept_because):
            doubted.setdefault(row, findings[0])


def _beside_whole(known: Names, looked_at: pl.DataFrame) -> Iterator[tuple[int, tuple[Finding, ...], str]]:
    """Rows that differ from their parts, or are more than their whole."""
    told = dict(beside_whole(looked_at))
    for each in staging.to_be_written(list(told)) if told else ():
        own = _own(each)
        found = problems(said_of(own), counted_of(known.indicator[own["indicator"]]), told[own["row"]])
        yield own["row"], found, own["kept_because"]


def _beside(known: Names, rows: Sequence[int]) -> Iterator[tuple[int, tuple[Finding, ...], str]]:
    for _row, alike in groupby(beside.beside(rows), key=lambda each: each[0]):
        found_beside = list(alike)
        own = _own(found_beside[0][:_WIDTH])
        earlier = tuple(_earlier(*each[_WIDTH:]) for each in found_beside)
        found = problems(said_of(own), counted_of(known.indicator[own["indicator"]]), Beside(earlier))
        yield own["row"], found, own["kept_because"]


def _own(row: Sequence[Any]) -> dict[str, Any]:
    told = dict(zip(staging.NAMES, row, strict=True))
    return told | {name: _day(told[name]) for name in ("start", "end", "cut_off", "known_on")}


def _earlier(value: int, unit: str, basis: str, start: Any, end: Any, stage: str) -> Earlier:
    return Earlier(exact(value), unit, Basis(basis), _day(start), _day(end), Stage(stage))


def _day(kept: Any) -> Any:
    """A day as the database gives it back: SQLite keeps the days of a temporary table as text."""
    return date.fromisoformat(kept) if isinstance(kept, str) else kept


def _change(
    known: Names, row: int, indicator: int, body: int, start: Any, end: Any, before: int | None, value: int | None,
    unit: str, outcome: str,
) -> Change:  # fmt: skip
    return Change(
        row, known.indicator[indicator].name, known.body[body].name, _day(start), _day(end), amount(before),
        amount(value), unit, outcome == staging.NEW,
    )  # fmt: skip


def _style(table: Table) -> NumberStyle:
    """How the file writes its numbers, told by all of them: it is gone through once for that."""
    told: set[NumberStyle] = set()
    for batch in table.batches(["value"]):
        told |= styles(batch.rows["value"])
    return told.pop() if len(told) == 1 else NumberStyle.UNKNOWN


def _sha256(file: Path | bytes) -> str:
    hashed = hashlib.sha256()
    with opened(file) as stream:
        while chunk := stream.read(1_000_000):
            hashed.update(chunk)
    return hashed.hexdigest()
