"""Whether plans or figures stand on an indicator: then what it counts does not change any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dondoc.evaluating.units import scale_of
from dondoc.web.indicators.models import Indicator

# What a figure or a target relies on; of the unit its family: tỷ đồng may become triệu đồng, not ha.
FIXED = ("measure", "over_bodies", "unit")


def in_use(indicator: Indicator) -> bool:
    """Whether anything of another part of the site refers to `indicator`, whichever part that is."""
    relations = [each for each in Indicator._meta.related_objects if each.related_model._meta.app_label != "indicators"]
    return any(each.related_model._base_manager.filter(**{each.field.name: indicator}).exists() for each in relations)


def fixed(indicator: Indicator, fields: Mapping[str, Any]) -> list[str]:
    """Those of `fields` that would make another indicator of it."""
    return [name for name in FIXED if name in fields and not _agree(name, getattr(indicator, name), fields[name])]


def _agree(name: str, before: str, after: str) -> bool:
    return scale_of(before).family == scale_of(after).family if name == "unit" else before == after
