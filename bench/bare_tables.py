"""Tables without indexes, triggers and foreign keys while millions of rows are written, and with all of them after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

# Of each table what is taken away, and how it is put back; primary keys and checks stay.
_ON_POSTGRESQL = """
SELECT format('ALTER TABLE %%I DROP CONSTRAINT %%I', t.relname, c.conname),
       format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', t.relname, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE t.relname = ANY(%s) AND c.contype = 'u'
UNION ALL
SELECT format('DROP INDEX %%I', i.relname), pg_get_indexdef(x.indexrelid)
FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE t.relname = ANY(%s) AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = x.indexrelid)
"""
_ON_SQLITE = """
SELECT 'DROP ' || type || ' "' || name || '"', sql FROM sqlite_master
WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN (%s, %s)
"""


@contextmanager
def bare(tables: Sequence[str]) -> Iterator[None]:
    """Two tables to be filled with rows that are known to be right. Outside a transaction: SQLite heeds foreign keys
    to the end of one."""
    on_postgresql = connection.vendor == "postgresql"
    found = _asked(_ON_POSTGRESQL, [list(tables)] * 2) if on_postgresql else _asked(_ON_SQLITE, tables)
    quiet, loud = (
        (("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'"),
         ("RESET session_replication_role", "RESET maintenance_work_mem"))
        if on_postgresql
        else (("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF"),
              ("PRAGMA foreign_keys = ON", "PRAGMA synchronous = FULL"))
    )  # fmt: skip
    _run((*quiet, *(away for away, _back in found)))
    yield
    _run((*(back for _away, back in found), *loud))


def _asked(sql: str, values: Sequence[object]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)
