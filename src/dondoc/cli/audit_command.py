"""The command `dondoc audit verify`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.serve_command import DEFAULT_DATA
from dondoc.findings import Language
from dondoc.reporting.words import word


def add_audit(app: typer.Typer, language: Language) -> None:
    """Adds the group `dondoc audit` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    group = typer.Typer(no_args_is_help=True, rich_markup_mode=app.rich_markup_mode)
    data_option = typer.Option("--data", metavar="DIR", envvar="DONDOC_DATA", file_okay=False, help=says("data"))

    @group.callback()
    def audit() -> None:
        """The record of what was done."""

    @group.command(name="verify", help=says("audit_verify"))
    def verify(
        data: Annotated[Path, data_option] = DEFAULT_DATA,
        head: Annotated[
            list[str] | None,
            typer.Option("--head", metavar="POSITION:SEAL", help=says("audit_head"), show_default=False),
        ] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.audit import verify_audit

        raise typer.Exit(verify_audit(data, head or [], language))

    app.add_typer(group, name="audit", help=says("audit"))
