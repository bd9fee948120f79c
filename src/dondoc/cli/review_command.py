"""The commands `dondoc review` and `dondoc review-template`, with their help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.given import day_of
from dondoc.cli.output import ReviewFormat
from dondoc.findings import Language
from dondoc.reporting.words import word


class FormOf(StrEnum):
    """Whose form a template follows."""

    PARTY = "party"
    STATE = "state"


def add_review(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc review` and `dondoc review-template` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    def file_option(name: str, describing: str) -> typer.models.OptionInfo:
        return typer.Option(name, metavar="FILE", dir_okay=False, help=says(describing), show_default=False)  # type: ignore[no-any-return]

    def name_option(name: str, describing: str) -> typer.models.OptionInfo:
        return typer.Option(name, metavar="NAME", help=says(describing), show_default=False)  # type: ignore[no-any-return]

    @app.command(help=says("review"))
    def review(
        resolution: Annotated[
            str, typer.Argument(metavar="RESOLUTION.json", help=says("resolution"), show_default=False)
        ],
        figures: Annotated[
            Path, typer.Argument(metavar="FIGURES.csv", dir_okay=False, help=says("figures"), show_default=False)
        ],
        as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help=says("as_of"), show_default=False)],
        known_at: Annotated[
            str | None, typer.Option("--known-at", metavar="DATE", help=says("known_at"), show_default=False)
        ] = None,
        body: Annotated[str | None, name_option("--body", "body")] = None,
        remarks: Annotated[Path | None, file_option("--remarks", "remarks")] = None,
        template: Annotated[Path | None, file_option("--template", "template")] = None,
        office: Annotated[str, name_option("--office", "office")] = "",
        superior: Annotated[str, name_option("--superior", "superior")] = "",
        place: Annotated[str, name_option("--place", "place")] = "",
        form: Annotated[ReviewFormat, typer.Option("--format", help=says("review_format"))] = ReviewFormat.DOCX,
        out: Annotated[Path | None, file_option("--out", "evaluate_out")] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        # Polars and the parts of Word take a fifth of a second to load; other commands do not wait for them.
        from dondoc.cli.review import Asked, write_review
        from dondoc.reporting.reviews.writing import Reporting

        if form is not ReviewFormat.TEXT and out is None and sys.stdout.isatty():
            raise typer.BadParameter(word("command.no_workbook_on_screen", language))
        day, reporting = day_of(as_of, language), Reporting(office, superior, place)
        known = day_of(known_at or as_of, language)
        asked = Asked(resolution, figures, day, known, body, remarks, template, reporting, form, out, language)
        raise typer.Exit(write_review(asked))

    @app.command(name="review-template", help=says("review_template"))
    def review_template(
        out: Annotated[Path, typer.Option("--out", metavar="FILE", dir_okay=False, help=says("evaluate_out"))],
        of: Annotated[FormOf, typer.Option("--of", help=says("of"))] = FormOf.STATE,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.output import write_whole
        from dondoc.reporting.reviews.document import own_template

        write_whole(out, own_template(of_party=of is FormOf.PARTY))
