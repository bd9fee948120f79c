"""Writes the table of refusals in docs/bad-input.md: `python -m tools.refusals`.

A refusal is a code that the source gives to a ReadError; its words stand in codes.toml.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from dondoc.findings import Code, codes

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "bad-input.md"
_TABLE = re.compile(r"(<!-- begin refusals -->\n).*?(<!-- end -->)", re.DOTALL)


def refusal_codes() -> list[str]:
    """Every code a file can be refused with by the readers, in the order of codes.toml."""
    found = {"secret"}
    for path in (ROOT / "src" / "dondoc" / "reading").glob("*.py"):
        found.update(_raised(ast.parse(path.read_text(encoding="utf-8"))))
    return [name for name in codes() if name in found]


def _raised(tree: ast.AST) -> Iterator[str]:
    """The strings in the first argument of every ReadError(…), also on both sides of an `if`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ReadError" and node.args:
            for inner in ast.walk(node.args[0]):
                if isinstance(inner, ast.Constant) and isinstance(inner.value, str) and inner.value in codes():
                    yield inner.value


def table() -> str:
    """One row a code: its name, what is said and what to do, in both languages."""
    head = "| code | what is said | what to do |\n|---|---|---|\n"
    return head + "".join(_row(codes()[name]) for name in refusal_codes())


def _row(code: Code) -> str:
    return f"| `{code.name}` | {code.vi}<br>*{code.en}* | {code.hint_vi}<br>*{code.hint_en}* |\n"


def regenerated(page: str) -> str:
    """The page as it should be."""
    return _TABLE.sub(lambda part: part[1] + table() + part[2], page)


def main() -> int:
    PAGE.write_text(regenerated(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
