"""Identifying: which document it is, as work, expression and manifestation (FRBR), and who issued it.

A work's address is /akn/vn/KIND/SUBTYPE/ISSUER/DAY/NUMBER (Akoma Ntoso Naming Convention 1.0, section 4). What a
document does not say is not guessed: "nodate" stands for its day, and the hash of its file for a number it has not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import etree

from dondoc.commitments import Header, Resolution
from dondoc.reporting.listing import clean
from dondoc.text import fold

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
# The schema asks for a day. legislation.gov.uk writes this one where none is known; no document can bear it.
UNKNOWN_DAY = date(9999, 1, 1)
_HASH_LETTERS = 12
_ARTICLE = re.compile(r"^\W*(?:Điều|ĐIỀU) \d+[a-zđ]? ?[.:]", re.MULTILINE)
_NOT_SLUG = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Identity:
    """The addresses of a document and what its head says of it. `kind` is "act" or "statement"."""

    kind: str
    subtype: str
    issuer: str | None
    issued_on: date | None
    number: str | None
    title: str | None
    work: str


def identity_of(resolution: Resolution) -> Identity:
    """Of a document with articles the kind is "act", of any other "statement": an opinion or will of a body."""
    header = resolution.header
    kind = "act" if _ARTICLE.search(resolution.text) else "statement"
    subtype = slug(header.kind or "") or "van-ban"
    number = written_number(header)
    day = header.issued_on.isoformat() if header.issued_on else "nodate"
    last = slug(number or "") or f"sha256-{resolution.source.sha256[:_HASH_LETTERS]}"
    parts = (kind, subtype, slug(header.issuer or ""), day, last)
    work = "/akn/vn/" + "/".join(part for part in parts if part)
    return Identity(kind, subtype, header.issuer, header.issued_on, number, header.title, work)


def slug(text: str) -> str:
    """Small letters and digits of ASCII, hyphens between them."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")


def written_number(header: Header) -> str | None:
    """As the document bears it: "22-NQ/TU" of the Party, "61/NQ-HĐND" of the State."""
    if not (header.number and header.symbol):
        return header.number or header.symbol
    return f"{header.number}{'-' if '/' in header.symbol else '/'}{header.symbol}"


def meta_of(identity: Identity, published_on: date | None) -> Any:
    """The meta without the commitments: identification, publication, references."""
    meta = etree.Element(_akn("meta"))
    identification = _child(meta, "identification", source="#dondoc")
    work, expression = identity.work, f"{identity.work}/vie@"
    _work(_level(identification, "FRBRWork", work, identity), identity)
    language = _level(identification, "FRBRExpression", expression, identity)
    _child(language, "FRBRlanguage", language="vie")
    manifestation = _level(identification, "FRBRManifestation", f"{expression}.akn", identity, published_on)
    _child(manifestation, "FRBRformat", value="application/akn+xml")
    if identity.issued_on:
        day = identity.issued_on
        _child(meta, "publication", date=day.isoformat(), name="issued", showAs=f"{day.day}/{day.month}/{day.year}")
    references = _child(meta, "references", source="#dondoc")
    issuer = clean(identity.issuer or "không rõ")
    _child(
        references, "TLCOrganization", eId="issuer", showAs=issuer, href=f"/akn/ontology/organization/vn/{slug(issuer)}"
    )
    _child(references, "TLCProcess", eId="dondoc", href="/akn/ontology/process/vn/dondoc", showAs="Đôn Đốc")
    return meta


def _work(level: Any, identity: Identity) -> None:
    _child(level, "FRBRcountry", value="vn")
    _child(level, "FRBRsubtype", value=identity.subtype)
    for name, value in (("FRBRnumber", identity.number), ("FRBRname", identity.title)):
        if value:
            _child(level, name, value=clean(" ".join(value.split())))


def _level(above: Any, name: str, address: str, identity: Identity, day: date | None = None) -> Any:
    made = _child(above, name)
    main = f"{address.removesuffix('.akn')}/!main{'.akn' if address.endswith('.akn') else ''}"
    _child(made, "FRBRthis", value=main)
    _child(made, "FRBRuri", value=address)
    own = identity.issued_on or UNKNOWN_DAY
    named = "published" if day else "issued" if identity.issued_on else "unknown"
    _child(made, "FRBRdate", date=(day or own).isoformat(), name=named)
    _child(made, "FRBRauthor", href="#dondoc" if name == "FRBRManifestation" else "#issuer")
    return made


def _child(above: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(above, _akn(tag), attributes)


def _akn(name: str) -> str:
    return f"{{{AKN}}}{name}"
