"""What `dondoc audit verify` does and says. Only imported when it is called."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import typer

from dondoc.cli.serve import DONE, FAILED, WRONG_USAGE
from dondoc.findings import Language
from dondoc.reporting.words import word
from dondoc.web.audit.chain import Head, Problem, Verification
from dondoc.web.audit.heads import parsed, written
from dondoc.web.refusals import BackupError, SettingsError

MOST = 100  # problems that are shown; a chain that was cut has one a seal


def verify_audit(data: Path, heads: Sequence[str], language: Language) -> int:
    """0 where the chain holds, 1 where it does not, 2 where it could not be looked at."""
    noted = [parsed(each.replace(":", " ", 1)) for each in heads]
    if None in noted:
        return _say(word("command.audit_head_form", language), WRONG_USAGE)
    if importlib.util.find_spec("django") is None:
        return _say(word("command.no_site", language), WRONG_USAGE)
    from dondoc.web.audit.verifying import NotUpToDateError, verify_in

    try:
        found, unsealed = verify_in(data, [head for head in noted if head])
    except (SettingsError, BackupError) as error:
        return _say(error.message(language), WRONG_USAGE)
    except NotUpToDateError:
        return _say(word("command.audit_not_up_to_date", language), WRONG_USAGE)
    return _told(found, unsealed, language)


def _told(found: Verification, unsealed: int, language: Language) -> int:
    for problem in found.problems[:MOST]:
        typer.echo(_words(problem, language))
    if len(found.problems) > MOST:
        typer.echo(word("command.audit_more", language, count=len(found.problems) - MOST))
    if unsealed:
        typer.echo(word("command.audit_unsealed", language, count=unsealed))
    outcome = "audit_broken" if found.problems else "audit_holds"
    typer.echo(word(f"command.{outcome}", language, count=found.sealed, problems=len(found.problems)))
    typer.echo(word("command.audit_last", language, head=_shown(found.head)))
    return FAILED if found.problems else DONE


def _words(problem: Problem, language: Language) -> str:
    values = {"position": problem.position, "entry": problem.entry, "number": problem.number}
    return word(f"command.audit_{problem.kind}", language, **values)


def _shown(head: Head | None) -> str:
    return written(head).replace(" ", ":") if head else "–"


def _say(text: str, status: int) -> int:
    typer.echo(text, err=True)
    return status
