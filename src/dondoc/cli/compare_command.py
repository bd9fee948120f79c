"""The command `dondoc compare`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from pathlib import Path
from typing import Annotated, Literal

import typer

from dondoc.cli.bulk_command import bulk_or_exit
from dondoc.findings import Language
from dondoc.reporting.words import word
from dondoc.values import Measure

Show = Literal["indicators", "targets", "changes", "citations"]


def add_compare(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc compare` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    @app.command(name="compare", help=says("compare"))
    def compare(
        tables: Annotated[Path, typer.Argument(metavar="TABLES", help=says("compare_tables"), show_default=False)],
        indicator: Annotated[
            str | None, typer.Argument(metavar="INDICATOR", help=says("compare_indicator"), show_default=False)
        ] = None,
        show: Annotated[Show | None, typer.Option("--show", help=says("compare_show"), show_default=False)] = None,
        unit: Annotated[str | None, typer.Option("--unit", help=says("compare_unit"), show_default=False)] = None,
        measure: Annotated[
            Measure | None, typer.Option("--measure", help=says("compare_measure"), show_default=False)
        ] = None,
        jump: Annotated[float, typer.Option("--jump", metavar="%", min=0, help=says("compare_jump"))] = 50,
        form: Annotated[
            Literal["table", "csv", "parquet", "html"], typer.Option("--format", help=says("compare_format"))
        ] = "table",
        out: Annotated[
            Path | None,
            typer.Option("--out", metavar="FILE", dir_okay=False, help=says("compare_out"), show_default=False),
        ] = None,
        most: Annotated[int, typer.Option("--most", min=1, help=says("compare_most"))] = 50,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        with bulk_or_exit(language):
            from dondoc.cli.compare import Question, compare_tables
        chosen = show or ("targets" if indicator else "indicators")
        if (chosen == "targets") != (indicator is not None):
            raise typer.BadParameter(word("compare.needs_indicator", language))
        question = Question(tables, indicator, chosen, unit, measure, jump, form, out, most, language)
        raise typer.Exit(compare_tables(question))
