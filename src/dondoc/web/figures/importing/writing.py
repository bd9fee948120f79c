"""Staged rows become figures and versions: three statements of SQL in the transaction of the action.

They say what figures/actions.py says for one figure: an accepted version stands behind the last one, which no longer
counts. The constraints and triggers of the database hold for them as for all else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection
from django.utils.translation import gettext as _

from dondoc.web.figures.importing.outcome import FigureImportError
from dondoc.web.figures.importing.staging import CHANGED, KEY, NEW, TABLE, among, found, listed

_OURS = f"s.outcome IN ('{NEW}', '{CHANGED}')"


def write_staged(by: Any, reason: str, recorded_at: datetime, today: date) -> int:
    """How many versions were written. FigureImportError where somebody has told one of the figures meanwhile."""
    names, own = ", ".join(f'"{name}"' for name in KEY), ", ".join(f's."{each}"' for each in KEY.values())
    figure, join = "s.figure", ""
    if connection.vendor == "postgresql":
        names, own = f"id, {names}", f"s.figure, {own}"
        _run("SET CONSTRAINTS ALL IMMEDIATE")  # a million keys are looked up faster as they come than all at the end
    else:
        same_key = " AND ".join(f's."{each}" = f."{name}"' for name, each in KEY.items())
        figure, join = "f.id", f"JOIN figures_figure f ON {same_key}"
    try:
        _run(
            f"INSERT INTO figures_figure ({names}) SELECT {own} FROM {TABLE} s"  # noqa: S608
            f" WHERE s.outcome = '{NEW}' AND s.is_made"
        )
        _supersede([figure for (figure,) in found(f"SELECT s.figure FROM {TABLE} s WHERE s.outcome = '{CHANGED}'")])  # noqa: S608
        moment, day = connection.ops.adapt_datetimefield_value(recorded_at), connection.ops.adapt_datefield_value(today)
        given = [moment, day, by.pk if by else None, CHANGED, reason]
        return _run(_VERSIONS.format(figure=figure, join=join), given)
    except IntegrityError as error:
        problem = _("Vừa có người khác ghi một trong các số liệu này; chưa ghi gì, hãy thử lại để xem khác biệt mới.")
        raise FigureImportError(problem) from error


# A version of a figure that has one already has the number behind it; that another came meanwhile is refused by the
# unique number, that the last is not the one that was compared by the unique `corrects`.
_VERSIONS = f"""INSERT INTO figures_version (
    figure_id, number, corrects_id, state, tells, value, unit, qualifier, numerator, denominator, cut_off, known_on,
    recorded_at, backfilled, by_id, reason, kept_because, note)
SELECT {{figure}}, coalesce(s.last_number, 0) + 1, s.last, 'accepted',
    CASE WHEN s.value IS NULL THEN 'no_data' ELSE 'value' END, s.value, s.unit, s.qualifier, s.numerator, s.denominator,
    s.cut_off, s.known_on, %s, s.known_on < %s, %s,
    CASE WHEN s.outcome = %s AND s.reason = '' THEN %s ELSE s.reason END, s.kept_because, s.note
FROM {TABLE} s {{join}} WHERE {_OURS}"""  # noqa: S608


def _supersede(figures: Sequence[int]) -> None:
    """By their numbers, not by a join: PostgreSQL took it for one of few rows, and went through all for each."""
    if figures:
        sql = f"UPDATE figures_version SET state = 'superseded' WHERE state = 'accepted' AND figure_id {among()}"  # noqa: S608
        _run(sql, [listed(figures)])


def _run(sql: str, parameters: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
