"""`dondoc evaluate`: a resolution's JSON and a file of figures, in; verdicts, worst first, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from rich.console import Console

from dondoc.cli.figures import body_problem, tell_rows, with_plans
from dondoc.cli.given import cannot, data_of, out_problem, refuse, text_of, write_out
from dondoc.cli.output import Format
from dondoc.commitments import Resolution
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figure_files import FigureFile, read_figures
from dondoc.evaluating.verdicts import Evaluation
from dondoc.findings import DondocError, Language, Severity
from dondoc.reporting.delimited import BYTE_ORDER_MARK, rows_to_csv
from dondoc.reporting.interchange import from_json
from dondoc.reporting.spreadsheet import Sheet, workbook_of
from dondoc.reporting.verdict_table import verdict_table
from dondoc.reporting.verdicts import COLUMNS, headings, summary, verdict_rows, verdicts_to_json
from dondoc.reporting.words import word

EVALUATED, ROWS_REFUSED, WRONG_USAGE = 0, 1, 2
FILE_WIDTH = 140


@dataclass(frozen=True, slots=True)
class Question:
    """What one `dondoc evaluate` was asked."""

    resolution: str
    figures: Path
    plans: Path | None
    as_of: date
    known_at: date
    body: str | None
    form: Format
    out: Path | None
    language: Language


def evaluate_files(question: Question) -> int:
    """Answers `question` on standard output or in its file, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        resolution = from_json(text_of(question.resolution))
        told = with_plans(read_figures(data_of(question.figures)), question.plans)
    except DondocError as error:
        refuse(error, screen, question.language)
        return WRONG_USAGE
    except (OSError, UnicodeDecodeError) as error:
        file = str(getattr(error, "filename", None) or question.resolution)
        cannot("cannot_open", file, error, screen, question.language)
        return WRONG_USAGE
    problem = body_problem(told, question.body, question.language) or out_problem(
        question.out, question.resolution, [question.figures, question.plans], question.language
    )
    if problem:
        screen.print(problem, style="red", markup=False, soft_wrap=True)
        return WRONG_USAGE
    return _answer(question, resolution, told.of_body(question.body) if question.body else told, screen)


def _answer(question: Question, resolution: Resolution, told: FigureFile, screen: Console) -> int:
    try:
        evaluation = evaluate(
            resolution.targets, told.figures, told.plans, as_of=question.as_of, known_at=question.known_at
        )
    except DondocError as error:
        refuse(error, screen, question.language)
        return WRONG_USAGE
    whole = Evaluation(
        evaluation.as_of, evaluation.known_at, evaluation.verdicts, (*told.findings, *evaluation.findings)
    )
    try:
        _write(question, resolution, whole)
    except BrokenPipeError:
        raise
    except OSError as error:
        result = str(question.out or word("command.result", question.language))
        cannot("cannot_write", result, error, screen, question.language)
        return WRONG_USAGE
    if question.form is not Format.TABLE:
        _sum_up(whole, question, screen)
    return ROWS_REFUSED if any(finding.severity is Severity.ERROR for finding in whole.findings) else EVALUATED


def _write(question: Question, resolution: Resolution, evaluation: Evaluation) -> None:
    """The result in its form; a table on a terminal in its width and colours."""
    if question.form is Format.TABLE and question.out is None:
        console = Console(legacy_windows=False, highlight=False)
        targets = {target.id: target for target in resolution.targets}
        console.print(verdict_table(evaluation, targets, language=question.language, width=console.width))
        return
    write_out(_content(question, resolution, evaluation), question.out)


def _content(question: Question, resolution: Resolution, evaluation: Evaluation) -> bytes:
    language = question.language
    targets = {target.id: target for target in resolution.targets}
    if question.form is Format.JSON:
        return (verdicts_to_json(evaluation, language=language) + "\n").encode()
    if question.form is Format.TABLE:
        console = Console(file=StringIO(), width=FILE_WIDTH, color_system=None, legacy_windows=False)
        with console.capture() as capture:
            console.print(verdict_table(evaluation, targets, language=language, width=FILE_WIDTH))
        return capture.get().encode()
    rows = verdict_rows(evaluation, targets, language)
    if question.form is Format.CSV:
        mark = BYTE_ORDER_MARK if question.out else ""
        return (mark + rows_to_csv(headings(language), rows)).encode()
    doubts = [
        (word(f"severity.{each.severity}", language), each.code, each.message(language), each.hint(language))
        for each in evaluation.findings
    ]
    keys = ("severity", "code", "message", "hint")
    sheets = (
        Sheet(word("list.verdicts", language), COLUMNS, headings(language), rows),
        Sheet(word("list.findings", language), keys, [word(f"column.{key}", language) for key in keys], doubts),
    )
    return workbook_of(resolution.header.title or resolution.source.name, sheets)


def _sum_up(evaluation: Evaluation, question: Question, screen: Console) -> None:
    screen.print(summary(evaluation, question.language), markup=False, soft_wrap=True)
    tell_rows(evaluation.findings, screen, question.language)
