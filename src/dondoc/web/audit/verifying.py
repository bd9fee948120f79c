"""Verifying the audit of a data folder or database from outside the site."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import django
from django.db import OperationalError, ProgrammingError

from dondoc.web.audit.chain import Head, Verification
from dondoc.web.data_folder import DATABASE
from dondoc.web.environment import environment
from dondoc.web.refusals import BackupError


class NotUpToDateError(Exception):
    """The database has no chain: it is of an older version that was not started since, or of something else."""


def verify_in(data: Path, noted: Iterable[Head]) -> tuple[Verification, int]:
    """What is found in the chain, and how many entries wait to be sealed. It only reads; the site may be running.

    SettingsError where a setting is unsafe, BackupError where there is no database.
    """
    os.environ["DONDOC_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
    read = environment(os.environ)
    if not read.database_url and not (read.data / DATABASE).exists():
        raise BackupError("no_database", folder=read.data)
    django.setup()
    # The models can be imported only now that the applications have been loaded.
    from dondoc.web.audit.models import Entry
    from dondoc.web.audit.sealing import verify_chain

    try:
        return verify_chain(noted), Entry.objects.unsealed().count()
    except (OperationalError, ProgrammingError) as error:
        raise NotUpToDateError from error
