"""From the database to the core: the bodies and successions as evaluating/lineage.py computes with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dondoc.evaluating import lineage as core
from dondoc.web.organizations.models import Body, Succession


def core_body(body: Body) -> core.Body:
    return core.Body(body.key, body.name, body.valid_from, body.valid_to)


def core_succession(succession: Succession) -> core.Succession:
    """Its parts are expected to be prefetched with their bodies."""
    return core.Succession(
        core.Change(succession.change),
        succession.on,
        tuple(part.body.key for part in succession.before),
        tuple(part.body.key for part in succession.after),
        tuple(part.share for part in succession.after if part.share is not None),
    )


def current_lineage(*, more: Iterable[core.Succession] = (), changed: Iterable[core.Body] = ()) -> core.Lineage:
    """Every body that has taken part in a change, with those changes and `more`; `changed` stand for their namesakes.

    LineageError where they cannot all be true. Bodies that never changed are left out: the core needs none of them.
    """
    bodies = {body.key: core_body(body) for body in Body.objects.filter(parts__isnull=False).distinct()}
    bodies |= {body.id: body for body in changed}
    kept = map(core_succession, successions())
    return core.Lineage(tuple(bodies.values()), (*kept, *more))


def successions() -> Any:
    return Succession.objects.prefetch_related("parts__body")
