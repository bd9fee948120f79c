"""Word forms: a template that an office edits in Word, filled in. The same template and words, the same bytes.

A template is code that somebody sends in, so it may do no more than a form needs: name what it is given, choose (`if`),
repeat over lists (`for`, at most two deep), compare, and use a few filters. Calls, arithmetic, assignments, macros and
includes are refused before anything runs; jinja2's sandbox keeps the inside of Python closed; what is put in is
escaped.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dondoc.findings import DondocError
from dondoc.reading.docx_package import Package
from dondoc.reading.limits import DEFAULT
from dondoc.reporting.packing import packed
from dondoc.reporting.spreadsheet import CREATED

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Filter,
)  # fmt: skip
_FILTERS = ("capitalize", "default", "lower", "trim", "upper")
_DEEPEST = 2  # loops within each other
_LONGEST = 5_000_000  # characters of one part


class FormError(DondocError):
    """A Word template that cannot be used; `reason` says what stands in it."""


class FormEnvironment(SandboxedEnvironment):
    """The sandbox, cut down to what a form needs. Raises FormError when a template asks for more."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {}

    def compile(self, source: Any, *arguments: Any, **named: Any) -> Any:
        """The compiled template, after a look at everything it would do."""
        if isinstance(source, str):
            if len(source) > _LONGEST:
                raise FormError("template_refused", reason=f"{len(source)} characters")
            _check(self.parse(source), 0)
        return super().compile(source, *arguments, **named)


def filled(template: bytes, words: Mapping[str, Any], title: str) -> bytes:
    """The document. FormError: the template is broken, a trap, or asks for more than a form may or is given."""
    opened = _opened(template)
    try:
        opened.render(dict(words), FormEnvironment())
    except TemplateError as error:
        raise FormError("template_broken", reason=str(error)) from error
    properties = opened.docx.core_properties
    properties.title, properties.created, properties.modified = title[:255], CREATED, CREATED
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.revision = 1
    written = io.BytesIO()
    opened.save(written)
    return packed(written.getvalue())


def _opened(template: bytes) -> DocxTemplate:
    """The template, after a look for traps: bombs, entities, macros."""
    try:
        package = Package(template, DEFAULT)
        for name in package.names:
            if name.endswith((".xml", ".rels")):
                package.tree(name)
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in package.names)
        opened = DocxTemplate(io.BytesIO(template))
        opened.init_docx()
    except Exception as error:  # whatever a broken or hostile package does to its readers
        raise FormError("template_broken", reason=str(error)) from error
    if has_macros:
        raise FormError("template_refused", reason="vbaProject.bin")
    return opened


def _check(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise FormError("template_refused", reason=type(node).__name__)
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise FormError("template_refused", reason=node.attr)
    if isinstance(node, nodes.For):
        loops += 1
        if loops > _DEEPEST or node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise FormError("template_refused", reason="for")
    for inner in node.iter_child_nodes():
        _check(inner, loops)
