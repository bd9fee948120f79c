"""The demo's figures: a round that is open, and what was published of the year, taken in as an office takes it in.

Beside the resolution may lie `figures.csv`, as `dondoc evaluate` reads it: each row with its source. Without it, or for
another document, the round is open and empty.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dondoc.web.figures.importing.actions import import_figures
from dondoc.web.figures.importing.scoping import scope_of
from dondoc.web.figures.rounds import open_round
from dondoc.web.organizations.models import Body
from dondoc.web.plans.models import Plan, Target

_SAME = ("unit", "basis", "from", "to", "value", "known_on", "source")


def report(*, by: Any, plan: Plan, file: Path) -> None:
    """Opens the round of the plan's period and takes in what was published of the whole, the province."""
    opened = open_round(by=by, office=plan.office, period=plan.period)
    published = file.with_name("figures.csv")
    if published.exists() and opened.whole is not None:
        with published.open(encoding="utf-8", newline="") as stream:
            figures = list(_figures(plan, opened.whole, csv.DictReader(stream)))
        data = json.dumps({"figures": figures}, ensure_ascii=False).encode()
        import_figures(by=by, file=data, scope=scope_of(plan), partial=True)


def _figures(plan: Plan, whole: Body, rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    """What was achieved, of targets that are linked; of two sources of the same figure both."""
    linked = Target.objects.filter(plan=plan, indicator__isnull=False).select_related("indicator")
    indicators = {target.code: target.indicator.key for target in linked}
    for row in rows:
        if row["kind"] == "actual" and row["target"] in indicators:
            stage, qualifier = row["stage"] or "estimate", row["qualifier"] or "exact"
            told = {"indicator": indicators[row["target"]], "body": whole.key, "stage": stage, "qualifier": qualifier}
            yield told | {name: row[name] for name in _SAME if row[name]}
