"""What an office's template may say: names, conditions and loops over what it is given. Nothing is called or computed.

A template is code that somebody sends in. Jinja's sandbox keeps it from the interpreter; this list keeps it from
running on for ever: loops go over the lines of the letter alone, one within another at most.
"""

from __future__ import annotations

from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

LONGEST = 2_000_000  # characters of one part
DEEPEST = 2  # loops within each other
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For, nodes.If, nodes.Const,
    nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
)  # fmt: skip


class LetterEnvironment(SandboxedEnvironment):
    """Refuses with SecurityError whatever is not in the list, before any of it runs; a name that is not there too."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Any:
        if len(str(source)) > LONGEST:
            raise SecurityError("the template is too long")
        _check(self.parse(source), 0)
        return super().from_string(source, *args, **kwargs)


def _check(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise SecurityError(f"{type(node).__name__} in line {node.lineno}")
    if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
        raise SecurityError(f"{node.attr} in line {node.lineno}")
    loops += isinstance(node, nodes.For)
    if loops > DEEPEST:
        raise SecurityError(f"loops within loops in line {node.lineno}")
    for child in node.iter_child_nodes():
        _check(child, loops)
