"""Words that the templates of the registry share."""

from __future__ import annotations

from django import template

from dondoc.web.indicators.reasons import reason_of

register = template.Library()
register.filter("reason", reason_of)
