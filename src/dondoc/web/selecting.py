"""A list of choices, written without the two templates that Django takes for each of them: filters have dozens."""

from __future__ import annotations

from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString


class PlainSelect(forms.Select):
    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        """As Django's own writes it, for choices without groups."""
        widget = self.get_context(name, value, attrs)["widget"]
        options = [_option(option) for _group, members, _index in widget["optgroups"] for option in members]
        attributes = _written({"name": widget["name"], **widget["attrs"]})
        return SafeString(f"<select{attributes}>{''.join(options)}</select>")


def _option(option: Any) -> str:
    attributes = _written({"value": option["value"], **option["attrs"]})
    return f"<option{attributes}>{escape(str(option['label']))}</option>"


def _written(attributes: Any) -> str:
    told = [(name, value) for name, value in attributes.items() if value is not None and value is not False]
    return "".join([f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in told])
