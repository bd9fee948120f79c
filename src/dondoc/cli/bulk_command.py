"""The command `dondoc bulk`, with its help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from dondoc.findings import DondocError, Language
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.words import word

MEGABYTE = 1_000_000


@contextmanager
def bulk_or_exit(language: Language) -> Iterator[None]:
    """Imports inside it: Daft and pyarrow are an extra, and take half a second to load."""
    try:
        yield
    except ModuleNotFoundError as missing:
        if missing.name not in ("daft", "pyarrow", "rapidfuzz"):
            raise
        error = DondocError("bulk_not_installed")
        typer.echo(f"{error.message(language)}\n  → {error.hint(language)}", err=True)
        raise typer.Exit(2) from None


def add_bulk(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc bulk` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    @app.command(name="bulk", help=says("bulk"))
    def bulk(
        out: Annotated[Path, typer.Option("--out", metavar="DIR", file_okay=False, help=says("bulk_out"))],
        sources: Annotated[
            list[str] | None, typer.Argument(metavar="SOURCE", help=says("sources"), show_default=False)
        ] = None,
        listed: Annotated[
            Path | None,
            typer.Option("--from", metavar="FILE", dir_okay=False, exists=True, help=says("from"), show_default=False),
        ] = None,
        form: Annotated[Literal["parquet", "jsonl"], typer.Option("--format", help=says("bulk_format"))] = "parquet",
        workers: Annotated[int | None, typer.Option(min=1, help=says("workers"), show_default=False)] = None,
        seconds: Annotated[float, typer.Option(min=0.1, help=says("bulk_seconds"))] = DEFAULT.seconds,
        memory: Annotated[float, typer.Option(metavar="MB", min=100, help=says("memory"))] = DEFAULT.memory_bytes
        / MEGABYTE,
        max_size: Annotated[
            float, typer.Option("--max-size", metavar="MB", min=0.001, help=says("max_size"))
        ] = DEFAULT.file_bytes / MEGABYTE,
        endpoint: Annotated[
            str | None, typer.Option("--s3-endpoint", metavar="URL", help=says("s3_endpoint"), show_default=False)
        ] = None,
        anonymous: Annotated[bool, typer.Option("--s3-anonymous", help=says("s3_anonymous"))] = False,
        cluster: Annotated[
            str | None, typer.Option("--cluster", metavar="ADDRESS", help=says("cluster"), show_default=False)
        ] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        with bulk_or_exit(language):
            from dondoc.cli.bulk import Options, run_bulk
        options = Options(
            tuple(sources or ()),
            listed,
            out,
            form,
            workers,
            seconds,
            int(memory * MEGABYTE),
            int(max_size * MEGABYTE),
            endpoint,
            anonymous,
            cluster,
            language,
        )
        raise typer.Exit(run_bulk(options))
