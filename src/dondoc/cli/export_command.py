"""The command `dondoc export`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.given import day_of
from dondoc.cli.output import ExportFormat
from dondoc.findings import Language
from dondoc.reporting.words import word


def add_export(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc export` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    def option(name: str, metavar: str, describing: str) -> typer.models.OptionInfo:
        return typer.Option(name, metavar=metavar, help=says(describing), show_default=False)  # type: ignore[no-any-return]

    @app.command(help=says("export"))
    def export(
        resolution: Annotated[
            str, typer.Argument(metavar="RESOLUTION.json", help=says("resolution"), show_default=False)
        ],
        figures: Annotated[
            Path, typer.Argument(metavar="FIGURES.csv", dir_okay=False, help=says("figures"), show_default=False)
        ],
        as_of: Annotated[str, option("--as-of", "DATE", "as_of")],
        out: Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help=says("export_out"))],
        known_at: Annotated[str | None, option("--known-at", "DATE", "known_at")] = None,
        plans: Annotated[
            Path | None, typer.Option("--plans", metavar="FILE", dir_okay=False, help=says("plans"), show_default=False)
        ] = None,
        body: Annotated[str | None, option("--body", "NAME", "body")] = None,
        forms: Annotated[
            list[ExportFormat] | None, typer.Option("--format", help=says("export_format"), show_default="csv")
        ] = None,
        publisher: Annotated[str, option("--publisher", "NAME", "publisher")] = "",
        licence: Annotated[str, option("--licence", "URL", "licence")] = "",
        published_on: Annotated[str | None, option("--published-on", "DATE", "published_on")] = None,
        address: Annotated[str, option("--address", "URL", "address")] = "",
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        # Polars takes a fifth of a second to load; the commands that need no columns do not wait for it.
        from dondoc.cli.export import Order, export_files

        chosen = tuple(dict.fromkeys(forms or [ExportFormat.CSV]))
        problem = _wrong_usage(chosen, address)
        if problem:
            raise typer.BadParameter(word(f"command.{problem}", language))
        day, known = day_of(as_of, language), day_of(known_at or as_of, language)
        published: date | None = day_of(published_on, language) if published_on else None
        order = Order(
            resolution, figures, plans, day, known, body, chosen, out, publisher, licence, published, address, language
        )
        raise typer.Exit(export_files(order))


def _wrong_usage(forms: tuple[ExportFormat, ...], address: str) -> str | None:
    """A catalogue describes files, by where they lie."""
    if ExportFormat.DCAT not in forms:
        return None
    if len(forms) == 1:
        return "dcat_of_files"
    return None if address.startswith(("https://", "http://")) else "dcat_needs_address"
