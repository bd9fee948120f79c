"""What `dondoc serve`, `dondoc backup` and `dondoc restore` do and say. Only imported when one of them is called."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

import typer

from dondoc.findings import Language
from dondoc.reporting.words import word
from dondoc.web.backing_up import back_up, restore
from dondoc.web.data_folder import FolderInUseError
from dondoc.web.environment import Environment, environment
from dondoc.web.refusals import BackupError, SettingsError

DONE, FAILED, WRONG_USAGE = 0, 1, 2


def run_site(data: Path, host: str, port: int, language: Language) -> int:
    """Serves until asked to stop; 1 where the folder is in use, 2 where a setting is unsafe or the site is absent."""
    if importlib.util.find_spec("django") is None:
        return _say(word("command.no_site", language), WRONG_USAGE)
    from dondoc.web.serving import Ready, serve

    def tell(ready: Ready) -> None:
        typer.echo(word("command.serving", language, address=ready.address))
        if ready.first_administrator:
            typer.echo(word("command.first_administrator", language, link=ready.first_administrator))

    return _guarded(lambda: serve(data, host, port, tell), language)


def run_demo(data: Path, port: int, file: Path, language: Language) -> int:
    """Fills a fresh folder from the resolution in `file` and serves it on this machine until asked to stop."""
    if importlib.util.find_spec("django") is None:
        return _say(word("command.no_site", language), WRONG_USAGE)
    if not file.is_file():
        return _say(word("command.no_file", language, path=file), WRONG_USAGE)
    from dondoc.web.serving import Ready, demo

    def tell(ready: Ready) -> None:
        typer.echo(word("command.serving", language, address=ready.address))
        typer.echo(word("command.demo_password", language, password=ready.filled.password))
        for account in ready.filled.accounts:
            typer.echo(f"  {account.username:<12} {account.name}")
        typer.echo(word("command.demo_ends", language))

    typer.echo(word("command.demo_filling", language, path=file))
    return _guarded(lambda: demo(data, port, file, tell), language)


def back_up_site(data: Path, destination: Path, language: Language) -> int:
    """A verified copy in the new folder `destination`, also while the site runs."""

    def copy() -> None:
        hashed = back_up(_environment(data), destination)
        typer.echo(word("command.backed_up", language, path=destination, sha256=hashed))

    return _guarded(copy, language)


def restore_site(data: Path, source: Path, replace: bool, language: Language) -> int:
    """Brings the backup in `source` back; 1 and nothing changed where that cannot be."""

    def bring_back() -> None:
        restore(_environment(data), source, replace)
        typer.echo(word("command.restored", language, path=source))

    return _guarded(bring_back, language)


def _environment(data: Path) -> Environment:
    return environment({**os.environ, "DONDOC_DATA": str(data)})


def _guarded(work: Callable[[], None], language: Language) -> int:
    try:
        work()
    except SettingsError as error:
        return _say(error.message(language), WRONG_USAGE)
    except BackupError as error:
        return _say(error.message(language), FAILED)
    except FolderInUseError as error:
        return _say(word("command.folder_in_use", language, folder=error), FAILED)
    return DONE


def _say(text: str, status: int) -> int:
    typer.echo(text, err=True)
    return status
