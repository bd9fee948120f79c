"""The project's own list of provinces and communes (units/README.md says where it is from and what is not settled)."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from django.db import transaction

from dondoc.web.imported import Result
from dondoc.web.organizations.importing_bodies import import_bodies
from dondoc.web.organizations.importing_successions import import_successions


def table(name: str) -> bytes:
    """The bytes of bodies.csv or successions.csv."""
    return files("dondoc.web.organizations").joinpath("units", name).read_bytes()


@transaction.atomic
def import_national_units(*, by: Any) -> Result:
    """Writes what is not there yet; nothing where a body of the same key says otherwise."""
    bodies = import_bodies(by=by, data=table("bodies.csv"))
    if bodies.errors:
        return bodies
    changes = import_successions(by=by, data=table("successions.csv"))
    if changes.errors:
        transaction.set_rollback(True)
        return changes
    return bodies
