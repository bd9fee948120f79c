"""`dondoc export`: a resolution's JSON and figures, in; the open data of the plan as files, out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console

from dondoc.cli.figures import body_problem, tell_rows, with_plans
from dondoc.cli.given import cannot, data_of, out_problem, refuse, text_of
from dondoc.cli.output import ExportFormat, write_whole
from dondoc.commitments import Resolution
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figure_files import FigureFile, read_figures
from dondoc.evaluating.verdicts import Evaluation
from dondoc.findings import DondocError, Language, Severity
from dondoc.reporting.interchange import from_json
from dondoc.reporting.open_data import (
    CC_BY,
    Licence,
    OpenPlan,
    catalogue_files,
    csv_files,
    json_files,
    open_plan,
    parquet_files,
    sdmx_files,
    xlsx_files,
)
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

WRITTEN, ROWS_REFUSED, WRONG_USAGE = 0, 1, 2
_FORMS: Mapping[ExportFormat, Callable[[OpenPlan], dict[str, bytes]]] = {
    ExportFormat.CSV: csv_files,
    ExportFormat.JSON: json_files,
    ExportFormat.PARQUET: parquet_files,
    ExportFormat.XLSX: xlsx_files,
    ExportFormat.SDMX: sdmx_files,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What one `dondoc export` was asked."""

    resolution: str
    figures: Path
    plans: Path | None
    as_of: date
    known_at: date
    body: str | None
    forms: tuple[ExportFormat, ...]
    out: Path
    publisher: str
    licence: str
    published_on: date | None
    address: str
    language: Language


def export_files(order: Order) -> int:
    """Writes the files into their folder, one below it for each form, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        resolution = from_json(text_of(order.resolution))
        told = with_plans(read_figures(data_of(order.figures)), order.plans)
        problem = body_problem(told, order.body, order.language) or _publisher_problem(order, resolution)
        if problem:
            screen.print(problem, style="red", markup=False, soft_wrap=True)
            return WRONG_USAGE
        own = told.of_body(order.body) if order.body else told
        plan, evaluation = _open_plan(order, resolution, own)
    except DondocError as error:
        refuse(error, screen, order.language)
        return WRONG_USAGE
    except (OSError, UnicodeDecodeError) as error:
        cannot("cannot_open", str(getattr(error, "filename", None) or order.resolution), error, screen, order.language)
        return WRONG_USAGE
    return _written(order, _files(order, plan), evaluation, screen)


def _publisher_problem(order: Order, resolution: Resolution) -> str | None:
    named = order.publisher or resolution.header.issuer
    return None if named else word("command.no_publisher", order.language)


def _open_plan(order: Order, resolution: Resolution, told: FigureFile) -> tuple[OpenPlan, Evaluation]:
    """Whoever has the files may see all of them: every target is public."""
    found = evaluate(resolution.targets, told.figures, told.plans, as_of=order.as_of, known_at=order.known_at)
    plan = open_plan(
        resolution,
        told.figures,
        told.plans,
        found,
        public=[target.id for target in resolution.targets],
        publisher=order.publisher or resolution.header.issuer or "",
        licence=Licence(order.licence, order.licence) if order.licence else CC_BY,
        published_on=order.published_on,
    )
    return plan, replace(found, findings=(*told.findings, *found.findings))


def _files(order: Order, plan: OpenPlan) -> dict[str, bytes]:
    made = {
        f"{form}/{name}": data
        for form in order.forms
        if form is not ExportFormat.DCAT
        for name, data in _FORMS[form](plan).items()
    }
    return made | (catalogue_files(plan, made, order.address) if ExportFormat.DCAT in order.forms else {})


def _written(order: Order, files: Mapping[str, bytes], evaluation: Evaluation, screen: Console) -> int:
    given = [order.figures, order.plans]
    for name in files:
        problem = out_problem(order.out / name, order.resolution, given, order.language)
        if problem:
            screen.print(problem, style="red", markup=False, soft_wrap=True)
            return WRONG_USAGE
    try:
        for name, data in files.items():
            (order.out / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(order.out / name, data)
    except OSError as error:
        cannot("cannot_write", str(getattr(error, "filename", None) or order.out), error, screen, order.language)
        return WRONG_USAGE
    told = word("command.written", order.language, count=len(files), folder=printable(str(order.out)))
    screen.print(told, markup=False, soft_wrap=True)
    tell_rows(evaluation.findings, screen, order.language)
    refused = any(each.severity is Severity.ERROR for each in evaluation.findings)
    return ROWS_REFUSED if refused else WRITTEN
