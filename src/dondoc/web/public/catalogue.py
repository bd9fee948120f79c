"""What search engines and catalogues of data are told of the public record: JSON-LD that needs nothing from elsewhere.

In a page it is a block of data, no script: the policy of the site needs no exception for it. As files it is DCAT.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from dondoc.reporting.open_data import CC_BY, OpenPlan, dcat, schema_org
from dondoc.web.public.models import Page
from dondoc.web.public.open_data import FORMS, about_of, file_of, open_plan_of

DCAT = "dcat.jsonld"  # as a form of the data of a plan
_FILES: Mapping[str, None] = {f"du-lieu.{form}": None for form in FORMS}
_SHUT = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def block(told: Mapping[str, Any]) -> SafeString:
    """`told` for within a script element of type application/ld+json: nothing in it can end the element."""
    return mark_safe(json.dumps(told, ensure_ascii=False).translate(_SHUT))  # noqa: S308 — every sign that opens is gone


def of_plan(plan: Page, targets: list[Page], base: str, as_of: date) -> SafeString:
    """A plan as a Dataset of schema.org with its files."""
    at = _address(plan, base)
    return block(schema_org(open_plan_of(plan, targets, at, as_of), _FILES, at))


def of_target(plan: Page, target: Page, base: str, as_of: date) -> SafeString:
    """A target as a Dataset that is part of that of its plan."""
    at = base + reverse("public_target", args=[target.key])
    told = schema_org(open_plan_of(plan, [target], at, as_of), {}, at)
    del told["distribution"]
    told["name"] = target.title
    return block({**told, "isPartOf": {"@type": "Dataset", "@id": _address(plan, base), "name": plan.title}})


def of_site(plans: Iterable[Page], base: str) -> SafeString:
    """The list of plans as a DataCatalog."""
    datasets = [{"@type": "Dataset", "@id": (at := _address(each, base)), "url": at, "name": each.title,
                 "description": each.title, "license": CC_BY.address} for each in plans]  # fmt: skip
    told = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DataCatalog",
        "url": base + reverse("public_plans"),
    }
    return block({**told, "license": CC_BY.address, "dataset": datasets})


def dcat_of_plan(plan: Page, items: list[Page], base: str, as_of: date) -> bytes:
    """The entry of a plan in DCAT, with size and checksum of each file."""
    at = _address(plan, base)
    files = {f"du-lieu.{form}": file_of(plan, items, at, as_of, form)[0] for form in FORMS}
    return _written(dcat(open_plan_of(plan, items, at, as_of), files, at))


def dcat_of_site(plans: Iterable[Page], illustrative: Iterable[str], base: str, as_of: date) -> bytes:
    """The catalogue of all public plans in DCAT; what a file holds is told in the entry of its plan."""
    entries = [_entry(each, base, as_of, each.key in illustrative) for each in plans]
    context = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#"} | (entries[0]["@context"] if entries else {})
    context |= {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
    for each in entries:
        del each["@context"]
    at = base + reverse("public_plans")
    told = {"@context": context, "@id": at, "@type": "dcat:Catalog", "dct:license": {"@id": CC_BY.address},
            "dct:title": {"@value": "Kế hoạch đã công khai", "@language": "vi"}, "dcat:dataset": entries}  # fmt: skip
    return _written(told)


def _entry(plan: Page, base: str, as_of: date, is_illustrative: bool) -> dict[str, Any]:
    at = _address(plan, base)
    about = about_of(plan, at, as_of, illustrative=is_illustrative)
    entry = dcat(OpenPlan(about, (), (), (), ()), _FILES, at)
    del entry["dct:provenance"]
    return {**entry, "rdfs:seeAlso": {"@id": base + reverse("public_data", args=[plan.key, DCAT])}}


def _address(plan: Page, base: str) -> str:
    return base + reverse("public_plan", args=[plan.key])


def _written(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
