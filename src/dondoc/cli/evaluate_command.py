"""The command `dondoc evaluate`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.given import day_of
from dondoc.cli.output import Format
from dondoc.findings import Language
from dondoc.reporting.words import word


def add_evaluate(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc evaluate` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    @app.command(help=says("evaluate"))
    def evaluate(
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
        plans: Annotated[
            Path | None, typer.Option("--plans", metavar="FILE", dir_okay=False, help=says("plans"), show_default=False)
        ] = None,
        body: Annotated[
            str | None, typer.Option("--body", metavar="NAME", help=says("body"), show_default=False)
        ] = None,
        form: Annotated[Format, typer.Option("--format", help=says("evaluate_format"))] = Format.TABLE,
        out: Annotated[
            Path | None,
            typer.Option("--out", metavar="FILE", dir_okay=False, help=says("evaluate_out"), show_default=False),
        ] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        # Polars takes a fifth of a second to load; the commands that need no columns do not wait for it.
        from dondoc.cli.evaluate import Question, evaluate_files

        if form is Format.XLSX and out is None and sys.stdout.isatty():
            raise typer.BadParameter(word("command.no_workbook_on_screen", language))
        day = day_of(as_of, language)
        asked = Question(
            resolution, figures, plans, day, day_of(known_at or as_of, language), body, form, out, language
        )
        raise typer.Exit(evaluate_files(asked))
