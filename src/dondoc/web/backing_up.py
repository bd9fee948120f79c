"""A copy of all data while the site runs, and its return. No Django here: it works also where the site does not start.

A backup is a folder: the database, and backup.json with the hash of it and the last head of the audit's chain. The
secret key is not in it: a copy of the data lets nobody sign in by itself, and with a new key everyone signs in again.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from dondoc import __version__
from dondoc.web.audit import heads
from dondoc.web.audit.chain import Head
from dondoc.web.data_folder import DATABASE, only_user
from dondoc.web.environment import Environment, database
from dondoc.web.refusals import BackupError

FORM = "dondoc.backup/1"
MANIFEST = "backup.json"
DUMP = "dondoc.dump"


def back_up(read: Environment, destination: Path) -> str:
    """Writes the backup to the new folder `destination` and gives the hash of the database in it.

    It is verified before it gets its name: a folder `destination` is whole.
    """
    if destination.exists():
        raise BackupError("backup_exists", path=destination)
    part = destination.with_name(destination.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700, parents=True)
    # Read before the database is: what was sealed in between is in the copy, and the head as well.
    audit = heads.noted(read.data)
    try:
        file = _dump(read, part / DUMP) if read.database_url else _copy(read.data / DATABASE, part / DATABASE)
        manifest = _manifest(file, audit)
        file.chmod(0o600)
        (part / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
        part.rename(destination)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return manifest["sha256"]


def restore(read: Environment, source: Path, replace: bool) -> None:
    """Brings the backup in `source` into the data folder or database. The site must not be running.

    With `replace` what is there gives way; a SQLite file is kept beside it under the name of the day. BackupError where
    the backup is damaged, of another kind of database, or would replace what is there without being asked to.
    """
    file, audit = _verified(source)
    if (file.name == DUMP) != bool(read.database_url):
        raise BackupError("backup_of_another_kind")
    with only_user(read.data):
        if read.database_url:
            _load(read, file, replace)
        else:
            _put_back(file, read.data / DATABASE, replace)
        heads.replace(read.data, audit, kept_as=f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}")


def _manifest(file: Path, audit: Sequence[Head]) -> dict[str, str]:
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    told = {"form": FORM, "dondoc": __version__, "made_at": made_at, "file": file.name, "sha256": _hash(file)}
    return told | ({"audit_head": heads.written(audit[-1])} if audit else {})


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _verified(source: Path) -> tuple[Path, Head | None]:
    """The database file of the backup, after its hash and, of SQLite, its own check; and the head of the audit."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        name, expected = manifest["file"], manifest["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        raise BackupError("no_backup", path=source) from None
    if manifest.get("form") != FORM or name not in (DATABASE, DUMP):
        raise BackupError("no_backup", path=source)
    file = source / name
    if not file.is_file() or _hash(file) != expected:
        raise BackupError("backup_changed", path=file)
    if name == DATABASE:
        _check(file)
    return file, heads.parsed(str(manifest.get("audit_head", "")))


def _check(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchall()
            broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError("backup_damaged", path=path, problem=error) from None
    if said != [("ok",)] or broken:
        raise BackupError("backup_damaged", path=path, problem=said[0][0] if said != [("ok",)] else broken[0])


def _copy(source: Path, copy: Path) -> Path:
    """A consistent copy through SQLite's own backup, which waits for nobody and is waited for by nobody."""
    if not source.exists():
        raise BackupError("no_database", folder=source.parent)
    with closing(sqlite3.connect(source, timeout=30)) as here, closing(sqlite3.connect(copy)) as there:
        here.backup(there)
        there.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    _check(copy)
    return copy


def _put_back(file: Path, place: Path, replace: bool) -> None:
    if place.exists() and not replace:
        raise BackupError("database_exists", path=place)
    fresh = place.with_suffix(".restoring")
    shutil.copyfile(file, fresh)
    fresh.chmod(0o600)
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    if place.exists():
        # Closing the last connection brings the log into the file, so the file that is kept is whole.
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.rename(place.with_suffix(f".replaced-{datetime.now(UTC):%Y%m%dT%H%M%S}"))
    for beside in ("-wal", "-shm"):
        place.with_name(place.name + beside).unlink(missing_ok=True)
    fresh.rename(place)


def _dump(read: Environment, file: Path) -> Path:
    _postgresql(read, "pg_dump", lambda name: ["--format=custom", "--no-owner", f"--file={file}", name])
    # Reading the list of contents fails on a dump that is cut off.
    _run(["pg_restore", "--list", str(file)], os.environ)
    return file


def _load(read: Environment, file: Path, replace: bool) -> None:
    options = ["--clean", "--if-exists"] if replace else []
    _postgresql(
        read,
        "pg_restore",
        lambda name: ["--single-transaction", "--no-owner", "--exit-on-error", *options, f"--dbname={name}", str(file)],
    )


def _postgresql(read: Environment, program: str, arguments: Callable[[str], list[str]]) -> None:
    named = database(read.database_url, read.data)
    variables = {
        "PGHOST": named["HOST"],
        "PGPORT": named["PORT"],
        "PGUSER": named["USER"],
        "PGPASSWORD": named["PASSWORD"],
    }
    given = {name: str(value) for name, value in variables.items() if value}
    _run([program, *arguments(str(named["NAME"]))], {**os.environ, **given})


def _run(command: list[str], variables: Mapping[str, str]) -> None:
    try:
        done = subprocess.run(command, env=dict(variables), capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise BackupError("no_program", program=command[0]) from None
    if done.returncode:
        raise BackupError("program_failed", program=command[0], problem=done.stderr.strip() or done.returncode)
