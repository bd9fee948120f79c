"""The commitments of a resolution as a block of the meta of Akoma Ntoso, in a namespace of their own.

Each bears its id, the eId of the provision whose words make it, and what was read from them, under the names of
docs/json.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from typing import Any

from lxml import etree

from dondoc.commitments import Assignment, Resolution, Shortcoming, Target, Task
from dondoc.reporting.interchange import commitment_as_mapping
from dondoc.reporting.listing import clean

NAMESPACE = "urn:dondoc:commitments:1"
Commitment = Target | Task | Assignment | Shortcoming
_NAMES: dict[type[Commitment], str] = {
    Target: "target", Task: "task", Assignment: "assignment", Shortcoming: "shortcoming"
}  # fmt: skip
_PLACE = ("quote", "start", "end")


def commitments_of(resolution: Resolution) -> tuple[Commitment, ...]:
    """Everything that a plan can follow or a person restrict, list by list in the order of the text."""
    return (*resolution.targets, *resolution.tasks, *resolution.assignments, *resolution.shortcomings)


def all_commitments(resolution: Resolution) -> frozenset[str]:
    """The ids of all: what `public` is for a document of which everything may be shown."""
    return frozenset(item.id for item in commitments_of(resolution))


def shown_commitments(resolution: Resolution, public: Iterable[str]) -> tuple[Commitment, ...]:
    """Those of `public` whose words are not in part the words of one that is not."""
    shown = frozenset(public)
    hidden = [item for item in commitments_of(resolution) if item.id not in shown]
    return tuple(
        item
        for item in commitments_of(resolution)
        if item.id in shown and not any(item.start < other.end and other.start < item.end for other in hidden)
    )


def commitment_elements(items: Sequence[Commitment], eid_of: Callable[[Commitment], str]) -> list[Any]:
    """One element an item; `eid_of` gives the provision that it stands in. A part names no whole that is not there."""
    ids = {item.id for item in items}
    return [_element(item, eid_of(item), ids) for item in items]


def _element(item: Commitment, eid: str, ids: Set[str]) -> Any:
    made = etree.Element(f"{{{NAMESPACE}}}{_NAMES[type(item)]}", nsmap={"dd": NAMESPACE})
    made.set("href", f"#{eid}")
    for name, value in commitment_as_mapping(item).items():
        if name in _PLACE or value in (None, [], "") or (name == "part_of" and value not in ids):
            continue
        if isinstance(value, dict):
            _deadline(made, value)
        elif isinstance(value, list):
            for each in value:
                _child(made, name, str(each))
        else:
            made.set(name, clean(str(value)))
    _child(made, "quote", item.quote)
    return made


def _deadline(above: Any, value: dict[str, object]) -> None:
    made = _child(above, "deadline", str(value["quote"]))
    for name in ("on", "recurs"):
        if value[name] is not None:
            made.set(name, clean(str(value[name])))


def _child(above: Any, name: str, text: str) -> Any:
    made = etree.SubElement(above, f"{{{NAMESPACE}}}{name}")
    made.text = clean(text)
    return made
