"""`dondoc review`: a resolution's JSON, figures and remarks, in; the report on how it was carried out, out."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from dondoc.cli.figures import body_problem, tell_rows
from dondoc.cli.output import ReviewFormat, write_whole
from dondoc.evaluating.evaluation import evaluate
from dondoc.evaluating.figure_files import LONGEST_FILE, FigureFile, read_figures
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
from dondoc.reporting.table import printable
from dondoc.reporting.words import word

WRITTEN, ROWS_REFUSED, WRONG_USAGE = 0, 1, 2
STANDARD_INPUT = "-"


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

    @property
    def given(self) -> list[Path]:
        """The files it is made from; none of them is written over."""
        first = [] if self.resolution == STANDARD_INPUT else [Path(self.resolution)]
        return [*first, self.figures, *(each for each in (self.remarks, self.template) if each is not None)]


def write_review(asked: Asked) -> int:
    """Writes the review on standard output or into its file, and gives the exit status."""
    screen = Console(stderr=True, highlight=False, legacy_windows=False)
    try:
        told = read_figures(_data(asked.figures))
        problem = body_problem(told, asked.body, asked.language) or _out_problem(asked)
        if problem:
            screen.print(problem, style="red", markup=False, soft_wrap=True)
            return WRONG_USAGE
        own = told.of_body(asked.body) if asked.body else told
        review, findings = _review(asked, own)
        content = _content(asked, review)
    except DondocError as error:
        message = f"{printable(error.message(asked.language))} [{error.code}]"
        screen.print(message, style="red", markup=False, soft_wrap=True)
        screen.print(f"→ {printable(error.hint(asked.language))}", markup=False, soft_wrap=True)
        return WRONG_USAGE
    except (OSError, UnicodeDecodeError) as error:
        return _cannot(screen, asked, "cannot_open", error)
    try:
        _write(asked, content)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _cannot(screen, asked, "cannot_write", error)
    tell_rows(findings.findings, screen, asked.language)
    refused = any(each.severity is Severity.ERROR for each in findings.findings)
    return ROWS_REFUSED if refused else WRITTEN


def _review(asked: Asked, told: FigureFile) -> tuple[Review, Evaluation]:
    resolution = from_json(_text(asked.resolution))
    remarks = read_remarks(_data(asked.remarks)) if asked.remarks else ()
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
    document = review_to_docx(review, _data(asked.template) if asked.template else None)
    return document if asked.form is ReviewFormat.DOCX else office_to_pdf(document, "docx")


def _write(asked: Asked, content: bytes) -> None:
    if asked.out is not None:
        write_whole(asked.out, content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _out_problem(asked: Asked) -> str | None:
    if asked.out is None or asked.out.resolve() not in [path.resolve() for path in asked.given]:
        return None
    return word("command.out_is_given", asked.language, file=printable(str(asked.out)))


def _data(file: Path) -> bytes:
    """The bytes of a file, never more than one over the limit."""
    with file.open("rb") as opened:
        return opened.read(LONGEST_FILE + 1)


def _text(file: str) -> str:
    data = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    return data.decode("utf-8-sig")


def _cannot(screen: Console, asked: Asked, entry: str, error: Exception) -> int:
    file = str(getattr(error, "filename", None) or (asked.out if entry == "cannot_write" else asked.resolution))
    reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
    told = word(f"command.{entry}", asked.language, file=printable(file), reason=printable(reason))
    screen.print(told, style="red", markup=False, soft_wrap=True)
    return WRONG_USAGE
