"""What `dondoc figures import` does and says. Only imported when it is called."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import typer

from dondoc.cli.serve import DONE, FAILED, WRONG_USAGE
from dondoc.findings import Language
from dondoc.reporting.table import printable
from dondoc.reporting.words import word
from dondoc.web.refusals import BackupError, SettingsError


@dataclass(frozen=True, slots=True)
class Wish:
    """What one `dondoc figures import` was asked to do."""

    file: Path
    data: Path
    plan: int | None
    by: str | None
    reason: str
    dry_run: bool
    partial: bool
    as_json: bool
    language: Language


def take_in_file(wish: Wish) -> int:
    """0 where every row is in or is there already, 1 where rows are refused, 2 where the file was not looked at."""
    if importlib.util.find_spec("django") is None:
        return _say(word("command.no_site", wish.language), WRONG_USAGE)
    if not wish.file.is_file():
        return _say(word("command.no_such_file", wish.language, path=wish.file), WRONG_USAGE)
    from dondoc.web.figures.importing.command import NotFoundError, NotTakenError, take_in

    try:
        told = take_in(
            wish.data, wish.file, plan=wish.plan, by=wish.by, reason=wish.reason, dry_run=wish.dry_run,
            partial=wish.partial, language=wish.language,
        )  # fmt: skip
    except (SettingsError, BackupError) as error:
        return _say(error.message(wish.language), WRONG_USAGE)
    except NotFoundError as error:
        return _say(word(f"command.{error.what}", wish.language, name=error.name), WRONG_USAGE)
    except NotTakenError as error:
        return _say(str(error), FAILED)
    _tell(told, wish)
    return FAILED if told["refused"] else DONE


def _tell(told: dict[str, object], wish: Wish) -> None:
    if wish.as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for each in told["refusals"]:  # type: ignore[attr-defined]
        shown = {name: printable(str(value)) for name, value in each.items()}
        typer.echo(word("command.row_refused", wish.language, **shown))
    outcome = "figures_written" if told["written"] else "figures_tried" if wish.dry_run else "figures_not_written"
    typer.echo(word(f"command.{outcome}", wish.language))
    typer.echo(word("command.figures_counts", wish.language, **told))


def _say(text: str, status: int) -> int:
    typer.echo(text, err=True)
    return status
