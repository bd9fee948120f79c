"""Templating: an office's Word template is code that somebody else wrote, so it may do no more than a form needs.

It may name what the review gives it, choose (`if`), repeat over lists (`for`, at most two deep), compare and use a few
filters. Calls, arithmetic, assignments, macros and includes are refused before anything runs; jinja2's sandbox keeps
the inside of Python closed; what is put in is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from dondoc.findings import DondocError

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or, nodes.CondExpr, nodes.Filter,
)  # fmt: skip
_FILTERS = ("capitalize", "default", "lower", "trim", "upper")
_DEEPEST = 2
_LONGEST_TEMPLATE = 5_000_000  # characters of one part


class ReviewTemplateError(DondocError):
    """A Word template that cannot be used; `reason` says what stands in it."""


class FormEnvironment(SandboxedEnvironment):
    """The sandbox, cut down to what a form needs. Raises ReviewTemplateError when a template asks for more."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals = {}
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {}

    def compile(self, source: Any, *arguments: Any, **named: Any) -> Any:
        """The compiled template, after a look at everything it would do."""
        if isinstance(source, str):
            if len(source) > _LONGEST_TEMPLATE:
                raise ReviewTemplateError("template_refused", reason=f"{len(source)} characters")
            try:
                tree = self.parse(source)
            except TemplateError as error:
                raise ReviewTemplateError("template_broken", reason=str(error)) from error
            _check(tree, 0)
        return super().compile(source, *arguments, **named)


def _check(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise ReviewTemplateError("template_refused", reason=type(node).__name__)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > _DEEPEST or node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise ReviewTemplateError("template_refused", reason="for")
    for inner in _inner(node):
        _check(inner, depth)


def _inner(node: nodes.Node) -> Iterator[nodes.Node]:
    return node.iter_child_nodes()
