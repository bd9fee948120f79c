"""The structure of the SDMX data as SDMX-JSON 2.0: dataflow, data structure, concepts and code lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dondoc.evaluating.verdicts import Status
from dondoc.findings import Language
from dondoc.reporting.open_data.records import About
from dondoc.reporting.open_data.sdmx_codes import NOT_APPLICABLE
from dondoc.reporting.words import word

AGENCY, FLOW, VERSION = "DONDOC", "PLAN", "1.0"
STRUCTURE_ID = f"{AGENCY}:{FLOW}({VERSION})"
DIMENSIONS = ("FREQ", "REF_AREA", "INDICATOR", "OBS_KIND", "BASIS", "SET_BY", "TIME_PERIOD")
ATTRIBUTES = (
    "QUALIFIER", "COMPARISON", "UPPER_VALUE", "KNOWN_ON", "CUT_OFF", "SOURCE", "ILLUSTRATIVE", "FIGURE", "VERDICT",
    "COMMENT_OBS",
)  # fmt: skip
_SCHEMA = (
    "https://raw.githubusercontent.com/sdmx-twg/sdmx-json/master/structure-message/tools/schemas/2.0.0/"
    "sdmx-json-structure-schema.json"
)


@dataclass(frozen=True, slots=True)
class Names:
    """Codes and what they stand for. `free` gives the code of an indicator that is no target's, by its name."""

    indicators: Mapping[str, str]
    free: Mapping[str, str]
    bodies: Mapping[str, str]
    setters: Mapping[str, str]


def structure_of(about: About, names: Names) -> dict[str, Any]:
    """The structure message; it is of the day of knowledge, as the data are."""
    lists = _code_lists(names)
    return {
        "meta": {
            "schema": _SCHEMA,
            "id": "DONDOC_STRUCTURE",
            "test": False,
            "prepared": f"{about.known_at.isoformat()}T00:00:00Z",
            "sender": {"id": AGENCY},
        },
        "data": {
            "conceptSchemes": [
                _maintained("CONCEPTS", "concept_scheme") | {"concepts": [_concept(n) for n in _CONCEPTS]}
            ],
            "codelists": [_maintained(f"CL_{name}", name) | {"codes": codes} for name, codes in lists.items()],
            "dataStructures": [_maintained(FLOW, "structure") | {"dataStructureComponents": _components(lists)}],
            "dataflows": [
                _maintained(FLOW, "dataflow")
                | {
                    "name": about.title,
                    "names": {"vi": about.title},
                    "structure": _urn("datastructure.DataStructure", FLOW),
                }
            ],
        },
    }


_CONCEPTS = (*DIMENSIONS, "OBS_VALUE", "OBS_STATUS", "UNIT_MEASURE", *ATTRIBUTES)
_TEXTS = {"KNOWN_ON": "ObservationalTimePeriod", "CUT_OFF": "ObservationalTimePeriod", "ILLUSTRATIVE": "Boolean",
          "UPPER_VALUE": "Decimal"}  # fmt: skip
_FREQUENCIES, _STATUSES = ("A", "S", "Q", "M", "D", "_O"), ("A", "E", "P", "O", "Q")
_KINDS, _BASES = ("FIGURE", "PLAN", "TARGET"), ("PERIOD", "CUMULATIVE", "LEVEL", "CHANGE", "GROWTH")


def _code_lists(names: Names) -> dict[str, list[dict[str, Any]]]:
    """The codes of each list by the id of the concept they stand for."""
    nothing = _code(NOT_APPLICABLE, _told("not_applicable"))
    lists = {name: [_code(code, _told(f"{name}_{code}")) for code in codes] for name, codes in (
        ("FREQ", _FREQUENCIES), ("OBS_KIND", _KINDS), ("BASIS", _BASES), ("OBS_STATUS", _STATUSES),
    )}  # fmt: skip
    verdicts = [
        _code(each.value, {"vi": word(f"status.{each}", "vi"), "en": word(f"status.{each}", "en")}) for each in Status
    ]
    return lists | {
        "REF_AREA": [nothing, *(_code(code, {"vi": name}) for name, code in names.bodies.items())],
        "INDICATOR": [_code(code, {"vi": name}) for code, name in names.indicators.items()],
        "SET_BY": [nothing, *(_code(code, {"vi": name}) for name, code in names.setters.items())],
        "VERDICT": verdicts,
    }


def _components(lists: Mapping[str, Any]) -> dict[str, Any]:
    dimensions = [_component(name, lists) | {"position": place} for place, name in enumerate(DIMENSIONS[:-1], start=1)]
    time = {
        "id": "TIME_PERIOD",
        "conceptIdentity": _concept_urn("TIME_PERIOD"),
        "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
    }
    attributes = [
        _component(name, lists) | {"usage": usage, "attributeRelationship": {"observation": {}}}
        for name, usage in (
            ("OBS_STATUS", "mandatory"),
            ("UNIT_MEASURE", "optional"),
            *((n, "optional") for n in ATTRIBUTES),
        )
    ]
    value = {
        "id": "OBS_VALUE",
        "conceptIdentity": _concept_urn("OBS_VALUE"),
        "localRepresentation": {"format": {"dataType": "Decimal"}},
        "usage": "optional",
    }
    return {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
        "measureList": {"id": "MeasureDescriptor", "measures": [value]},
    }


def _component(name: str, lists: Mapping[str, Any]) -> dict[str, Any]:
    coded = {"enumeration": _urn("codelist.Codelist", f"CL_{name}")}
    text = {"format": {"dataType": _TEXTS.get(name, "String")}}
    return {
        "id": name,
        "conceptIdentity": _concept_urn(name),
        "localRepresentation": coded if name in lists else text,
    }


def _concept(name: str) -> dict[str, Any]:
    return _code(name, _told(f"concept_{name}"))


def _concept_urn(name: str) -> str:
    return f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{name}"


def _urn(kind: str, name: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{name}({VERSION})"


def _maintained(name: str, entry: str) -> dict[str, Any]:
    return _code(name, _told(entry)) | {"agencyID": AGENCY, "version": VERSION}


def _code(identifier: str, names: Mapping[Language, str]) -> dict[str, Any]:
    return {"id": identifier, "name": names["vi"], "names": dict(names)}


def _told(entry: str) -> dict[Language, str]:
    return {"vi": word(f"sdmx.{entry}", "vi"), "en": word(f"sdmx.{entry}", "en")}
