"""What an account holds on a day: its roles and the bodies over which it has them, asked once a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dondoc.web.organizations.models import Body, Grant

# Who reads the plans of an office, and who reads of them what its own body answers for.
OFFICE_READERS = frozenset({"editor", "assigner", "leader", "inspection", "analyst", "publisher"})
UNIT_READERS = frozenset({"reporter", "head"})
OFFICE_WRITERS = frozenset({"editor", "assigner"})
# Who acts for the body that is the custodian of an indicator.
CUSTODIANS = UNIT_READERS | OFFICE_WRITERS
FEW = 500  # as many bodies are named in a query one by one; more are looked for by the database, each time


@dataclass(frozen=True, slots=True)
class Held:
    """The roles of one account on `day`; `bodies` are the primary keys of the bodies of each role, without what is
    below them."""

    day: date
    bodies: Mapping[str, frozenset[int]]
    _above: dict[frozenset[int], frozenset[int]] = field(default_factory=dict, repr=False, compare=False)
    _below: dict[frozenset[int], Any] = field(default_factory=dict, repr=False, compare=False)

    def any(self, roles: Iterable[str]) -> bool:
        """Whether one of `roles` is held over any body."""
        return any(self.bodies.get(role) for role in roles)

    def of(self, roles: Iterable[str]) -> frozenset[int]:
        """The bodies over which one of `roles` is held, without what is below them."""
        return frozenset().union(*(self.bodies.get(role, frozenset()) for role in roles))

    def each(self, roles: Iterable[str]) -> Iterable[tuple[str, frozenset[int]]]:
        """Those of `roles` that are held, each with its bodies."""
        return ((role, self.bodies[role]) for role in sorted(roles) if self.bodies.get(role))

    def together(self, roles: Iterable[str]) -> Iterable[tuple[list[str], frozenset[int]]]:
        """Those of `roles` that are held, all that are held over the same bodies with these: one question for them."""
        found: dict[frozenset[int], list[str]] = {}
        for role, bodies in self.each(roles):
            found.setdefault(bodies, []).append(role)
        return ((own, bodies) for bodies, own in found.items())

    def over(self, roles: Iterable[str], subjects: Iterable[int]) -> bool:
        """Whether one of `roles` is held over one of the bodies `subjects`, or over one that it stands under."""
        return bool(self.roles_over(frozenset(subjects)) & frozenset(roles))

    def roles_over(self, subjects: frozenset[int]) -> frozenset[str]:
        """The roles held over one of the bodies `subjects`, or over one that it stands under. Asked once a request."""
        if not self.bodies or not subjects:
            return frozenset()
        if all(own <= subjects for own in self.bodies.values()):
            return frozenset(self.bodies)  # whoever holds roles over these bodies alone is not asked about others
        if subjects not in self._above:
            self._above[subjects] = frozenset(Body.objects.above(subjects, self.day).values_list("pk", flat=True))
        return frozenset(role for role, own in self.bodies.items() if own & self._above[subjects])

    def offices(self, roles: Iterable[str]) -> Any:
        """The bodies over which one of `roles` was given, without what is below them, as a queryset."""
        return Body.objects.filter(pk__in=self.of(roles))

    def below(self, roles: Iterable[str]) -> Any:
        """The bodies over which one of `roles` is held, with all that is below them: what stands behind `__in`."""
        return self.with_below(self.of(roles))

    def with_below(self, bodies: frozenset[int]) -> Any:
        """`bodies` with all that is below them, for `__in`: primary keys where they are few, else a queryset.

        Asked once a request: a page looks for them in most of its queries, and each time would look through the tree.
        """
        if not bodies:
            return bodies
        if bodies not in self._below:
            found = Body.objects.below(bodies, self.day)
            keys = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
            self._below[bodies] = frozenset(keys) if len(keys) <= FEW else found
        return self._below[bodies]


def held_by(account: Any, day: date) -> Held:
    """One query; nothing for a visitor and for an account that is closed."""
    if not account.is_authenticated or not account.is_active:
        return Held(day, {})
    bodies: dict[str, set[int]] = {}
    for role, body in Grant.objects.filter(account=account).as_of(day).values_list("role", "body_id"):
        bodies.setdefault(role, set()).add(body)
    return Held(day, {role: frozenset(own) for role, own in bodies.items()})


def held_by_grant(held: Grant, day: date) -> Held:
    """What `held` alone gives, whatever else its account holds."""
    return Held(day, {held.role: frozenset({held.body_id})})
