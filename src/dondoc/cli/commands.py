"""The commands, with their help in the language asked for.

Typer reads the annotations of functions made while the program runs, so they may not be postponed in this file.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from dondoc import __version__
from dondoc.cli.audit_command import add_audit
from dondoc.cli.bulk_command import add_bulk
from dondoc.cli.check_command import add_check, add_rules
from dondoc.cli.compare_command import add_compare
from dondoc.cli.evaluate_command import add_evaluate
from dondoc.cli.export_command import add_export
from dondoc.cli.figures_command import add_figures
from dondoc.cli.outcomes import STANDARD_INPUT
from dondoc.cli.output import ListName, ReadFormat
from dondoc.cli.review_command import add_review
from dondoc.cli.run import Wish, code_list, read_all
from dondoc.cli.serve_command import add_serve
from dondoc.findings import Language
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.words import word

ENVIRONMENT = "DONDOC_LANG"
MEGABYTE = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit status: 0 all read, 1 some not, 2 wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        program(spoken(given))(given, prog_name="dondoc")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    return 0


def spoken(arguments: Sequence[str]) -> Language:
    """The language of `--lang`, else of DONDOC_LANG, else Vietnamese; known before the help is made."""
    asked = os.environ.get(ENVIRONMENT, "")
    for place, argument in enumerate(arguments):
        if argument == "--lang":
            asked = "".join(arguments[place + 1 : place + 2])
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    return "en" if asked == "en" else "vi"


def program(language: Language, markup: Literal["rich"] | None = "rich") -> typer.Typer:
    """The command line with its help in `language`; without `markup` it is plain text, as in docs/cli.md."""

    def says(name: str) -> str:
        return word(f"help.{name}", language)

    app = typer.Typer(
        help=says("program"),
        rich_markup_mode=markup,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    lang_option = typer.Option("--lang", help=says("lang"), show_default=False)

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", help=says("version"), is_eager=True, callback=_print_version)
        ] = False,
        lang: Annotated[Language, lang_option] = language,
    ) -> None:
        """Options of every command."""

    @app.command(help=says("read"))
    def read(
        files: Annotated[list[str], typer.Argument(metavar="FILE", help=says("files"), show_default=False)],
        form: Annotated[ReadFormat, typer.Option("--format", help=says("format"))] = ReadFormat.TABLE,
        out: Annotated[
            Path | None, typer.Option("--out", metavar="DIR", file_okay=False, help=says("out"), show_default=False)
        ] = None,
        lang: Annotated[Language, lang_option] = language,
        max_size: Annotated[
            float, typer.Option("--max-size", metavar="MB", min=0.001, help=says("max_size"))
        ] = DEFAULT.file_bytes / MEGABYTE,
        list_name: Annotated[ListName | None, typer.Option("--list", help=says("list"), show_default=False)] = None,
    ) -> None:
        wish = Wish(tuple(files), form, out, list_name, int(max_size * MEGABYTE), language)
        problem = wrong_usage(wish)
        if problem:
            raise typer.BadParameter(word(f"command.{problem}", language))
        raise typer.Exit(read_all(wish))

    add_evaluate(app, language)
    add_review(app, language)
    add_export(app, language)

    @app.command(name="codes", help=says("codes"))
    def codes(lang: Annotated[Language, lang_option] = language) -> None:
        typer.echo(code_list(language), nl=False)

    add_check(app, language)
    add_rules(app, language)
    add_bulk(app, language)
    add_compare(app, language)
    add_serve(app, language)
    add_figures(app, language)
    add_audit(app, language)
    return app


def wrong_usage(wish: Wish) -> str | None:
    """The name of what is wrong with the options taken together, None where they fit."""
    if wish.files.count(STANDARD_INPUT) > 1:
        return "standard_input_once"
    if wish.list_name and (wish.form is not ReadFormat.CSV or wish.out):
        return "list_needs_csv"
    if wish.form is ReadFormat.AKN and wish.out is None and len(wish.files) > 1:
        return "one_xml"
    if wish.form is ReadFormat.XLSX and wish.out is None:
        if len(wish.files) > 1:
            return "one_workbook"
        if sys.stdout.isatty():
            return "no_workbook_on_screen"
    return None


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"dondoc {__version__}")
        raise typer.Exit
