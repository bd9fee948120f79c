"""The codes of SDMX: how days, statuses and names of the open data are written in a data structure of that standard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from dondoc.reporting.akoma_ntoso.identifying import slug

NOT_APPLICABLE = "_Z"
# CL_OBS_STATUS of the SDMX cross-domain code lists. "ước" is an estimate of who reports it, "sơ bộ" is provisional.
STATUSES = {"estimate": "E", "preliminary": "P", "official": "A"}
PLANNED, MISSING, SUPPRESSED = "A", "O", "Q"
MISSING_VALUE = "NaN"  # an observation that is known to have no number (SDMX 3.0, Technical Notes)
_DAY = timedelta(days=1)
_WHOLE = {12: ("A", "{year}"), 6: ("S", "{year}-S{part}"), 3: ("Q", "{year}-Q{part}"), 1: ("M", "{year}-{month:02}")}
_OTHER = "_O"


def time_of(start: date, end: date) -> tuple[str, str]:
    """Frequency and time period: "S" and "2023-S2"; what is no calendar period is a first day and how long it takes."""
    if start == end:
        return "D", end.isoformat()
    months = _months(start, end)
    if months is None:
        return _OTHER, f"{start.isoformat()}/P{(end - start).days + 1}D"
    if months in _WHOLE and (start.month - 1) % months == 0:
        frequency, form = _WHOLE[months]
        return frequency, form.format(year=start.year, month=start.month, part=(start.month - 1) // months + 1)
    length = f"{months // 12}Y" if months % 12 == 0 else f"{months}M"
    return _OTHER, f"{start.isoformat()}/P{length}"


def _months(start: date, end: date) -> int | None:
    """How many whole months of the calendar; None where it begins or ends within one."""
    after = end + _DAY
    if (start.day, after.day) != (1, 1):
        return None
    return (after.year - start.year) * 12 + after.month - start.month


def codes_of(names: Iterable[str]) -> dict[str, str]:
    """A code for each name: capitals, digits and low lines; two names never have the same one."""
    found: dict[str, str] = {}
    for name in dict.fromkeys(names):
        code = plain = slug(name).replace("-", "_").upper() or NOT_APPLICABLE
        again = 1
        while code in found.values():
            again += 1
            code = f"{plain}_{again}"
        found[name] = code
    return found
