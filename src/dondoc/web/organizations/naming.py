"""A body by the name that a person writes, and the bodies that may be meant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dondoc.text import fold
from dondoc.web.organizations.models import Body
from dondoc.web.organizations.words import kinds

TOLD = 5  # names of a doubtful entry that are told


class BodyField(forms.CharField):
    """A body as people write it: one of `bodies` where the form sets them, else any, those of today first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 200, "required": False, **kwargs})
        self.bodies: Any = None

    def clean(self, value: Any) -> Body | None:
        written = super().clean(value)
        if not written:
            return None
        if self.bodies is not None:
            return body_named(written, self.bodies)
        return body_named(written, Body.objects.as_of(timezone.localdate()), Body.objects.all())


class BodiesField(forms.CharField):
    """Any number of `bodies`, which the form sets, with semicolons between them; cleaned, their primary keys."""

    def __init__(self, **kwargs: Any) -> None:
        told = {"max_length": 4000, "required": False, "help_text": _("cách nhau bằng dấu chấm phẩy")}
        super().__init__(**{**told, **kwargs})
        self.bodies = Body.objects.none()

    def clean(self, value: Any) -> list[int]:
        names = [name.strip() for name in super().clean(value).split(";")]
        return sorted({body_named(name, self.bodies).pk for name in names if name})


def body_named(written: str, *among: Any) -> Body:
    """The body with that key, name or code, or the only one with so much of its name; accents may lack.

    A body of an earlier queryset of `among` goes before those of the later ones. ValidationError where none is meant,
    or more than one may be.
    """
    written = written.strip()
    found = _meant(written, among)
    if not found:
        raise ValidationError(_("Không có cơ quan, đơn vị nào là «%(written)s».") % {"written": written})
    if len(found) > 1:
        raise ValidationError(
            _("Có nhiều nơi khớp với «%(written)s»: %(names)s%(more)s. Hãy ghi mã trong ngoặc.")
            % {
                "written": written,
                "names": "; ".join(f"{body.name} ({body.key})" for body in found[:TOLD]),
                "more": "…" if len(found) > TOLD else "",
            }
        )
    return found[0]


def _meant(written: str, among: Iterable[Any]) -> list[Body]:
    """The bodies that may be meant, TOLD and one more at most: by key, else by the whole name, else by part of it."""
    for told in ({"key": written}, {"folded": fold(written)}, None):
        for bodies in among:
            found = list((bodies.filter(**told) if told else bodies.search(written))[: TOLD + 1])
            exact = [body for body in found if body.name.casefold() == written.casefold()]
            if found:
                return exact if len(exact) == 1 else found
    return []


def offices_on(day: date) -> list[Body]:
    """The bodies of `day` that can lead: all but administrative units, which act through their committees."""
    units = [name for name, kind in kinds().items() if kind.branch == "unit"]
    return list(Body.objects.as_of(day).exclude(kind__in=units))
