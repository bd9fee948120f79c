"""The command line: `dondoc read`, `dondoc check`, `dondoc rules`, `dondoc codes`. docs/cli.md is generated from it."""

from __future__ import annotations

from dondoc.cli.commands import main

__all__ = ["main"]
