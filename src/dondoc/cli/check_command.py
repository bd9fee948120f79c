"""The commands `dondoc check` and `dondoc rules`, with their help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

from pathlib import Path
from typing import Annotated

import typer

from dondoc.cli.check import CheckFormat, CheckWish, check_all
from dondoc.cli.rules import rules
from dondoc.findings import Language, Severity
from dondoc.reporting.words import word


def add_check(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc check` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    @app.command(name="check", help=says("check"))
    def check(
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=says("files"), show_default=False)],
        form: Annotated[CheckFormat, typer.Option("--format", help=says("check_format"))] = CheckFormat.TEXT,
        comments: Annotated[
            Path | None, typer.Option(metavar="OUT.docx", dir_okay=False, help=says("comments"), show_default=False)
        ] = None,
        select: Annotated[list[str] | None, typer.Option(metavar="CODE", help=says("select"))] = None,
        ignore: Annotated[list[str] | None, typer.Option(metavar="CODE", help=says("ignore"))] = None,
        profile: Annotated[str | None, typer.Option(metavar="NAME", help=says("profile"), show_default=False)] = None,
        plan: Annotated[Path | None, typer.Option(metavar="FILE.csv", help=says("plan"), show_default=False)] = None,
        body: Annotated[str | None, typer.Option(metavar="NAME", help=says("body"), show_default=False)] = None,
        parent: Annotated[Path | None, typer.Option(metavar="FILE", help=says("parent"), show_default=False)] = None,
        as_of: Annotated[
            str | None, typer.Option("--as-of", metavar="DATE", help=says("check_as_of"), show_default=False)
        ] = None,
        fail_on: Annotated[Severity | None, typer.Option("--fail-on", help=says("fail_on"), show_default=False)] = None,
        settings: Annotated[
            Path | None, typer.Option("--settings", metavar="FILE", help=says("settings"), show_default=False)
        ] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        asked, left = tuple(select or ()), tuple(ignore or ())
        wish = CheckWish(
            tuple(files), form, comments, asked, left, profile, plan, body, parent, as_of, fail_on, settings, language
        )
        raise typer.Exit(check_all(wish))


def add_rules(app: typer.Typer, language: Language) -> None:
    """Adds `dondoc rules` to `app`."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    @app.command(name="rules", help=says("rules"))
    def explain(
        code: Annotated[str | None, typer.Argument(metavar="CODE", help=says("rule_code"), show_default=False)] = None,
        lang: Annotated[Language, typer.Option("--lang", help=says("lang"), show_default=False)] = language,
    ) -> None:
        text = rules(code, language)
        if text is None:
            raise typer.BadParameter(word("command.unknown_rule", language, name=code))
        typer.echo(text, nl=False)
