"""Cataloguing: the open data of a plan as entries of catalogues, DCAT 3 (W3C, 2024) and schema.org, both as JSON-LD.

Everything that an entry needs stands in it: no context is fetched from elsewhere. `address` is where the files lie; the
name of a file follows it. Of a file that is made only when it is asked for (None) neither size nor checksum is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dondoc.reporting.open_data.describing import description
from dondoc.reporting.open_data.records import About, OpenPlan
from dondoc.reporting.open_data.writing import as_json
from dondoc.values import Period

MEDIA_TYPES = {
    "sdmx.csv": "application/vnd.sdmx.data+csv",
    "akn.xml": "application/akn+xml",
    "csv": "text/csv",
    "json": "application/json",
    "jsonld": "application/ld+json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
_IANA = "https://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def media_type(name: str) -> str:
    """Of a file by the longest ending that is known. KeyError where none is."""
    parts = name.split(".")
    endings = (".".join(parts[place:]) for place in range(1, len(parts)))
    return MEDIA_TYPES[next(each for each in endings if each in MEDIA_TYPES)]


def dcat(plan: OpenPlan, files: Mapping[str, bytes | None], address: str) -> dict[str, Any]:
    """The entry of a catalogue, with a distribution for each of `files`."""
    about = plan.about
    entry: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": about.identifier,
        "dct:title": _vietnamese(about.title),
        "dct:description": _vietnamese(description(about)),
        "dct:language": {"@id": "http://id.loc.gov/vocabulary/iso639-1/vi"},
        "dct:publisher": _agent(about.publisher),
        "dct:license": {"@id": about.licence.address},
        "dct:modified": _day(about.known_at.isoformat()),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _vietnamese(_provenance(about))},
        "dcat:keyword": [_vietnamese(each) for each in _keywords(about)],
        "dcat:distribution": [_distribution(name, data, about, address) for name, data in sorted(files.items())],
    }
    if about.published_on:
        entry["dct:issued"] = _day(about.published_on.isoformat())
    if about.period:
        entry["dct:temporal"] = _temporal(about.period)
    if about.issuer:
        entry["dct:creator"] = _agent(about.issuer)
    return entry


def schema_org(plan: OpenPlan, files: Mapping[str, bytes | None], address: str) -> dict[str, Any]:
    """The same as a Dataset of schema.org, for the page on which the files are offered."""
    about = plan.about
    entry: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": address,
        "url": address,
        "identifier": about.identifier,
        "name": about.title,
        "description": description(about),
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "license": about.licence.address,
        "publisher": {"@type": "GovernmentOrganization", "name": about.publisher},
        "dateModified": about.known_at.isoformat(),
        "keywords": list(_keywords(about)),
        "variableMeasured": list(dict.fromkeys(row.indicator for row in plan.targets)),
        "distribution": [_download(name, files[name], address) for name in sorted(files)],
    }
    if about.published_on:
        entry["datePublished"] = about.published_on.isoformat()
    if about.period:
        period = Period(about.period)
        entry["temporalCoverage"] = f"{period.start.isoformat()}/{period.end.isoformat()}"
    if about.issuer:
        entry["creator"] = {"@type": "GovernmentOrganization", "name": about.issuer}
    return entry


def catalogue_files(plan: OpenPlan, files: Mapping[str, bytes], address: str) -> dict[str, bytes]:
    """dcat.jsonld and schema-org.jsonld about `files`."""
    return {
        "dcat.jsonld": as_json(dcat(plan, files, address)),
        "schema-org.jsonld": as_json(schema_org(plan, files, address)),
    }


def _download(name: str, data: bytes | None, address: str) -> dict[str, Any]:
    told = {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": _at(address, name),
        "encodingFormat": media_type(name),
    }
    return told if data is None else {**told, "contentSize": str(len(data))}


def _distribution(name: str, data: bytes | None, about: About, address: str) -> dict[str, Any]:
    told = {
        "@id": _at(address, name),
        "@type": "dcat:Distribution",
        "dct:title": name,
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": _at(address, name)},
        "dcat:mediaType": {"@id": _IANA + media_type(name)},
        "dct:license": {"@id": about.licence.address},
        "dct:modified": _day(about.known_at.isoformat()),
    }
    return told if data is None else {**told, **_weighed(data)}


def _weighed(data: bytes) -> dict[str, Any]:
    return {
        "dcat:byteSize": {"@value": str(len(data)), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": hashlib.sha256(data).hexdigest(), "@type": "xsd:hexBinary"},
        },
    }


def _at(address: str, name: str) -> str:
    return f"{address.rstrip('/')}/{name}"


def _provenance(about: About) -> str:
    """Where the numbers come from, and by which rules they were evaluated."""
    sources = "; ".join(about.sources)
    told = f"Chỉ tiêu theo {about.title}. Đánh giá theo quy tắc phiên bản {about.rule_version}."
    return f"{told} Nguồn số liệu: {sources}." if sources else told


def _keywords(about: About) -> tuple[str, ...]:
    """What people look for; the flag of illustrative figures is one of them."""
    return ("chỉ tiêu", "nghị quyết", "kết quả thực hiện", *(("số liệu minh họa",) if about.illustrative else ()))


def _temporal(written: str) -> dict[str, Any]:
    period = Period(written)
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": _day(period.start.isoformat()),
        "dcat:endDate": _day(period.end.isoformat()),
    }


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": _vietnamese(name)}


def _vietnamese(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "vi"}


def _day(written: str) -> dict[str, str]:
    return {"@value": written, "@type": "xsd:date"}
