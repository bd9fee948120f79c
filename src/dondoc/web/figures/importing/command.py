"""Taking a file of figures in from the command line, on the database of a data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django
from django.db import Error
from django.utils.translation import override

from dondoc.findings import Language
from dondoc.web.data_folder import DATABASE
from dondoc.web.environment import environment
from dondoc.web.refusals import BackupError


class NotFoundError(Exception):
    """No such plan or account: the entry `command.WHAT` of words.toml, with its name."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(what, name)
        self.what, self.name = what, name


class NotTakenError(Exception):
    """Why nothing was taken in, in words."""


def take_in(
    data: Path, file: Path, *, plan: int | None, by: str | None, reason: str, dry_run: bool, partial: bool,
    language: Language,
) -> dict[str, Any]:  # fmt: skip
    """What an import has done or, with `dry_run`, would do, as JSON tells it (dondoc.figures-import/1).

    The site may be running. SettingsError, BackupError: there is no database; NotFoundError; NotTakenError.
    """
    os.environ["DONDOC_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
    read = environment(os.environ)
    if not read.database_url and not (read.data / DATABASE).exists():
        raise BackupError("no_database", folder=read.data)
    django.setup()
    # The models can be imported only now that the applications have been loaded.
    from dondoc.web.figures.importing.actions import check_figures, import_figures
    from dondoc.web.figures.importing.outcome import FigureImportError, as_json
    from dondoc.web.figures.importing.scoping import scope_of, whole_scope
    from dondoc.web.figures.importing.tables import TableError
    from dondoc.web.outages import WORDS, outage_of

    with override(language):
        scope = whole_scope() if plan is None else scope_of(_plan(plan))
        account = _account(by)
        try:
            if dry_run:
                return as_json(check_figures(file=file, scope=scope, reason=reason))
            return as_json(import_figures(by=account, file=file, scope=scope, reason=reason, partial=partial))
        except (TableError, FigureImportError) as error:
            raise NotTakenError(str(error)) from None
        except (Error, OSError) as error:
            outage = outage_of(error)
            if outage is None:
                raise
            raise NotTakenError(". ".join(map(str, WORDS[outage]))) from error


def _plan(pk: int) -> Any:
    from dondoc.web.plans.models import Plan

    found = Plan.objects.select_related("office").filter(pk=pk).first()
    if found is None:
        raise NotFoundError("no_such_plan", str(pk))
    return found


def _account(username: str | None) -> Any:
    from dondoc.web.accounts.models import User

    if username is None:
        return None
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise NotFoundError("no_such_account", username)
    return found
