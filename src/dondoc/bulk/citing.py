"""Citing: which document implements, amends or replaces which; the documents named are looked for among those read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from dondoc.text import fold, mend

CITES = "cites"
_BEFORE = 160  # characters; a name stands nearer to its verb
_ENDS = (". ", ";", "\n")
Key = tuple[str, str]
_SIGN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """One line of `dondoc compare --show citations`. `found`: the hash of the document named, where it was read."""

    document: str
    relation: str
    named: str
    found: str | None


def relation_before(words: str) -> str:
    """How a document stands to what it names behind `words`: the rule whose words stand last in the same sentence."""
    low = mend(words[-_BEFORE:]).lower
    start = max((low.rfind(end) + len(end) for end in _ENDS if end in low), default=0)
    sentence = low[start:]
    places = {name: max(map(sentence.rfind, row["words"])) for name, row in relations().items()}
    best = max(places, key=lambda name: places[name])
    return best if places[best] >= 0 else CITES


@cache
def relations() -> Mapping[str, Any]:
    """relations.toml."""
    return tomllib.loads(files("dondoc.bulk").joinpath("relations.toml").read_text(encoding="utf-8"))


def followed(documents: Mapping[str, Mapping[str, Any]], citations: Iterable[Mapping[str, Any]]) -> Iterator[Named]:
    """Each document that is named, once for each that names it, with the strongest relation told anywhere in it."""
    by_key = _by_key(documents)
    order = [*relations(), CITES]
    strongest: dict[tuple[str, str], Named] = {}
    for row in citations:
        text = str(documents[row["document"]]["text"])
        relation = relation_before(text[: row["start"]])
        found = _found(row, by_key)
        if found == row["document"]:
            continue
        named = Named(row["document"], relation, " ".join(row["quote"].split()), found)
        key = (row["document"], found or _name(row))
        before = strongest.get(key)
        if before is None or order.index(relation) < order.index(before.relation):
            strongest[key] = named
    yield from sorted(strongest.values(), key=lambda each: (each.document, order.index(each.relation), each.named))


def _by_key(documents: Mapping[str, Mapping[str, Any]]) -> dict[Key, list[tuple[date | None, str]]]:
    held: dict[Key, list[tuple[date | None, str]]] = {}
    for name, row in documents.items():
        key = (plain_number(row["number"]), plain_symbol(row["symbol"]))
        if all(key):
            held.setdefault(key, []).append((row["issued_on"], name))
    return held


def _found(citation: Mapping[str, Any], by_key: Mapping[Key, list[tuple[date | None, str]]]) -> str | None:
    """The one document read that has its number and symbol, and its date where both tell one; None where two have."""
    key = (plain_number(citation["number"]), plain_symbol(citation["symbol"]))
    issued_on = citation["issued_on"]
    fitting = [name for day, name in by_key.get(key, ()) if not (day and issued_on) or day == issued_on]
    return fitting[0] if len(fitting) == 1 and all(key) else None


def _name(citation: Mapping[str, Any]) -> str:
    key = f"{plain_number(citation['number'])} {plain_symbol(citation['symbol'])}".strip()
    return key or str(citation["quote"]).lower()


def plain_number(number: object) -> str:
    """ "012" as "12"; empty where there is none."""
    return str(number or "").lstrip("0")


def plain_symbol(symbol: object) -> str:
    """Without signs and accents, "NQ-HĐND" as "nqhdnd"; empty where there is none."""
    return _SIGN.sub("", fold(str(symbol or "")))
