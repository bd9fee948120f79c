"""Figures: what the commands ask of a file of figures, and say of rows that cannot be used."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from dondoc.cli.given import data_of
from dondoc.evaluating.figure_files import FigureFile, read_figures
from dondoc.findings import Finding, Language, Severity
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

_MOST_BODIES = 10


def body_problem(told: FigureFile, body: str | None, language: Language) -> str | None:
    """What to say where the file has several bodies and none is chosen, or not the one that is; None: all is well."""
    bodies = told.bodies()
    names = "; ".join(printable(each) or "–" for each in bodies[:_MOST_BODIES])
    if body is None and len(bodies) > 1:
        return word("command.several_bodies", language, bodies=names)
    if body is not None and body not in bodies:
        return word("command.no_such_body", language, body=printable(body), bodies=names)
    return None


def with_plans(told: FigureFile, plans: Path | None) -> FigureFile:
    """`told` with the rows of a second file, as open data keeps plan values apart. OSError, DondocError."""
    if plans is None:
        return told
    more = read_figures(data_of(plans))
    return FigureFile((*told.figures, *more.figures), (*told.plans, *more.plans), (*told.findings, *more.findings))


def tell_rows(findings: tuple[Finding, ...], screen: Console, language: Language) -> None:
    """Says on `screen` what of a file was not used; what is only told for information is left out."""
    for finding in findings:
        if finding.severity is not Severity.INFO:
            message = printable(finding.message(language))
            screen.print(f"{message} [{finding.code}]", markup=False, soft_wrap=True)
