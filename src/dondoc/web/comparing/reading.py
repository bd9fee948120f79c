"""What is compared: plans, their targets and the documents they name, as far as one account may read them.

The rows have the names of the tables of `dondoc bulk`, by which the core compares.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from dondoc.text import Span
from dondoc.web.amounts import trimmed
from dondoc.web.organizations.held import Held
from dondoc.web.plans.models import Commitment, Plan
from dondoc.web.resolutions.models import Reading

MOST_PLANS = 200  # the newest: more are not compared at a sitting
Row = dict[str, Any]
_TARGET = ("amount", "upper_amount", "unit", "measure", "comparison", "period", "indicator__key", "indicator__name")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Plans by their keys, written as text; `documents` are rows about them, by the same keys."""

    plans: Mapping[str, Plan]
    documents: Mapping[str, Row]

    def chosen(self, keys: Sequence[str]) -> Shelf:
        """Those with `keys`; all where there are no keys."""
        if not keys:
            return self
        plans = {key: plan for key, plan in self.plans.items() if key in keys}
        return Shelf(plans, {key: self.documents[key] for key in plans})


def shelf_of(held: Held) -> Shelf:
    """The newest MOST_PLANS plans that `held` may read."""
    plans = Plan.objects.readable(held).select_related("office", "document").order_by("-in_force_from", "-pk")
    found = {str(plan.pk): plan for plan in plans[:MOST_PLANS]}
    return Shelf(found, {key: _document(plan) for key, plan in found.items()})


def _document(plan: Plan) -> Row:
    document = plan.document
    issuer = " ".join(document.issuer.split()) or plan.office.name
    return {
        "document": str(plan.pk),
        "issuer": issuer,
        "issued_on": plan.issued_on,
        "number": document.number,
        "symbol": document.symbol,
    }


def targets_of(shelf: Shelf, held: Held) -> list[Row]:
    """The targets in force of these plans that `held` may read. What the registry names bears the name it has there."""
    fields = (f"target__{name}" for name in _TARGET)
    found = (
        Commitment.objects.readable(held)
        .filter(plan__in=list(shelf.plans), kind="target", ended_on=None)
        .order_by("plan", "place", "pk")
        .values("pk", "plan", "code", "name", "quote", *fields)
    )
    return [_target({name.removeprefix("target__"): value for name, value in row.items()}) for row in found]


def _target(row: Row) -> Row:
    return row | {
        "document": str(row["plan"]),
        "id": row["code"],
        "indicator": row["indicator__name"] or row["name"],
        "amount_written": format(trimmed(row["amount"]), "f"),
    }


def citations_of(shelf: Shelf, held: Held) -> tuple[dict[str, Row], list[Row]]:
    """The rows of documents with their texts, and what these name, annexes included.

    What stands in the line of a commitment that `held` may not read is left out: its sentence may begin before it.
    """
    plans = list(shelf.plans)
    of_plans = Q(document__plan__in=plans) | Q(document__annex_of__plan__in=plans)
    readings = Reading.objects.filter(of_plans, content__isnull=False).order_by("document_id")
    columns = ("document_id", "document__plan", "document__annex_of__plan", "text", "content__citations")
    hidden = _hidden(plans, held)
    documents: dict[str, Row] = {}
    cited: list[Row] = []
    for document, plan, plan_above, text, citations in readings.values_list(*columns):
        # An annex without a plan of its own speaks for the document it belongs to, and is found under no number.
        own = shelf.documents.get(str(plan))
        about = own or shelf.documents[str(plan_above)]
        documents[str(document)] = about | {"text": text} | ({} if own else {"number": "", "symbol": ""})
        cited += _visible(str(document), citations or (), [_line(text, span) for span in hidden[document]])
    return documents, cited


def _visible(document: str, citations: Iterable[Row], hidden: Iterable[Span]) -> Iterator[Row]:
    for each in citations:
        if not any(each["start"] < span.end and span.start < each["end"] for span in hidden):
            day = date.fromisoformat(each["issued_on"]) if each["issued_on"] else None
            yield {**each, "document": document, "issued_on": day}


def _line(text: str, span: Span) -> Span:
    """The whole line, or lines, in which `span` stands."""
    end = text.find("\n", span.end)
    return Span(text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end)


def _hidden(plans: Sequence[str], held: Held) -> Mapping[int, list[Span]]:
    """Places of what `held` may not read, by document."""
    everything = Commitment.objects.filter(plan__in=plans, source__isnull=False)
    readable = Commitment.objects.readable(held).filter(plan__in=plans)
    found: dict[int, list[Span]] = defaultdict(list)
    for source, start, end in everything.exclude(pk__in=readable.values("pk")).values_list("source", "start", "end"):
        found[source].append(Span(start, end))
    return found
