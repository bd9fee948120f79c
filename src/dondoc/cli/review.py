"""`dondoc review`: a resolution's JSON, figures and remarks, in; the report on how it was carried out, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from dondoc.cli.figures import body_problem, tell_rows
from dondoc.cli.given import cannot, data_of, out_problem, refuse, text_of, write_out
from dondoc.cli.output import ReviewFormat
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figure_files import FigureFile, read_figures
from dondoc.evaluating.verdicts import Evaluation
from dondoc.findings import DondocError, Language, Severity
from dondoc.reporting.interchange import from_json
from dondoc.reporting.reviews.annex_xlsx import review_to_xlsx
from dondoc.reporting.reviews.document import review_to_docx
from dondoc.reporting.reviews.material import Material
from dondoc.reporting.reviews.pdf import office_to_pdf
from dondoc.reporting.reviews.remarks import read_remarks
from dondoc.reporting.reviews.review import Review
from dondoc.reporting.reviews.text import review_to_text
from dondoc.reporting.reviews.writing import Reporting, review_of
from dondoc.reporting.words import word

WRITTEN, ROWS_REFUSED, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What one `dondoc review` was asked."""

    resolution: str
    figures: Path
    as_of: date
    known_at: date
    body: str | None
    remarks: Path | None
    template: Path | None
    reporting: Reporting
    form: ReviewFormat
    out: Path | None
    language: Language


def write_review(asked: Asked) -> int:
    """Writes the review on standard output or into its file, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        told = read_figures(data_of(asked.figures))
        problem = body_problem(told, asked.body, asked.language) or out_problem(
            asked.out, asked.resolution, [asked.figures, asked.remarks, asked.template], asked.language
        )
        if problem:
            screen.print(problem, style="red", markup=False, soft_wrap=True)
            return WRONG_USAGE
        own = told.of_body(asked.body) if asked.body else told
        review, findings = _review(asked, own)
        content = _content(asked, review)
    except DondocError as error:
        refuse(error, screen, asked.language)
        return WRONG_USAGE
    except (OSError, UnicodeDecodeError) as error:
        cannot("cannot_open", str(getattr(error, "filename", None) or asked.resolution), error, screen, asked.language)
        return WRONG_USAGE
    try:
        write_out(content, asked.out)
    except BrokenPipeError:
        raise
    except OSError as error:
        result = str(asked.out or word("command.result", asked.language))
        cannot("cannot_write", result, error, screen, asked.language)
        return WRONG_USAGE
    tell_rows(findings.findings, screen, asked.language)
    refused = any(each.severity is Severity.ERROR for each in findings.findings)
    return ROWS_REFUSED if refused else WRITTEN


def _review(asked: Asked, told: FigureFile) -> tuple[Review, Evaluation]:
    resolution = from_json(text_of(asked.resolution))
    remarks = read_remarks(data_of(asked.remarks)) if asked.remarks else ()
    found = evaluate(resolution.targets, told.figures, told.plans, as_of=asked.as_of, known_at=asked.known_at)
    whole = Evaluation(found.as_of, found.known_at, found.verdicts, (*told.findings, *found.findings))
    figures = [each for each in told.figures if each.known_on <= asked.known_at]
    known = [each for each in remarks if each.told_on <= asked.known_at]
    return review_of(Material(resolution, whole, figures, known), asked.reporting), whole


def _content(asked: Asked, review: Review) -> bytes:
    if asked.form is ReviewFormat.TEXT:
        return review_to_text(review).encode()
    if asked.form is ReviewFormat.XLSX:
        return review_to_xlsx(review)
    document = review_to_docx(review, data_of(asked.template) if asked.template else None)
    return document if asked.form is ReviewFormat.DOCX else office_to_pdf(document, "docx")
