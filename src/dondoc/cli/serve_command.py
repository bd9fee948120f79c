"""The commands `dondoc serve`, `dondoc backup` and `dondoc restore`, with their help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from pathlib import Path
from typing import Annotated

import typer

from dondoc.findings import Language
from dondoc.reporting.words import word

DEFAULT_DATA = Path("dondoc-data")
EXAMPLE = Path("examples/kon-tum-2023-h2/source.md")


def add_serve(app: typer.Typer, language: Language) -> None:
    """Adds the three commands to `app`. The site and Django are loaded when one of them is called, not before."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    data_option = typer.Option("--data", metavar="DIR", envvar="DONDOC_DATA", file_okay=False, help=says("data"))

    @app.command(name="serve", help=says("serve"))
    def serve(
        data: Annotated[Path, data_option] = DEFAULT_DATA,
        host: Annotated[str, typer.Option(help=says("host"))] = "127.0.0.1",
        port: Annotated[int, typer.Option(min=1, max=65535, help=says("port"))] = 8000,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.serve import run_site

        raise typer.Exit(run_site(data, host, port, language))

    @app.command(name="demo", help=says("demo"))
    def demo(
        file: Annotated[Path, typer.Argument(metavar="FILE", help=says("demo_file"))] = EXAMPLE,
        data: Annotated[Path, data_option] = Path("build/demo"),
        port: Annotated[int, typer.Option(min=1, max=65535, help=says("port"))] = 8000,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.serve import run_demo

        raise typer.Exit(run_demo(data, port, file, language))

    @app.command(name="backup", help=says("backup"))
    def backup(
        destination: Annotated[Path, typer.Argument(metavar="DEST", help=says("destination"), show_default=False)],
        data: Annotated[Path, data_option] = DEFAULT_DATA,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.serve import back_up_site

        raise typer.Exit(back_up_site(data, destination, language))

    @app.command(name="restore", help=says("restore"))
    def restore(
        source: Annotated[Path, typer.Argument(metavar="SRC", help=says("source"), show_default=False)],
        data: Annotated[Path, data_option] = DEFAULT_DATA,
        replace: Annotated[bool, typer.Option("--replace", help=says("replace"))] = False,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        from dondoc.cli.serve import restore_site

        raise typer.Exit(restore_site(data, source, replace, language))
