"""The command `dondoc figures import`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.serve_command import DEFAULT_DATA
from dondoc.findings import Language
from dondoc.reporting.words import word


class ImportFormat(StrEnum):
    """The forms of what an import tells."""

    TEXT = "text"
    JSON = "json"


def add_figures(app: typer.Typer, language: Language) -> None:
    """Adds the group `dondoc figures` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    group = typer.Typer(no_args_is_help=True, rich_markup_mode=app.rich_markup_mode)
    data_option = typer.Option("--data", metavar="DIR", envvar="DONDOC_DATA", file_okay=False, help=says("data"))

    @group.callback()
    def figures() -> None:
        """Figures of the site."""

    @group.command(name="import", help=says("figures_import"))
    def take_in(
        file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help=says("figures_file"))],
        data: Annotated[Path, data_option] = DEFAULT_DATA,
        plan: Annotated[
            int | None, typer.Option("--plan", metavar="NUMBER", help=says("figures_plan"), show_default=False)
        ] = None,
        by: Annotated[
            str | None, typer.Option("--by", metavar="USERNAME", help=says("figures_by"), show_default=False)
        ] = None,
        reason: Annotated[str, typer.Option("--reason", help=says("figures_reason"), show_default=False)] = "",
        dry_run: Annotated[bool, typer.Option("--dry-run", help=says("figures_dry_run"))] = False,
        partial: Annotated[bool, typer.Option("--partial", help=says("figures_partial"))] = False,
        form: Annotated[ImportFormat, typer.Option("--format", help=says("figures_format"))] = ImportFormat.TEXT,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.figures_import import Wish, take_in_file

        wish = Wish(file, data, plan, by, reason, dry_run, partial, form is ImportFormat.JSON, language)
        raise typer.Exit(take_in_file(wish))

    app.add_typer(group, name="figures", help=says("figures_group"))
